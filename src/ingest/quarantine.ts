import { createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse/sync";
import { type Engine, quoteName } from "../engine/engine.js";
import { CliError, EXIT } from "../error.js";
import { arrowRows } from "./arrow.js";
import { delimiterOf } from "./header.js";
import type { OpenFile, OpenSource } from "./open.js";
import { splitRecords } from "./records.js";
import type { StagedFile, StagedSource } from "./stage.js";
import { beginning } from "./text.js";
import { unclosed } from "./unreadable.js";

/** A record of a file as it stands there: the physical line where it starts, where the next one starts, its fields. */
interface FileRecord {
  readonly line: number;
  /** In bytes of a CSV file, in lines or rows of any other. */
  readonly end: number;
  /** Taken apart only when somebody asks: all but a few records are passed over. */
  readonly fields: () => readonly string[];
  /** Whether the file ends within a quoted field of it. */
  readonly unclosed?: boolean;
}

interface Fault {
  readonly column: string;
  readonly reason: string;
}

/** The faults of a source's quarantined rows, by row. */
export type Faults = ReadonlyMap<number, Fault>;

/** Reads a source's quarantined rows from its ledger. */
export async function readFaults(engine: Engine, { source }: StagedSource): Promise<Faults> {
  const faults = new Map<number, Fault>();
  const sql = `select _row, fault_column, reason from ledger.${quoteName(source.name)} where disposition = 'quarantined'`;
  for await (const rows of engine.stream({ sql, file: "quarantine" })) {
    for (const [row, column, reason] of rows) faults.set(Number(row), { column: column!, reason: reason! });
  }
  return faults;
}

/** Whether the second pass over a source's files leaves the engine alone, so that it may work meanwhile. */
export function readsWithoutEngine({ files }: StagedSource): boolean {
  return files.every(({ file }) => ["csv", "ndjson", "arrow"].includes(file.format));
}

/**
 * Writes `<folder>/<source>.csv`: every quarantined row as it stands in its file, with file, line, column and reason.
 * Reads only the files that have any, a second time, record by record.
 * @returns rows written
 */
export async function writeQuarantine(
  engine: Engine,
  read: StagedSource,
  faults: Faults,
  folder: string,
): Promise<number> {
  const { source } = read;
  const files = read.files.filter(
    ({ first, rows, unread }) =>
      unread.length > 0 || [...faults.keys()].some((row) => row >= first && row < first + rows),
  );
  if (files.length === 0) return 0;
  mkdirSync(folder, { recursive: true });
  let written = 0;
  async function* text() {
    const fields = [...new Set(files.flatMap(({ file }) => file.header.fields))];
    yield line(["_file", "_line", "_column", "_reason", ...fields, "_rest"]);
    for (const staged of files) {
      for await (const [record, fault] of faulty(engine, source, staged, faults)) {
        const found = record.fields();
        const own = new Map(staged.file.header.fields.map((field, i) => [field, found[i] ?? ""]));
        const rest = found.slice(staged.file.header.fields.length).join(delimiterOf(source.csv));
        const values = [...fields.map((field) => own.get(field) ?? ""), rest];
        yield line([staged.file.shown, String(record.line), fault.column, fault.reason, ...values]);
        written++;
      }
    }
  }
  await pipeline(text, createWriteStream(join(folder, `${source.name}.csv`)));
  return written;
}

async function* faulty(
  engine: Engine,
  source: OpenSource,
  staged: StagedFile,
  faults: Faults,
): AsyncGenerator<[FileRecord, Fault]> {
  const unread = [...staged.unread].sort((a, b) => a.at - b.at);
  const blank = new Set(staged.blank);
  let refused = 0;
  let row = staged.first;
  for await (const record of records(engine, source, staged)) {
    if (record.unclosed === true) throw unclosed(staged.file.shown, record.line);
    if (blank.has(record.line)) continue;
    const next = unread[refused];
    if (next !== undefined && next.at < record.end) {
      refused++;
      yield [record, { column: "", reason: next.reason }];
      continue;
    }
    const fault = faults.get(row++);
    if (fault !== undefined) yield [record, fault];
  }
  if (refused < unread.length || row !== staged.first + staged.rows) {
    throw new CliError(EXIT.gate, {
      code: "CRM-E3012",
      file: staged.file.shown,
      message: "read a second time, for its quarantined rows, the file has other rows than before",
      hint: "Was it changed while it was read? Run again.",
    });
  }
}

function records(engine: Engine, source: OpenSource, { file }: StagedFile): AsyncIterable<FileRecord> {
  if (file.format === "csv") return csvRecords(source, file);
  if (file.format === "ndjson") return jsonRecords(file.readable, file.header.fields);
  return rowRecords(engine, file);
}

async function* csvRecords({ csv }: OpenSource, file: OpenFile): AsyncGenerator<FileRecord> {
  const dialect = { delimiter: delimiterOf(csv), quote: csv.quote };
  const text = await beginning(file.readable, "utf-8");
  const lineEnd = !text.includes("\n") && text.includes("\r") ? "\r" : "\n";
  let isHeader = csv.header === undefined;
  for await (const batch of splitRecords(open(file.readable), { ...dialect, lineEnd })) {
    for (const { line, end, bytes, unclosed } of batch) {
      const blank = bytes.length === 0 && file.header.names.length > 1;
      const fields = () => csvFields(bytes.toString("utf8"), dialect);
      if (!isHeader && !blank) yield { line, end, fields, unclosed };
      isHeader = false;
    }
  }
}

function csvFields(text: string, dialect: { delimiter: string; quote: string }): readonly string[] {
  try {
    const options = { ...dialect, relax_column_count: true, relax_quotes: true, bom: true };
    return (parse(text, options) as string[][])[0] ?? [text];
  } catch {
    return [text];
  }
}

async function* jsonRecords(path: string, names: readonly string[]): AsyncGenerator<FileRecord> {
  let number = 0;
  for await (const text of createInterface({ input: open(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    yield { line: number, end: number + 1, fields: () => jsonFields(text, names) };
  }
}

function jsonFields(text: string, names: readonly string[]): string[] {
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null;
    if (typeof value !== "object" || Array.isArray(value)) return [text];
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

/** Rows of a file that has no lines to count: `line` is the number of the row. */
async function* rowRecords(engine: Engine, file: OpenFile): AsyncGenerator<FileRecord> {
  let number = 0;
  const record = (fields: readonly (string | null)[]) => ({
    line: ++number,
    end: number + 1,
    fields: () => fields.map((value) => value ?? ""),
  });
  if (file.format === "arrow") {
    for await (const row of arrowRows(file.readable, file.shown)) yield record(row);
    return;
  }
  const json = file.format === "json";
  const sql = engine.source(file.readable, json ? "json" : "parquet");
  for await (const rows of engine.stream({ sql, file: file.shown })) {
    for (const row of rows) yield record(json ? jsonFields(row[0] ?? "", file.header.fields) : row);
  }
}

function open(path: string): AsyncIterable<Buffer> & NodeJS.ReadableStream {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  return path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
}

function line(values: readonly string[]): string {
  return `${values.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(",")}\r\n`;
}
