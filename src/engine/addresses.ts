const any = (words: string) => `(?:${words.split(" ").join("|")})`;

/** Words that say where in the house. */
const UNITS = any(
  "suite ste apartment appartement apartamento apt appt app unit flat room rm floor level block building bldg bld bureau etage batiment bat escalier esc entree porte hall lot chambre boite bte bus wohnung whg piso puerta interno int scala",
);
/** Words that begin or end the name of a house, a farm, an estate. */
const ESTATES = any("residence immeuble chez zone za zi zac lieu-dit parc domaine");
const HOUSES = any("house tower building center centre");
/** What a street is called: before its name, after it, and at the end of one word with it. */
const BEFORE_NAME = any(
  "rue avenue av ave boulevard bd bld blvd boul chemin ch place allee impasse imp quai cours route rte square passage sentier via viale corso piazza piazzale largo vicolo strada calle plaza avenida avda paseo camino ronda rua travessa",
);
const AFTER_NAME = any(
  "street st avenue ave road rd lane ln drive dr way court ct place pl square sq terrace ter boulevard blvd highway hwy parkway pkwy close crescent gardens grove row walk trail circle loop broadway",
);
const IN_NAME = any("strasse str straat weg platz allee gasse damm ufer laan plein gracht kade");

/** A house number: 12, 12bis, 12a, 12-14. */
const NUMBER = String.raw`\d+(?:bis|ter|quater|[a-z])?(?:[-/]\d+[a-z]?)?`;
const UNIT = String.raw`^(?:(?:(?:${UNITS}|no)\b[. ]*#? ?(?:(?:\d\w{0,5}|[a-z]\d{0,3})(?:-\w{1,4})?)?|# ?\w{1,5}(?:-\w{1,3})?|\d+(?:st|nd|rd|th|e|er|eme|\.)? ?(?:floor|etage|stock|og|piso|piano)|\d{1,2} ?[ºª°] ?\w{0,2}|(?:bp|cs) \d+)(?: +|$))+$`;
const ESTATE = String.raw`^${ESTATES}\b|^\pL.* ${HOUSES}(?: \w{1,3})?$`;
const TYPED = String.raw`(?:^|\d[a-z]* )${BEFORE_NAME}\b|\b${AFTER_NAME}(?: [nsew]{1,2})?$|\pL[ -]?${IN_NAME}\b`;
/** Postcodes that begin a part, before the town: 75002, D-50674, 1012 AB. And those that end one, after it. */
const CODE_FIRST = String.raw`^(?:[a-z]{1,3}-)?(\d{4} [a-z]{2}|\d{4,6})(?: +\pL.*)?$`;
const CODE_LAST = String.raw`(?:^|[ )])(\d{5}(?:-\d{4})?|\d{6}|[a-z]\d[a-z] ?\d[a-z]\d|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})$`;
const CODED = `${CODE_FIRST}|${CODE_LAST}`;
const LEADING_CODE = String.raw`^(?:[a-z]{1,3}-)?(?:\d{4} [a-z]{2}|\d{4,6})(?: +|$)`;
const TRAILING_CODE = `(?:^| )(?:[a-z]{2} +)?${CODE_LAST.replace("(?:^|[ )])", "")}`;
/** Countries that stand alone beside a postcode and its town. */
const COUNTRY = any(
  "france deutschland germany italia italy espana spain belgique belgie belgium suisse schweiz nederland canada usa uk",
);
/** Four digits before a town that begins with an article: it is no letters of a Dutch postcode. */
const ARTICLE_NEXT = String.raw`^\d{4} ${any("la le de du st el al am im an in os")} `;

const replacedAll = (steps: readonly (readonly [string, string])[], start: string) =>
  steps.reduce((sql, [from, to]) => `regexp_replace(${sql}, '${from}', '${to}', 'g')`, start);

/** What is written in several ways beside a number: n° 12, 12 bis, 12/A, str.7; and lines of their own. */
const WRITTEN: readonly (readonly [string, string])[] = [
  [String.raw`\s*[\n\r;|]+\s*`, ", "],
  [String.raw`\s+`, " "],
  [String.raw`(^|[ ,])(?:n[°º]|nr[°º.]?|no[°º.]?|num\.?|№) *(\d)`, String.raw`\1\2`],
  [String.raw`(\d) (bis|ter|quater)\b`, String.raw`\1\2`],
  [String.raw`(\d)[/-]([a-z])( |,|$)`, String.raw`\1\2\3`],
  [String.raw`(\d) ([a-df-mp-rt-vx-z])( *,|$)`, String.raw`\1\2\3`],
  [String.raw` - (\d{4,6} )`, String.raw`, \1`],
  [String.raw`(\pL\.)(\d)`, String.raw`\1 \2`],
];
const UNUSUAL = String.raw`[\n\r\t;|°º№]|  |\.\d|\bn(?:o|r|um)?\.? ?\d|\d (?:bis|ter|quater)\b|\d[/-][a-z]\b|\d [a-z](?: *,|$)| - \d{4}`;

/** A unit that a street follows without a comma: #4-123 rue, apt 4 12 elm st. */
const UNIT_BESIDE = String.raw`(^|, *)((?:${UNITS}[. ]+#? ?|# ?)\w{1,5})[ -]+(\d+[a-z]?,? +[\pL\d])`;
/** The same before a house: flat 2 rose house. */
const UNIT_HOUSE = String.raw`(^|, *)(${UNITS}[. ]+\w{1,4}) +([^,]*\b${HOUSES}\b)`;
/** What a street may begin with that is no house number: 3e avenue. */
const ORDINAL = String.raw`(?:\d+(?:st|nd|rd|th|e|er|eme) +)?`;
/** A number that a comma parts from its street, before or after: 12, rue de la Paix; Calle Mayor, 12. */
const NUMBER_FIRST = String.raw`^\d+\w{0,6}(?:[-/]\w+)? *, *${ORDINAL}\pL`;
const NUMBER_BETWEEN = String.raw`^([^,]*), *(${NUMBER}) *, *((?:${BEFORE_NAME}\b[^,]*)|(?:[^,]*\b${AFTER_NAME} *(?:,|$)))`;
const NUMBER_LAST = `(^|, *)([^,0-9][^,]*), *(${NUMBER}) *(,|$)`;

/** What needs not be taken apart: a number, and a comma before its street. And a postcode without any comma. */
const NUMBER_ALONE = String.raw`(?i)\W*(?:n\w{0,2}[°º.]? *)?\d+(?: ?(?:bis|ter|quater|\w))?(?:[-/]\w+)? *, *${ORDINAL}\pL[^,#;|\n\r]*`;
const AFTER_STATE = String.raw`(?i) [a-z]{2} (?:\d{5}(?:-\d{4})?|[a-z]\d[a-z] ?\d[a-z]\d)$`;

/**
 * Functions that take an address apart that stands in one column. `is_parted`: whether there is anything to take apart.
 * Of addresses in plain letters: `plain_address`: its numbers written one way; `number_first`: no comma after the number
 * that it begins with; `number_joined`: none between a number and its street anywhere; `address_parts`: what the commas
 * part, nothing where there is none. `street_among`: the part that is the street: one with a number and a type of street,
 * one with a number, one with a type, a house, the first; postcodes with their towns and what says where in the house
 * are none. `units_among`: what says where in the house. `town_among` and `postcode_among`: of the other parts.
 * `postcode_after_state`: that of an address without commas. Each is null where there is none.
 */
export const ADDRESS_FUNCTIONS: readonly string[] = [
  `create macro is_parted(address) as regexp_matches(address, '[,#;|\\n\\r]| - \\d{4}')
    and not regexp_full_match(address, '${NUMBER_ALONE}') or regexp_matches(address, '${AFTER_STATE}')`,
  `create macro plain_address(address) as case when regexp_matches(address, '${UNUSUAL}')
    then ${replacedAll(WRITTEN, "address")} else address end`,
  `create macro number_first(address) as case when regexp_matches(address, '${NUMBER_FIRST}')
    then regexp_replace(address, ' *, *', ' ') else address end`,
  `create macro number_joined(address) as ${[
    [UNIT_BESIDE, String.raw`\1\2, \3`],
    [UNIT_HOUSE, String.raw`\1\2, \3`],
    [NUMBER_BETWEEN, String.raw`\1, \2 \3`],
    [NUMBER_LAST, String.raw`\1\2 \3\4`],
  ].reduce((sql, [from, to]) => `regexp_replace(${sql}, '${from}', '${to}')`, "number_first(address)")}`,
  `create macro address_parts(address) as case when contains(address, ',')
    then list_filter(list_transform(string_split(address, ','), lambda part: trim(part, ' .')), lambda part: part <> '') end`,

  `create macro is_typed(part) as regexp_matches(part, '${TYPED}')`,
  `create macro is_unit(part) as regexp_matches(part, '${UNIT}') and not is_typed(part)`,
  `create macro is_house(part) as regexp_matches(part, '${ESTATE}') and not is_typed(part)`,
  `create macro is_coded(part) as regexp_matches(part, '${CODED}')`,
  `create macro has_number(part) as regexp_matches(part, '\\d') and regexp_matches(part, '\\pL')`,
  `create macro streets_in(parts) as list_filter(parts, lambda part: not is_unit(part) and not is_house(part))`,
  `create macro street_among(parts) as coalesce(
    list_filter(streets_in(parts), lambda part: has_number(part) and is_typed(part))[1],
    list_filter(streets_in(parts), lambda part: has_number(part) and not is_coded(part))[1],
    list_filter(streets_in(parts), lambda part: is_typed(part) and not is_coded(part))[1],
    list_filter(parts, lambda part: is_house(part))[1],
    case when not is_coded(streets_in(parts)[1])
        or len(list_filter(parts, lambda part: not regexp_full_match(part, '${COUNTRY}'))) > 1
      then streets_in(parts)[1] end)`,
  `create macro units_among(parts, street) as array_to_string(
    list_filter(parts, lambda part: is_unit(part) and part is distinct from street), ' ')`,
  `create macro others_among(parts, street) as list_filter(parts, lambda part:
    part is distinct from street and not is_unit(part) and not is_house(part))`,
  `create macro coded_among(parts, street) as
    list_filter(others_among(parts, street), lambda part: is_coded(part))[1]`,
  `create macro without_code(part) as nullif(trim(regexp_replace(regexp_replace(
      regexp_replace(part, ' cedex\\b.*$| *\\([^)]*\\)', '', 'g'),
      case when regexp_matches(part, '${ARTICLE_NEXT}') then '^\\d{4}' else '${LEADING_CODE}' end, ''),
    '${TRAILING_CODE}', '')), '')`,
  `create macro town_among(parts, street) as coalesce(
    without_code(coded_among(parts, street)),
    list_filter(others_among(parts[list_position(parts, street) + 1 :], street),
      lambda part: regexp_full_match(part, '[^0-9]{3,}'))[1])`,
  `create macro postcode_in(part) as coalesce(
    case when regexp_matches(part, '${ARTICLE_NEXT}') then left(part, 4) end,
    nullif(regexp_extract(part, '${CODE_FIRST}', 1), ''), nullif(regexp_extract(part, '${CODE_LAST}', 1), ''))`,
  `create macro postcode_among(parts, street) as postcode_in(coded_among(parts, street))`,
  `create macro postcode_after_state(address) as case when not regexp_matches(address, ' (bp|cs) \\d+$')
    then nullif(regexp_extract(address, ' [a-z]{2}${CODE_LAST}', 1), '') end`,
];
