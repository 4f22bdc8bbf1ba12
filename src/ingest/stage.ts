import { type Engine, quoteName, quoteTable } from "../engine/engine.js";
import { CliError, EXIT } from "../error.js";
import { arrowRows } from "./arrow.js";
import { delimiterOf } from "./header.js";
import { jsonValue, type OpenFile, type OpenSource } from "./open.js";
import { reading } from "./unreadable.js";

/** A record that the reader could not take; at a byte of a CSV file's text or at a line of a JSON file. */
export interface Unread {
  readonly at: number;
  readonly reason: string;
}

/** A file after reading: which rows of the staged table are its own, and what could not be read. */
export interface StagedFile {
  readonly file: OpenFile;
  readonly first: number;
  readonly rows: number;
  readonly unread: readonly Unread[];
  /** Lines of a JSON file that hold nothing; they are no rows. */
  readonly blank: readonly number[];
}

export interface StagedSource {
  readonly source: OpenSource;
  readonly table: string;
  readonly files: readonly StagedFile[];
}

/**
 * Reads a source's files into `staged.<source>`, in the order of the files and of their rows: row k of the table
 * has rowid k.
 * @throws {CliError} exit 3 if a file holds no row and the source does not allow that
 */
export async function stageSource(engine: Engine, source: OpenSource): Promise<StagedSource> {
  const table = `staged.${source.name}`;
  const columns = [...source.columns].map(([name, type]) => `cast(null as ${type}) as ${quoteName(name)}`);
  await engine.create(table, { sql: `select ${columns.join(", ")} limit 0`, file: table });
  const files: StagedFile[] = [];
  let first = 0;
  for (const file of source.files) {
    const staged = await stageFile(engine, source, table, file, first);
    if (staged.rows + staged.unread.length === 0 && !source.spec.allow_empty) {
      throw new CliError(EXIT.gate, {
        code: "CRM-E3007",
        file: file.shown,
        message: "the file has a header and no rows",
        hint: `If that may be, say so: sources.${source.name}.allow_empty: true.`,
      });
    }
    files.push(staged);
    first += staged.rows;
  }
  return { source, table, files };
}

async function stageFile(
  engine: Engine,
  source: OpenSource,
  table: string,
  file: OpenFile,
  first: number,
): Promise<StagedFile> {
  const own = new Map(file.header.names.map((name, i) => [name, file.header.fields[i]!]));
  const columns = [...source.columns.keys()];
  if (file.format === "csv") {
    const dialect = {
      delimiter: delimiterOf(source.csv),
      quote: source.csv.quote,
      header: source.csv.header === undefined,
    };
    const take = Object.fromEntries(columns.map((name) => [name, own.has(name) ? name : null]));
    const rejects = await reading(
      file,
      "CSV file as the pipeline describes it, with one kind of line end",
      () => engine.appendCsv(table, file.readable, dialect, file.header.names, take),
    );
    const unread = rejects.map(({ byte, reason }) => ({ at: byte, reason }));
    return { file, first, rows: (await count(engine, table)) - first, unread, blank: [] };
  }
  if (file.format === "parquet") {
    const fields = columns.map((name) => (own.has(name) ? quoteName(own.get(name)!) : "null"));
    const sql = `select ${fields.join(", ")} from (${engine.source(file.readable, "parquet")})`;
    return {
      file,
      first,
      rows: await reading(file, "Parquet file", () => engine.insert(table, { sql, file: file.shown })),
      unread: [],
      blank: [],
    };
  }
  if (file.format === "arrow") {
    const types = Object.fromEntries(file.header.names.map((name) => [name, "varchar"]));
    await engine.load("staged.arrow_rows", types, arrowRows(file.readable, file.shown));
    const fields = columns.map((name) => (own.has(name) ? quoteName(name) : "null"));
    const sql = `select ${fields.join(", ")} from staged.arrow_rows order by rowid`;
    const rows = await engine.insert(table, { sql, file: file.shown });
    await engine.drop("staged.arrow_rows");
    return { file, first, rows, unread: [], blank: [] };
  }
  return stageJson(engine, table, file, columns, own, first);
}

async function stageJson(
  engine: Engine,
  table: string,
  file: OpenFile,
  columns: readonly string[],
  own: ReadonlyMap<string, string>,
  first: number,
): Promise<StagedFile> {
  const lines = "staged.json_lines";
  const format = file.format === "json" ? "json" : "lines";
  await reading(file, "JSON", () =>
    engine.create(lines, { sql: engine.source(file.readable, format), file: file.shown }),
  );
  const fields = columns.map((name) => (own.has(name) ? jsonValue(own.get(name)!) : "null"));
  const good = "case when json_valid(line) then json_type(line) = 'OBJECT' else false end";
  const rows = await engine.insert(table, {
    sql: `select ${fields.join(", ")} from ${quoteTable(lines)} where ${good} order by rowid`,
    file: file.shown,
  });
  const rest = await engine.read<{ line_number: number; blank: boolean }>({
    sql: `select rowid + 1 as line_number, line is null or trim(line::varchar) = '' as blank from ${quoteTable(lines)}
      where (${good}) is not true order by rowid`,
    file: file.shown,
  });
  await engine.drop(lines);
  return {
    file,
    first,
    rows,
    unread: rest
      .filter((row) => !row.blank)
      .map(({ line_number: at }) => ({ at, reason: "not a JSON object" })),
    blank: rest.filter((row) => row.blank).map(({ line_number }) => line_number),
  };
}

async function count(engine: Engine, table: string): Promise<number> {
  const [row] = await engine.read<{ n: number }>(`select count(*) as n from ${quoteTable(table)}`);
  return row!.n;
}
