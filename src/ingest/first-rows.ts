import { parse } from "csv-parse/sync";
import { type Engine, type Parameters, quoteName } from "../engine/engine.js";
import { arrowRows } from "./arrow.js";
import { delimiterOf } from "./header.js";
import type { OpenFile, OpenSource } from "./open.js";
import { type Shape, type StagedSource, Staging } from "./stage.js";
import { beginning } from "./text.js";

const FIRST = 1000;

/**
 * Stages the first rows of each file of a source, some 64 KB of a text file, from memory: what a check looks at. Writes no file.
 */
export async function stageFirstRows(
  engine: Engine,
  source: OpenSource,
  shape: Shape,
  parameters: Parameters,
): Promise<StagedSource> {
  const columns = [...source.columns];
  const text = Object.fromEntries(columns.map(([name]) => [name, "varchar"]));
  const typed = columns.map(([name, type]) => `cast(${quoteName(name)} as ${type}) as ${quoteName(name)}`);
  const staging = new Staging(engine, source, shape, parameters);
  for (const file of source.files) {
    const own = await firstRows(engine, source, file);
    const at = columns.map(([name]) => file.header.names.indexOf(name));
    await engine.load(
      "file.first_rows",
      text,
      own.map((row) => at.map((i) => (i < 0 ? null : (row[i] ?? null)))),
    );
    const rows = await staging.add({
      sql: `select ${typed.join(", ")} from file.first_rows`,
      file: file.shown,
    });
    staging.took(file, { rows, unread: [], blank: [] });
  }
  return staging.done();
}

async function firstRows(engine: Engine, { csv }: OpenSource, file: OpenFile): Promise<(string | null)[][]> {
  if (file.format === "csv") {
    const text = await beginning(file.path, csv.encoding);
    const whole =
      text.length < file.bytes || file.path.endsWith(".gz")
        ? text.slice(0, text.lastIndexOf("\n") + 1)
        : text;
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
    return csv.header === undefined ? records.slice(1) : records;
  }
  if (file.format === "arrow") {
    const rows: (string | null)[][] = [];
    for await (const row of arrowRows(file.path, file.shown)) if (rows.push(row) === FIRST) break;
    return rows;
  }
  if (file.format === "parquet") {
    const sql = `select * from (${engine.source(file.path, "parquet")}) limit ${FIRST}`;
    const rows: (string | null)[][] = [];
    for await (const batch of engine.stream({ sql, file: file.shown })) rows.push(...batch);
    return rows;
  }
  const text = await beginning(file.path, "utf-8");
  return text
    .split("\n")
    .slice(0, FIRST)
    .flatMap((line) => jsonRow(line, file.header.fields));
}

function jsonRow(line: string, fields: readonly string[]): (string | null)[][] {
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    return [
      fields.map((field) => {
        const found = field
          .split(".")
          .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], value);
        if (found === undefined || found === null) return null;
        return typeof found === "object" ? JSON.stringify(found) : String(found);
      }),
    ];
  } catch {
    return [];
  }
}
