import { once } from "node:events";
import { createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import type { Engine } from "../engine/engine.js";
import { delimiterOf } from "./header.js";
import type { OpenSource } from "./open.js";
import type { StagedFile, StagedSource } from "./stage.js";
import { beginning } from "./text.js";

/** A record of a file as it stands there: the physical line where it starts, its first byte, its fields. */
interface RawRecord {
  readonly line: number;
  readonly byte: number;
  readonly fields: readonly string[];
}

interface Fault {
  readonly column: string;
  readonly reason: string;
}

/**
 * Writes `<folder>/<source>.csv`: every quarantined row as it stands in its file, with file, line, column and reason.
 * Reads only the files that have any, a second time, record by record.
 * @returns rows written
 */
export async function writeQuarantine(engine: Engine, read: StagedSource, folder: string): Promise<number> {
  const { source } = read;
  const faults = new Map<number, Fault>();
  const sql = `select _row, fault_column, reason from ledger."${source.name}" where disposition = 'quarantined' order by _row`;
  for await (const rows of engine.stream({ sql, file: "quarantine" })) {
    for (const [row, column, reason] of rows) faults.set(Number(row), { column: column!, reason: reason! });
  }
  const files = read.files.filter(
    ({ first, rows, unread }) =>
      unread.length > 0 || [...faults.keys()].some((row) => row >= first && row < first + rows),
  );
  if (files.length === 0) return 0;
  mkdirSync(folder, { recursive: true });
  const out = createWriteStream(join(folder, `${source.name}.csv`));
  const fields = [...new Set(files.flatMap(({ file }) => file.header.fields))];
  out.write(line(["_file", "_line", "_column", "_reason", ...fields, "_rest"]));
  let written = 0;
  for (const staged of files) {
    for await (const [record, fault] of faulty(engine, source, staged, faults)) {
      const own = new Map(staged.file.header.fields.map((field, i) => [field, record.fields[i] ?? ""]));
      const rest = record.fields.slice(staged.file.header.fields.length).join(delimiterOf(source.csv));
      const values = [...fields.map((field) => own.get(field) ?? ""), rest];
      const text = line([staged.file.shown, String(record.line), fault.column, fault.reason, ...values]);
      if (!out.write(text)) await once(out, "drain");
      written++;
    }
  }
  out.end();
  await once(out, "close");
  return written;
}

async function* faulty(
  engine: Engine,
  source: OpenSource,
  staged: StagedFile,
  faults: ReadonlyMap<number, Fault>,
): AsyncGenerator<[RawRecord, Fault]> {
  const unread = new Map(staged.unread.map(({ at, reason }) => [at, { column: "", reason }]));
  const blank = new Set(staged.blank);
  const byByte = staged.file.format === "csv";
  let row = staged.first;
  for await (const record of records(engine, source, staged)) {
    const at = byByte ? record.byte : record.line;
    if (blank.has(at)) continue;
    const refused = unread.get(at);
    const fault = refused ?? faults.get(row);
    if (refused === undefined) row++;
    if (fault !== undefined) yield [record, fault];
  }
}

function records(engine: Engine, source: OpenSource, { file }: StagedFile): AsyncIterable<RawRecord> {
  if (file.format === "csv") return csvRecords(source, file.readable);
  if (file.format === "ndjson") return jsonRecords(file.readable, file.header.fields);
  return typedRecords(engine, source, file);
}

async function* csvRecords({ csv }: OpenSource, path: string): AsyncGenerator<RawRecord> {
  const parser = open(path).pipe(
    parse({
      delimiter: delimiterOf(csv),
      quote: csv.quote,
      relax_column_count: true,
      relax_quotes: true,
      raw: true,
    }),
  );
  // The parser's raw text of a record stops at the first of the two characters of a Windows line end.
  const windows = /^[^\n]*\r\n/.test(await beginning(path, "utf-8"));
  let byte = 0;
  let next = 1;
  let isHeader = csv.header === undefined;
  for await (const { raw, record } of parser as AsyncIterable<{ raw: string; record: string[] }>) {
    const start = { line: next, byte };
    byte += Buffer.byteLength(raw) + (windows && raw.endsWith("\r") ? 1 : 0);
    next += raw.split(/\r\n|\r|\n/).length - 1;
    const empty = record.length === 1 && record[0] === "" && raw.trim() === "";
    if (!isHeader && !empty) yield { ...start, fields: record };
    isHeader = false;
  }
}

async function* jsonRecords(path: string, names: readonly string[]): AsyncGenerator<RawRecord> {
  let number = 0;
  for await (const text of createInterface({ input: open(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    yield { line: number, byte: 0, fields: jsonFields(text, names) };
  }
}

function jsonFields(text: string, names: readonly string[]): string[] {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    return names.map((name) => {
      const found = name
        .split(".")
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], value);
      return found === undefined || found === null
        ? ""
        : typeof found === "object"
          ? JSON.stringify(found)
          : String(found);
    });
  } catch {
    return [text];
  }
}

async function* typedRecords(
  engine: Engine,
  source: OpenSource,
  file: StagedFile["file"],
): AsyncGenerator<RawRecord> {
  if (file.format !== "parquet") throw new Error(`no second pass over ${source.name}`);
  let number = 0;
  for await (const rows of engine.stream({
    sql: engine.source(file.readable, "parquet"),
    file: file.shown,
  })) {
    for (const row of rows) yield { line: ++number, byte: 0, fields: row.map((value) => value ?? "") };
  }
}

function open(path: string) {
  return path.endsWith(".gz") ? createReadStream(path).pipe(createGunzip()) : createReadStream(path);
}

function line(values: readonly string[]): string {
  return `${values.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(",")}\r\n`;
}
