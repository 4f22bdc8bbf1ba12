/** Letters that are no accented ones and are written in others where there are none of them. */
const LETTERS: readonly (readonly [string, string])[] = [
  ["ß", "ss"],
  ["ø", "o"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["ł", "l"],
  ["đ", "d"],
  ["ð", "d"],
  ["þ", "th"],
  ["ı", "i"],
];

/** What a street is, and how it is written for short; in lower case, without punctuation. */
const TYPES: readonly (readonly [string, string])[] = [
  ["street", "st"],
  ["saint", "st"],
  ["strasse", "st"],
  ["avenue", "ave"],
  ["av", "ave"],
  ["boulevard", "blvd"],
  ["boul", "blvd"],
  ["road", "rd"],
  ["lane", "ln"],
  ["drive", "dr"],
  ["place", "pl"],
  ["court", "ct"],
  ["square", "sq"],
  ["highway", "hwy"],
  ["parkway", "pkwy"],
  ["terrace", "ter"],
  ["suite", "ste"],
  ["apartment", "apt"],
  ["appartement", "apt"],
  ["p o box", "po box"],
];

/** A part of an address that says where in the house. */
const UNIT =
  "^ *(#|(suite|ste|apartment|appartement|apt|appt|app|unit|flat|room|floor|level|bureau|etage|building|bldg|bld|no)\\.? *#? *(\\d+\\w*|[a-z])( |$)|\\d+(st|nd|rd|th|e|er|eme) (floor|etage))";
/** A part of an address with a number of its own and a word. */
const NUMBERED = "(^|[ /-])\\d+ ?[a-z]?([ /-]|$)";
const WORD = "\\pL{2}";
/** A number that a comma parts from its street: 12, rue de la Paix; Calle Mayor, 12. */
const BEFORE = "^ *(no\\b\\.?|#)? *(\\d+(?: ?(?:bis|ter|quater|[a-z]))?) *, *";
const AFTER = "^([^,0-9]*\\pL[^,0-9]*), *(\\d+ ?[a-z]?) *(,|$)";

/** Postcodes of many countries; in an address they come after a comma, or after a state of two letters. */
const POSTCODE =
  "(?:,| [a-z]{2} )(?:.*[ ,])?([0-9]{5}-[0-9]{4}|[0-9]{5,6}|[a-z][0-9][a-z] ?[0-9][a-z][0-9]|[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2})(?:[ ,][^0-9]*)?$";
/** A town, without the state and the postcode after it. */
const TOWN = "^ *(\\pL[^0-9]{2,}?)(?: [a-z]{2})?(?: +[0-9].*)?$";

const nested = (pairs: readonly (readonly [string, string])[], start: string) =>
  pairs.reduce((sql, [from, to]) => `replace(${sql}, '${from}', '${to}')`, start);

const TYPE = `\\b(?:${TYPES.map(([from]) => from).join("|")}|str)\\b|(?:strasse|str)\\b`;

/**
 * Functions that write text one way. `plain_letters`: in lower case without accents. `words`: such text without
 * punctuation. `number_joined`: an address that stands in one column, without the comma beside its number. `street_in`:
 * the street of such an address: its first part that has a number and a word, and after it what says where in the house;
 * the names of buildings, towns and postcodes are no part of it. `town_in`: its town. `postcode_in`: the postcode of an
 * address with all its commas. `short_street`: the words of a street, its type written for short.
 */
export const ADDRESS_FUNCTIONS: readonly string[] = [
  `create macro plain_letters(value) as case when strlen(value) = length(value) then lower(value)
    else ${nested(LETTERS, "strip_accents(lower(value))")} end`,
  // Most values are words as they stand.
  `create macro words(value) as nullif(case when regexp_matches(value, '[^a-z0-9 ]|  |^ | $')
    then trim(replace_all(value, '[^\\pL\\pM\\pN]+', ' ')) else value end, '')`,
  `create macro unit_in(parts) as array_to_string(
    list_filter(parts, lambda part: regexp_matches(part, '${UNIT}')), ' ')`,
  `create macro street_among(parts) as list_filter(parts, lambda part: regexp_matches(part, '${NUMBERED}')
    and regexp_matches(part, '${WORD}') and not regexp_matches(part, '${UNIT}'))[1]`,
  `create macro number_joined(address) as case when contains(address, ',')
    then regexp_replace(regexp_replace(address, '${BEFORE}', '\\2 '), '${AFTER}', '\\1 \\2\\3') else address end`,
  `create macro parts_of(address) as string_split(address, ',')`,
  `create macro street_in(address) as case when contains(address, ',')
    then coalesce(street_among(parts_of(address)) || ' ' || unit_in(parts_of(address)), address) else address end`,
  `create macro town_among(parts, street) as list_filter(parts[list_position(parts, street) + 1 :],
    lambda part: not regexp_matches(part, '${UNIT}'))[1]`,
  `create macro town_in(address) as case when contains(address, ',') then nullif(
      regexp_extract(town_among(parts_of(address), street_among(parts_of(address))), '${TOWN}', 1), '') end`,
  `create macro postcode_in(address) as nullif(regexp_extract(address, '${POSTCODE}', 1), '')`,
  `create macro short_street(street) as case when regexp_matches(street, '${TYPE}') then trim(${nested(
    TYPES.map(([from, to]): [string, string] => [` ${from} `, ` ${to} `]),
    `(' ' || replace_all(street, '(\\pL)(strasse|str)\\b', '\\1 st') || ' ')`,
  )}) else street end`,
];
