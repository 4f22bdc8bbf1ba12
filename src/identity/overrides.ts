import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { CliError, didYouMean, EXIT, type Problem } from "../error.js";
import { FIELDS, type Field } from "./golden.js";

/** The columns of an overrides' file, and of the table that it becomes. */
export const OVERRIDES: Readonly<Record<string, string>> = {
  line: "integer",
  kind: "varchar",
  source: "varchar",
  record_id: "varchar",
  other_source: "varchar",
  other_record_id: "varchar",
  field: "varchar",
  value: "varchar",
  author: "varchar",
  reason: "varchar",
  expires_on: "date",
};

const KINDS = ["must_link", "cannot_link", "pin_value"] as const;

/** How a value that is fixed must be written, as the customers' table has it. */
const FORMS: Partial<Record<Field, { what: string; hint: string; holds: (value: string) => boolean }>> = {
  kind: {
    what: "kind of customer",
    hint: "Write person or organisation.",
    holds: (value) => ["person", "organisation"].includes(value),
  },
  email: {
    what: "e-mail address",
    hint: "Write it as name@example.org.",
    holds: (value) => /^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$/.test(value),
  },
  phone: {
    what: "telephone number in international form",
    hint: "Write it as +14165550123.",
    holds: (value) => /^\+[1-9]\d{7,14}$/.test(value),
  },
  birth_date: {
    what: "day",
    hint: "Write it as 1985-02-09.",
    holds: (value) => z.iso.date().safeParse(value).success,
  },
};

/**
 * Reads an overrides' file: CSV with the columns kind (must_link, cannot_link, pin_value), source, record_id,
 * other_source, other_record_id (of links), field, value (of pins), author, reason, expires_on. Blanks around a value are
 * no part of it unless it stands in quotes. A decision that has expired by the day contradicts nothing.
 * @throws {CliError} exit 2 with everything that is wrong in it, by line; no value is quoted
 */
export function readOverrides(file: string, asOf: string): unknown[][] {
  const rows = records(file);
  const problems: Problem[] = [];
  const table = rows.map(({ record, line }) => {
    const value = (column: string) => (record[column]?.trim() ? record[column] : null);
    const tell = (message: string, hint?: string) =>
      problems.push({ code: "CRM-E1025", file, line, message, ...(hint === undefined ? {} : { hint }) });
    const kind = value("kind") ?? "";
    if (!(KINDS as readonly string[]).includes(kind)) tell("the kind is none", didYouMean(kind, KINDS));
    const wanted = kind === "pin_value" ? ["field", "value"] : ["other_source", "other_record_id"];
    for (const column of ["source", "record_id", ...wanted, "author", "reason"])
      if (value(column) === null) tell(`${column} is empty`);
    const field = value("field");
    if (kind === "pin_value" && field !== null && !(FIELDS as readonly string[]).includes(field))
      tell("the field is none that can be fixed", didYouMean(field, FIELDS));
    const form = field === null ? undefined : FORMS[field as Field];
    if (kind === "pin_value" && form !== undefined && value("value") !== null && !form.holds(value("value")!))
      tell(`the value is no ${form.what}`, form.hint);
    const expires = value("expires_on");
    if (expires !== null && !z.iso.date().safeParse(expires).success)
      tell("expires_on is no day", "Write it as 2027-01-31.");
    const told = (column: string) =>
      column === "value" && field === "email" ? (value(column)?.toLowerCase() ?? null) : value(column);
    return [line, ...Object.keys(OVERRIDES).slice(1, -1).map(told), expires];
  });
  const inForce = (row: readonly unknown[]) =>
    !(typeof row.at(-1) === "string" && (row.at(-1) as string) < asOf);
  problems.push(...contradictions(file, table.filter(inForce)));
  if (problems.length > 0) throw new CliError(EXIT.usage, problems);
  return table.map((row) => [...row.slice(0, -1), day(row.at(-1) as string | null)]);
}

function records(file: string): { record: Record<string, string>; line: number }[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1024",
      file,
      message: "there is no such file of overrides, or it cannot be read",
      hint: "It is named under identity: overrides:, from the pipeline's folder.",
    });
  }
  const rows = parsed(file, text);
  const [header] = rows;
  const missing = ["kind", "source", "record_id", "author", "reason"].filter(
    (column) => header !== undefined && !header.fields.includes(column),
  );
  if (missing.length > 0) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1025",
      file,
      line: 1,
      message: `the column ${missing.join(", ")} is missing`,
      hint: `Columns: ${Object.keys(OVERRIDES).slice(1).join(", ")}.`,
    });
  }
  return rows.slice(1).map(({ fields, line }) => ({
    record: Object.fromEntries(header!.fields.map((name, i) => [name, fields[i] ?? ""])),
    line,
  }));
}

/** @throws {CliError} exit 2 if the text is no CSV; what stands in it is not quoted */
function parsed(file: string, text: string): { fields: string[]; line: number }[] {
  try {
    const rows = parse(text, {
      bom: true,
      cast: (value, { quoting }) => (quoting ? value : value.trim()),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ fields: record, line: info.lines }));
  } catch (error) {
    const line = (error as { lines?: unknown }).lines;
    throw new CliError(EXIT.usage, {
      code: "CRM-E1025",
      file,
      ...(typeof line === "number" ? { line } : {}),
      message: "cannot be read: a quote opens or closes where none may",
      hint: "Part values by commas; write one with commas, quotes or line breaks in quotes, quotes in it twice.",
    });
  }
}

/** Pairs that are kept apart although a chain of must_link lines makes them one. */
function contradictions(file: string, table: readonly unknown[][]): Problem[] {
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    const above = parent.get(key) ?? key;
    return above === key ? key : find(above);
  };
  const ends = (row: readonly unknown[]): [string, string] => [
    `${row[2]}\u001f${row[3]}`,
    `${row[4]}\u001f${row[5]}`,
  ];
  for (const row of table) {
    if (row[1] !== "must_link") continue;
    const [a, b] = ends(row).map(find) as [string, string];
    if (a !== b) parent.set(a, b);
  }
  return table.flatMap((row) => {
    if (row[1] !== "cannot_link") return [];
    const [a, b] = ends(row);
    if (find(a) !== find(b)) return [];
    return {
      code: "CRM-E1026",
      file,
      line: row[0] as number,
      message: "keeps two records apart that other lines of the file make one",
      hint: "Take out this line or one of the must_link lines between the two records.",
    };
  });
}

/** Days since 1970 as the engine's loader takes them. */
function day(text: string | null): { days: number } | null {
  return text === null ? null : { days: Math.round(Date.parse(text) / 86_400_000) };
}
