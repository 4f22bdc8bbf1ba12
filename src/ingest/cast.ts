import { quoteText } from "../engine/engine.js";
import type { CsvSpec } from "../pipeline/schema.js";

/** How the values of a source are written. `zone`: the zone in which times without one are meant. */
export interface Reading extends CsvSpec {
  readonly zone: string;
}

const TRUE = ["true", "t", "yes", "y", "oui", "o", "vrai", "1", "x"];
const FALSE = ["false", "f", "no", "n", "non", "faux", "0"];
/** A moment with its offset from UTC. */
const OFFSET = String.raw`^\d{4}-\d\d-\d\d[ T]\d\d:.*(Z|UTC|[+-]\d\d(:?\d\d)?)$`;
/** Letters that tell of a zone that is no offset, which a cast would drop. */
const ZONE = "[A-SU-Za-z]";

/**
 * An expression that gives a text as a value of a contract type, or null where it is none.
 * @param text expression of a trimmed text; null where the field is empty
 * @param type type as the contract's cast writes it
 * @param from type of the column as it was read; text unless the file has types of its own
 */
export function typed(text: string, type: string, csv: Reading, from = "VARCHAR"): string {
  if (from !== "VARCHAR" && from !== "JSON") return fromTyped(text, type, from, csv);
  if (type === "VARCHAR") return text;
  if (type === "DATE") return date(text, csv);
  if (type === "TIMESTAMP") return timestamp(text, csv);
  if (type === "BOOLEAN") {
    return `case when lower(${text}) in (${words(TRUE)}) then true when lower(${text}) in (${words(FALSE)}) then false end`;
  }
  const number = numeric(text, csv);
  if (!/INT/.test(type)) return `try_cast(${number} as ${type})`;
  return `case when try_cast(${number} as decimal(38, 9)) % 1 = 0 then try_cast(${number} as ${type}) end`;
}

/** Why a text was refused, for the quarantine. */
export function refusal(type: string, csv: Reading): string {
  const formats = (given: string | readonly string[]) => [given].flat().join(", ");
  if (type === "DATE") return `not a date (${formats(csv.dates ?? "%Y-%m-%d")})`;
  if (type === "TIMESTAMP") return `not a timestamp (${formats(csv.timestamps ?? csv.dates ?? "ISO 8601")})`;
  if (type === "BOOLEAN") return "neither yes nor no";
  return /INT/.test(type) ? "not a whole number" : `not a number (0${csv.decimal}00)`;
}

/** The narrowest of these types that takes every value of a column is the column's type. */
export const INFERRED = ["BOOLEAN", "BIGINT", "DECIMAL(18,4)", "DATE", "TIMESTAMP"] as const;

/** Like `typed`, for a column whose type is being looked for: only what is unmistakable. */
export function inferable(text: string, type: (typeof INFERRED)[number], csv: Reading): string {
  if (type === "BOOLEAN")
    return `case when lower(${text}) in ('true', 'false', 'oui', 'non', 'yes', 'no') then 1 end`;
  if (type === "BIGINT" || type === "DECIMAL(18,4)") {
    return `case when not regexp_matches(${text}, '^[+-]?0\\d') then ${typed(text, type, csv)} end`;
  }
  return typed(text, type, csv);
}

function fromTyped(value: string, type: string, from: string, csv: Reading): string {
  if (from === "TIMESTAMP WITH TIME ZONE" && type !== "VARCHAR") {
    return `try_cast(local_time(${value}, ${quoteText(csv.zone)}) as ${type})`;
  }
  const cast = `try_cast(${value} as ${type})`;
  return /INT/.test(type) && /^(DECIMAL|DOUBLE|FLOAT)/.test(from)
    ? `case when ${value} = floor(${value}) then ${cast} end`
    : cast;
}

/** A day as it is written, and of a moment the local one. */
function date(text: string, csv: Reading): string {
  if (csv.dates !== undefined) return `cast(${parsed(text, csv.dates, csv)} as date)`;
  const day = `case when length(${text}) <= 10 then try_cast(${text} as date) end`;
  return `case when ${fullYear(text)} then coalesce(${day}, cast(${timestamp(text, csv)} as date)) end`;
}

/** A birth date whose year was written in two digits is a century earlier where it were yet to come. */
export function birth(value: string, text: string, { dates }: Reading): string {
  if (![dates ?? []].flat().some((format) => format.includes("%y"))) return value;
  return `case when ${value} > $as_of::date and not contains(${text}, cast(year(${value}) as varchar))
    then cast(${value} - interval 100 year as date) else ${value} end`;
}

/** What a format takes, or the first of several that does; local where it has an offset; a year below 1000 is none. */
function parsed(text: string, formats: string | readonly string[], csv: Reading): string {
  if (typeof formats !== "string")
    return `coalesce(${formats.map((each) => parsed(text, each, csv)).join(", ")})`;
  const format = formats;
  const moment = `try_strptime(${text}, ${quoteText(format)})`;
  const local = /%z/i.test(format) ? `local_time(${moment}, ${quoteText(csv.zone)})` : moment;
  return `case when year(${moment}) > 999 then ${local} end`;
}

function timestamp(text: string, csv: Reading): string {
  const format = csv.timestamps ?? csv.dates;
  if (format !== undefined) return parsed(text, format, csv);
  const minutes = `regexp_replace(${text}, ' ?([+-]\\d\\d)$', '\\1:00')`;
  const colon = `regexp_replace(${minutes}, ' ?([+-]\\d\\d):?(\\d\\d)$', '\\1:\\2')`;
  return `case when regexp_matches(${text}, '${OFFSET}')
    then local_time(try_cast(${colon} as timestamptz), ${quoteText(csv.zone)})
    when ${fullYear(text)} and not regexp_matches(${text}, '${ZONE}') then try_cast(${text} as timestamp) end`;
}

/** Begins with a year of four characters: 'infinity' and 'epoch', which an engine may know, and 26-01-10 are no days. */
function fullYear(text: string): string {
  return `substr(${text}, 5, 1) in ('-', '/') and ${text} between '0' and '9~'`;
}

/**
 * A number's text with a decimal point and nothing else between its digits; null if they are not parted in threes, and of
 * 6.1E+08, which has lost its digits.
 */
function numeric(text: string, csv: Reading): string {
  const plainly = (number: string) =>
    `case when not (contains(${text}, '_') or contains(lower(${text}), 'e')) then ${number} end`;
  if (csv.decimal === "." && csv.thousands === undefined) return plainly(text);
  const blanks = `replace(replace(replace(${text}, ' ', ''), chr(160), ''), chr(8239), '')`;
  const plain = csv.thousands === undefined ? blanks : `replace(${blanks}, ${quoteText(csv.thousands)}, '')`;
  const between = `[ \\x{A0}\\x{202F}${csv.thousands === undefined ? "" : `\\x{${csv.thousands.codePointAt(0)!.toString(16)}}`}]`;
  const threes = quoteText(`^[+-]?\\d{1,3}(${between}\\d{3})+(\\${csv.decimal}\\d*)?$`);
  const digits = `case when length(${plain}) = length(${text}) or regexp_matches(${text}, ${threes}) then ${plain} end`;
  return plainly(
    csv.decimal === ","
      ? `case when not contains(${plain}, '.') then replace(${digits}, ',', '.') end`
      : digits,
  );
}

function words(list: readonly string[]): string {
  return list.map(quoteText).join(", ");
}
