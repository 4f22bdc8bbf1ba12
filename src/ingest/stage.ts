import { type Engine, type Parameters, quoteName, type Select } from "../engine/engine.js";
import { CliError, EXIT } from "../error.js";
import { arrowRows } from "./arrow.js";
import { delimiterOf } from "./header.js";
import { jsonFields } from "./json.js";
import type { OpenFile, OpenSource } from "./open.js";
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

/** What is stored of a file's rows: makes of the select in which they stand, as text, the one that is stored. */
export type Shape = (rows: Select) => Promise<Select>;

/**
 * Reads a source's files into `staged.<source>`: `_row`, the number of the row in the order of the files and of their
 * rows, and what a shape makes of it.
 */
export async function stageSource(
  engine: Engine,
  source: OpenSource,
  shape: Shape,
  parameters: Parameters,
): Promise<StagedSource> {
  const staging = new Staging(engine, source, shape, parameters);
  for (const file of source.files) {
    const staged = await stageFile(engine, source, file, (rows) => staging.add(rows));
    staging.took(file, staged);
  }
  return staging.done();
}

/** Puts a source's staged table together, file by file. */
export class Staging {
  readonly #engine: Engine;
  readonly #source: OpenSource;
  readonly #shape: Shape;
  readonly #parameters: Parameters;
  readonly #files: StagedFile[] = [];
  #first = 0;

  constructor(engine: Engine, source: OpenSource, shape: Shape, parameters: Parameters) {
    this.#engine = engine;
    this.#source = source;
    this.#shape = shape;
    this.#parameters = parameters;
  }

  /** Stores the rows of the next file; returns how many. */
  async add(rows: Select): Promise<number> {
    const shaped = await this.#shape(rows);
    return this.#engine.create(this.#part(this.#files.length), shaped, this.#parameters);
  }

  /**
   * Notes what the reader said of the file whose rows were added.
   * @throws {CliError} exit 3 if there is no row and the source does not allow that
   */
  took(file: OpenFile, found: Shaped): void {
    const { name, spec } = this.#source;
    if (found.rows + found.unread.length === 0 && !spec.allow_empty) {
      throw new CliError(EXIT.gate, {
        code: "CRM-E3007",
        file: file.shown,
        message: "the file has a header and no rows",
        hint: `If that may be, say so: sources.${name}.allow_empty: true.`,
      });
    }
    this.#files.push({ file, first: this.#first, ...found });
    this.#first += found.rows;
  }

  async done(): Promise<StagedSource> {
    const table = `staged.${this.#source.name}`;
    const parts = this.#files.map(
      ({ first }, i) => `select * from ${this.#engine.numbered(this.#part(i), first)}`,
    );
    await this.#engine.view(table, { sql: parts.join("\nunion all\n"), file: table });
    return { source: this.#source, table, files: this.#files };
  }

  #part(file: number): string {
    return `file.${this.#source.name}_${file}`;
  }
}

export type Shaped = Pick<StagedFile, "rows" | "unread" | "blank">;

async function stageFile(
  engine: Engine,
  source: OpenSource,
  file: OpenFile,
  append: (select: Select) => Promise<number>,
): Promise<Shaped> {
  const columns = [...source.columns.keys()];
  const own = ownFields(file);
  const select = (from: string, value: (name: string) => string) => ownColumns(source, file, from, value);
  /** Appends what a reader gives. Where that fails, the file is at fault only if it cannot be read as it stands. */
  const appendRead = async (kind: string, rows: Select) => {
    try {
      return await append(rows);
    } catch (error) {
      const whole = `select bit_xor(hash(${columns.map(quoteName).join(", ")})) as hash from (${rows.sql})`;
      await reading(file, kind, () => engine.read({ sql: whole, file: file.shown }));
      throw error;
    }
  };
  if (file.format === "csv") {
    const { quote, header } = source.csv;
    const dialect = { delimiter: delimiterOf(source.csv), quote, header: header === undefined };
    const from = `(${engine.csv(file.readable, dialect, file.header.names)})`;
    const what = "CSV file as the pipeline describes it, with one kind of line end";
    const rows = await appendRead(what, select(from, quoteName));
    const unread = (await engine.rejects()).map(({ byte, reason }) => ({ at: byte, reason }));
    return { rows, unread, blank: [] };
  }
  if (file.format === "parquet") {
    const from = `(${engine.source(file.readable, "parquet")})`;
    const wanted = select(from, (name) => quoteName(own.get(name)!));
    return { rows: await appendRead("Parquet file", wanted), unread: [], blank: [] };
  }
  if (file.format === "arrow") {
    const types = Object.fromEntries(file.header.names.map((name) => [name, "varchar"]));
    await engine.load("file.arrow_rows", types, arrowRows(file.readable, file.shown));
    const rows = await append(select("file.arrow_rows", quoteName));
    await engine.drop("file.arrow_rows");
    return { rows, unread: [], blank: [] };
  }
  return stageJson(engine, source, file, append);
}

/** The header of each of a file's columns, by name. */
function ownFields({ header }: OpenFile): Map<string, string> {
  return new Map(header.names.map((name, i) => [name, header.fields[i]!]));
}

/** A select of a source's columns from a relation of one of its files, which may lack some. */
function ownColumns(
  source: OpenSource,
  file: OpenFile,
  from: string,
  value: (name: string) => string,
): Select {
  const own = ownFields(file);
  const list = [...source.columns].map(
    ([name, type]) => `cast(${own.has(name) ? value(name) : "null"} as ${type}) as ${quoteName(name)}`,
  );
  return { sql: `select ${list.join(", ")} from ${from}`, file: file.shown };
}

/** Stages the objects of a JSON file, or the first of them. */
export async function stageJson(
  engine: Engine,
  source: OpenSource,
  file: OpenFile,
  append: (select: Select) => Promise<number>,
  first?: number,
): Promise<Shaped> {
  const lines = "file.json_lines";
  const good = "case when json_valid(line) then json_type(line) = 'OBJECT' else false end";
  const whole = engine.source(file.readable, file.format === "json" ? "json" : "lines");
  const sql = first === undefined ? whole : `select * from (${whole}) limit ${first}`;
  await reading(file, "JSON", () => engine.create(lines, { sql, file: file.shown }));
  const own = ownFields(file);
  const fields = jsonFields([...source.columns.keys()].flatMap((name) => own.get(name) ?? []));
  const from = `(select ${fields.list} as fields from ${lines} where ${good})`;
  const rows = await append(ownColumns(source, file, from, (name) => fields.value(own.get(name)!)));
  const aside = await badLines(engine, lines, good);
  await engine.drop(lines);
  return { rows, ...aside };
}

async function badLines(engine: Engine, lines: string, good: string): Promise<Omit<Shaped, "rows">> {
  const rest = await engine.read<{ line_number: number; blank: boolean }>(
    `select _row as line_number, line is null or trim(line::varchar) = '' as blank
      from ${engine.numbered(lines, 1)} where (${good}) is not true order by _row`,
  );
  return {
    unread: rest
      .filter((row) => !row.blank)
      .map(({ line_number: at }) => ({ at, reason: "not a JSON object" })),
    blank: rest.filter((row) => row.blank).map(({ line_number }) => line_number),
  };
}
