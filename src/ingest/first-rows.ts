import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import { type Engine, type Parameters, quoteName, type Select } from "../engine/engine.js";
import { arrowRows } from "./arrow.js";
import { delimiterOf } from "./header.js";
import type { OpenFile, OpenSource } from "./open.js";
import { type Marks, splitRecords } from "./records.js";
import { type Shape, type Shaped, type StagedSource, Staging, stageJson } from "./stage.js";
import { BEGINNING, beginning } from "./text.js";
import { unclosed } from "./unreadable.js";

const FIRST = 1000;

/**
 * Stages the first rows of each file of a source, some 64 KB of a text file, from memory: what a check looks at. Writes no
 * file.
 */
export async function stageFirstRows(
  engine: Engine,
  source: OpenSource,
  shape: Shape,
  parameters: Parameters,
): Promise<StagedSource> {
  const staging = new Staging(engine, source, shape, parameters);
  for (const file of source.files)
    staging.took(file, await firstRows(engine, source, file, (rows) => staging.add(rows)));
  return staging.done();
}

async function firstRows(
  engine: Engine,
  source: OpenSource,
  file: OpenFile,
  append: (select: Select) => Promise<number>,
): Promise<Shaped> {
  if (file.format === "json" || file.format === "ndjson")
    return stageJson(engine, source, file, append, FIRST);
  const { fit, unread } =
    file.format === "csv" ? await csvRows(source, file) : { fit: await typedRows(engine, file), unread: [] };
  const columns = [...source.columns];
  const at = columns.map(([name]) => file.header.names.indexOf(name));
  await engine.load(
    "file.first_rows",
    Object.fromEntries(columns.map(([name]) => [name, "varchar"])),
    fit.map((row) => at.map((i) => (i < 0 ? null : (row[i] ?? null)))),
  );
  const typed = columns.map(([name, type]) => `cast(${quoteName(name)} as ${type}) as ${quoteName(name)}`);
  const sql = `select ${typed.join(", ")} from file.first_rows`;
  return { rows: await append({ sql, file: file.shown }), unread, blank: [] };
}

/** The records of a CSV file's beginning, those apart that have more or fewer fields than its header. */
async function csvRows({ csv }: OpenSource, file: OpenFile) {
  const text = await beginning(file.path, csv.encoding);
  const lineEnd = !text.includes("\n") && text.includes("\r") ? "\r" : "\n";
  const cut = file.bytes > BEGINNING;
  const whole = cut && text.includes(lineEnd) ? text.slice(0, text.lastIndexOf(lineEnd) + 1) : text;
  if (!cut) await refuseUnclosed(file, text, { delimiter: delimiterOf(csv), quote: csv.quote, lineEnd });
  const aligned =
    csv.delimiter === "whitespace" ? whole.replace(/^[ \t]+/gm, "").replace(/[ \t]+/g, "\t") : whole;
  const records = parse(aligned, {
    delimiter: delimiterOf(csv),
    quote: csv.quote,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    to: FIRST,
  }) as string[][];
  const rows = csv.header === undefined ? records.slice(1) : records;
  const wanted = file.header.names.length;
  const unread = rows.flatMap(({ length }, at) =>
    length === wanted ? [] : [{ at, reason: `${length > wanted ? "more" : "fewer"} fields than the header` }],
  );
  return { fit: rows.filter(({ length }) => length === wanted), unread };
}

async function refuseUnclosed(file: OpenFile, text: string, marks: Marks): Promise<void> {
  for await (const batch of splitRecords(Readable.from([Buffer.from(text)]), marks)) {
    const last = batch.at(-1);
    if (last?.unclosed === true) throw unclosed(file.shown, last.line);
  }
}

async function typedRows(engine: Engine, file: OpenFile): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  if (file.format === "arrow") {
    for await (const row of arrowRows(file.path, file.shown)) if (rows.push(row) === FIRST) break;
    return rows;
  }
  const sql = `select * from (${engine.source(file.path, "parquet")}) limit ${FIRST}`;
  for await (const batch of engine.stream({ sql, file: file.shown })) rows.push(...batch);
  return rows;
}
