import { parse } from "csv-parse/sync";
import { CliError, didYouMean, EXIT, type Problem } from "../error.js";
import type { CsvSpec } from "../pipeline/schema.js";

/** A file's columns: as they are written, and the names by which selects and rules know them. */
export interface Header {
  readonly fields: readonly string[];
  /** Lower-case letters, digits and _; unique within the file. */
  readonly names: readonly string[];
}

const DELIMITERS = [",", ";", "\t", "|"];

/**
 * The header of a CSV file, read in the pinned dialect.
 * @throws {CliError} exit 3 for an empty file, a page instead of a table, another delimiter
 */
export function readHeader(text: string, spec: CsvSpec, shown: string, source: string): Header {
  if (text.trim() === "") throw unfit("CRM-E3001", shown, "the file is empty", "Ask for a new delivery.");
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) {
    throw unfit(
      "CRM-E3002",
      shown,
      "this is a web page or XML, not a table",
      "Look at it: is it a login page?",
    );
  }
  if (spec.header !== undefined) return header(spec.header);
  const delimiter = delimiterOf(spec);
  const first = firstRecord(text, delimiter, spec);
  if (first.length === 1) {
    const other = DELIMITERS.find((each) => each !== delimiter && firstRecord(text, each, spec).length > 1);
    if (other !== undefined) {
      throw unfit(
        "CRM-E3003",
        shown,
        `the header has one column when split at ${JSON.stringify(delimiter)}`,
        `It looks as if the delimiter were ${JSON.stringify(other)}: sources.${source}.csv.delimiter`,
      );
    }
  }
  return header(first);
}

/** The house gives every row a `source`; an export's own column of that name steps aside. */
const RESERVED: Record<string, string> = { source: "source_name" };

/** Names for columns: `No client` is no_client, a blank one column_3, a second price price_2. */
export function header(fields: readonly string[]): Header {
  const plain = fields.map((field, i) => snakeCase(field) || `column_${i + 1}`);
  const bases = plain.map((name) => RESERVED[name] ?? name);
  const taken = new Set<string>();
  const names = bases.map((base) => {
    let name = base;
    for (let number = 2; taken.has(name) || (name !== base && bases.includes(name)); number++)
      name = `${base}_${number}`;
    taken.add(name);
    return name;
  });
  return { fields: fields.map((field, i) => field.trim() || `column_${i + 1}`), names };
}

/**
 * The name of a column that the pipeline calls by its header: trimmed, whatever its case.
 * @param all whatever else is looked for in the file
 * @returns a problem if there is none or more than one
 */
export function findColumn(
  wanted: string,
  of: Header,
  shown: string,
  all: Iterable<string>,
): string | Problem {
  const key = fold(wanted);
  const hits = of.fields.flatMap((field, i) => (fold(field) === key || of.names[i] === wanted ? [i] : []));
  if (hits.length === 1) return of.names[hits[0]!]!;
  return hits.length === 0
    ? {
        code: "CRM-E3004",
        file: shown,
        line: 1,
        message: `there is no column "${wanted}"`,
        hint: columnHint(wanted, of, all),
      }
    : twoColumns(wanted, hits.length, shown);
}

/** The problem of a column that a file has more than once, or undefined if it has not. */
export function ambiguous(name: string, of: Header, shown: string): Problem | undefined {
  const count = of.fields.filter((field) => snakeCase(field) === name).length;
  return count > 1 ? twoColumns(name, count, shown) : undefined;
}

/**
 * What to say of a missing column. A first line that reads like values, or holds none of the columns that are looked for,
 * may be a person's: it is not quoted.
 */
export function columnHint(missing: string, { fields, names }: Header, wanted: Iterable<string>): string {
  if (fields.some((field) => /@|^[+-]?\d[\d\s.,:/-]*$/.test(field)))
    return "Its first line reads like values: if it has no header, say csv.header.";
  const known = new Set([...fields, ...names].map(fold));
  if (![...wanted].some((column) => known.has(fold(column))))
    return "Its first line has none of the columns that are looked for: if it has no header, say csv.header.";
  return didYouMean(missing, fields);
}

function twoColumns(name: string, count: number, file: string): Problem {
  const message = `there are ${count} columns "${name}"`;
  return {
    code: "CRM-E3005",
    file,
    line: 1,
    message,
    hint: "Ask for an export in which their names differ.",
  };
}

/** What stands between two fields of the file as the engine reads it. */
export function delimiterOf(spec: CsvSpec): string {
  return spec.delimiter === "whitespace" ? "\t" : spec.delimiter;
}

/** A header as a name: no accents, lower case, `_` for all else. */
export function snakeCase(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/œ/gi, "oe")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .replace(/^(?=\d)/, "c_");
}

function firstRecord(text: string, delimiter: string, spec: CsvSpec): string[] {
  const line =
    spec.delimiter === "whitespace"
      ? text
          .split(/\r?\n/)[0]!
          .trim()
          .replace(/[ \t]+/g, "\t")
      : text;
  try {
    const [record] = parse(line, {
      delimiter,
      quote: spec.quote,
      to: 1,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as string[][];
    return record ?? [];
  } catch {
    return [text.split(/\r?\n/)[0]!];
  }
}

function fold(text: string): string {
  return text.normalize("NFC").trim().toLowerCase();
}

function unfit(code: string, file: string, message: string, hint: string): CliError {
  return new CliError(EXIT.gate, { code, file, message, hint });
}
