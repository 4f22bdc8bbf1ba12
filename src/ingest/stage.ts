import { type Engine, type Parameters, quoteName, type Select } from "../engine/engine.js";
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
 * has rowid k. A vendor's `rows` select shapes the rows on their way.
 * @throws {CliError} exit 3 if a file holds no row and the source does not allow that
 */
export async function stageSource(
  engine: Engine,
  source: OpenSource,
  parameters: Parameters,
): Promise<StagedSource> {
  const table = `staged.${source.name}`;
  const files: StagedFile[] = [];
  let first = 0;
  await startTable(engine, source, table, parameters);
  for (const file of source.files) {
    const append = (select: Select) => appendRows(engine, source, table, select, parameters);
    const staged = { file, first, ...(await stageFile(engine, source, file, append)) };
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

/** Makes a source's staged table, with no rows yet. */
export async function startTable(
  engine: Engine,
  source: OpenSource,
  table: string,
  parameters: Parameters,
): Promise<void> {
  const columns = [...source.columns].map(([name, type]) => `cast(null as ${type}) as ${quoteName(name)}`);
  const nothing = { sql: `select ${columns.join(", ")} limit 0`, file: table };
  if (source.rows === undefined) {
    await engine.create(table, nothing);
    return;
  }
  await engine.view(source.rows.view, nothing);
  await engine.create(table, source.rows.select, parameters);
}

/** Appends rows of a source's columns to its staged table, shaped where its vendor says how. */
export async function appendRows(
  engine: Engine,
  source: OpenSource,
  table: string,
  select: Select,
  parameters: Parameters,
): Promise<number> {
  if (source.rows === undefined) return engine.insert(table, select);
  await engine.view(source.rows.view, select);
  return engine.insert(table, source.rows.select, parameters);
}

type Shaped = Pick<StagedFile, "rows" | "unread" | "blank">;

async function stageFile(
  engine: Engine,
  source: OpenSource,
  file: OpenFile,
  append: (select: Select) => Promise<number>,
): Promise<Shaped> {
  const own = new Map(file.header.names.map((name, i) => [name, file.header.fields[i]!]));
  const columns = [...source.columns.keys()];
  const select = (from: string, value: (name: string) => string) => {
    const list = columns.map((name) => `${own.has(name) ? value(name) : "null"} as ${quoteName(name)}`);
    return { sql: `select ${list.join(", ")} from ${from}`, file: file.shown };
  };
  if (file.format === "csv") {
    const { quote, header } = source.csv;
    const dialect = { delimiter: delimiterOf(source.csv), quote, header: header === undefined };
    const from = `(${engine.csv(file.readable, dialect, file.header.names)})`;
    const what = "CSV file as the pipeline describes it, with one kind of line end";
    const rows = await reading(file, what, () => append(select(from, quoteName)));
    const unread = (await engine.rejects()).map(({ byte, reason }) => ({ at: byte, reason }));
    return { rows, unread, blank: [] };
  }
  if (file.format === "parquet") {
    const from = `(${engine.source(file.readable, "parquet")})`;
    const wanted = select(from, (name) => quoteName(own.get(name)!));
    return { rows: await reading(file, "Parquet file", () => append(wanted)), unread: [], blank: [] };
  }
  if (file.format === "arrow") {
    const types = Object.fromEntries(file.header.names.map((name) => [name, "varchar"]));
    await engine.load("staged.arrow_rows", types, arrowRows(file.readable, file.shown));
    const rows = await append(select("staged.arrow_rows", quoteName));
    await engine.drop("staged.arrow_rows");
    return { rows, unread: [], blank: [] };
  }
  const lines = "staged.json_lines";
  const good = "case when json_valid(line) then json_type(line) = 'OBJECT' else false end";
  const format = file.format === "json" ? "json" : "lines";
  await reading(file, "JSON", () =>
    engine.create(lines, { sql: engine.source(file.readable, format), file: file.shown }),
  );
  const from = `(select * from ${lines} where ${good} order by rowid)`;
  const rows = await append(select(from, (name) => jsonValue(own.get(name)!)));
  const aside = await badLines(engine, lines, good);
  await engine.drop(lines);
  return { rows, ...aside };
}

async function badLines(engine: Engine, lines: string, good: string): Promise<Omit<Shaped, "rows">> {
  const rest = await engine.read<{ line_number: number; blank: boolean }>(
    `select rowid + 1 as line_number, line is null or trim(line::varchar) = '' as blank from ${lines}
      where (${good}) is not true order by rowid`,
  );
  return {
    unread: rest
      .filter((row) => !row.blank)
      .map(({ line_number: at }) => ({ at, reason: "not a JSON object" })),
    blank: rest.filter((row) => row.blank).map(({ line_number }) => line_number),
  };
}
