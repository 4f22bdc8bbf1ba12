import { quoteText } from "../engine/engine.js";
import type { CsvSpec } from "../pipeline/schema.js";

/** How the values of a source are written. `zone`: the zone in which times without one are meant. */
export interface Reading extends CsvSpec {
  readonly zone: string;
}

const TRUE = ["true", "t", "yes", "y", "oui", "o", "vrai", "1", "x"];
const FALSE = ["false", "f", "no", "n", "non", "faux", "0"];
/** Begins with a digit: 'infinity' and 'epoch', which an engine may know, are no days. */
const NUMERAL = "between '0' and '9~'";
const OFFSET = String.raw`^\d{4}-\d\d-\d\d.*(Z|[+-]\d\d:?\d\d)$`;

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
  if (type === "DATE") return `not a date (${csv.dates ?? "%Y-%m-%d"})`;
  if (type === "TIMESTAMP") return `not a timestamp (${csv.timestamps ?? csv.dates ?? "ISO 8601"})`;
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
  return `try_cast(${value} as ${type})`;
}

function date(text: string, csv: Reading): string {
  if (csv.dates !== undefined) return `cast(try_strptime(${text}, ${quoteText(csv.dates)}) as date)`;
  return `case when ${text} ${NUMERAL} then coalesce(try_cast(${text} as date), cast(${timestamp(text, csv)} as date)) end`;
}

function timestamp(text: string, csv: Reading): string {
  const format = csv.timestamps ?? csv.dates;
  if (format !== undefined) return `try_strptime(${text}, ${quoteText(format)})`;
  const colon = `regexp_replace(replace(${text}, ' +', '+'), ' ?([+-]\\d\\d)(\\d\\d)$', '\\1:\\2')`;
  return `case when regexp_matches(${text}, '${OFFSET}')
    then local_time(try_cast(${colon} as timestamptz), ${quoteText(csv.zone)})
    when ${text} ${NUMERAL} then try_cast(${text} as timestamp) end`;
}

function numeric(text: string, csv: Reading): string {
  if (csv.decimal === "." && csv.thousands === undefined) return text;
  const blanks = `replace(replace(replace(${text}, ' ', ''), chr(160), ''), chr(8239), '')`;
  const plain = csv.thousands === undefined ? blanks : `replace(${blanks}, ${quoteText(csv.thousands)}, '')`;
  return csv.decimal === ","
    ? `case when not contains(${plain}, '.') then replace(${plain}, ',', '.') end`
    : plain;
}

function words(list: readonly string[]): string {
  return list.map(quoteText).join(", ");
}
