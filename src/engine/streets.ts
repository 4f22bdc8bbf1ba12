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
  ["strasse", "st"],
  ["straat", "st"],
  ["str", "st"],
  ["avenue", "ave"],
  ["avenida", "ave"],
  ["avda", "ave"],
  ["av", "ave"],
  ["boulevard", "blvd"],
  ["boul", "blvd"],
  ["bld", "blvd"],
  ["bd", "blvd"],
  ["road", "rd"],
  ["lane", "ln"],
  ["drive", "dr"],
  ["place", "pl"],
  ["court", "ct"],
  ["square", "sq"],
  ["highway", "hwy"],
  ["parkway", "pkwy"],
  ["terrace", "ter"],
  ["chemin", "ch"],
  ["impasse", "imp"],
  ["route", "rte"],
  ["allee", "all"],
];

/** The same beside a type of street. */
const BESIDE: readonly (readonly [string, string])[] = [
  ["saint", "st"],
  ["suite", "ste"],
  ["apartment", "apt"],
  ["appartement", "apt"],
  ["appt", "apt"],
  ["app", "apt"],
  ["batiment", "bat"],
  ["p o box", "po box"],
];

const either = (pairs: readonly (readonly [string, string])[]) =>
  `(?:${pairs.map(([from]) => from).join("|")})`;
const replaced = (pairs: readonly (readonly [string, string])[], start: string) =>
  pairs.reduce((sql, [from, to]) => `replace(${sql}, '${from}', '${to}')`, start);
const spaced = ([from, to]: readonly [string, string]): [string, string] => [` ${from} `, ` ${to} `];

/**
 * Functions that write text one way. `plain_letters`: in lower case without accents. `words`: such text without
 * punctuation. `street_words`: the words of a street with what is beside its type written for short; `short_street`:
 * such words with the first type that is not for short yet.
 */
export const STREET_FUNCTIONS: readonly string[] = [
  `create macro plain_letters(value) as case when strlen(value) = length(value) then lower(value)
    else ${replaced(LETTERS, "strip_accents(lower(value))")} end`,
  // Most values are words as they stand.
  `create macro words(value) as nullif(case when regexp_matches(value, '[^a-z0-9 ]|  |^ | $')
    then trim(replace_all(value, '[^\\pL\\pM\\pN]+', ' ')) else value end, '')`,
  // A type at the end of a word is one of its own.
  `create macro street_words(value) as case when regexp_matches(value, '\\b${either(BESIDE)}\\b|(?:strasse|straat|str)\\b')
    then trim(${replaced(BESIDE.map(spaced), `' ' || replace_all(value, '(\\pL)(strasse|straat|str)\\b', '\\1 st') || ' '`)})
    else value end`,
  `create macro street_type(words) as regexp_extract(' ' || words || ' ', ' ${either(TYPES)} ')`,
  `create macro short_type(type) as case type ${TYPES.map(spaced)
    .map(([from, to]) => `when '${from}' then '${to}'`)
    .join(" ")} end`,
  `create macro short_street(words) as case when street_type(words) <> ''
    then trim(replace(' ' || words || ' ', street_type(words), short_type(street_type(words)))) else words end`,
];
