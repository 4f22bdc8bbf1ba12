import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBResultReader,
  DuckDBTypeId,
  type DuckDBValue,
} from "@duckdb/node-api";
import { CliError, EXIT } from "../error.js";
import { ADDRESS_FUNCTIONS } from "./addresses.js";
import { csvSelect, fileSelect, takeRejects } from "./duckdb-files.js";
import { chunksOf, readNumbers } from "./duckdb-numbers.js";
import { bind, copy, ordered, parseSelect, printTree } from "./duckdb-statements.js";
import {
  type Dialect,
  type Engine,
  type EngineOptions,
  type Order,
  type Parameters,
  quoteName,
  quoteTable,
  quoteText,
  type ReaderReject,
  type Row,
  type Select,
  type SyntaxTree,
} from "./engine.js";
import { engineError } from "./error.js";
import { NAME_FUNCTIONS } from "./names.js";
import { Store } from "./store.js";
import { STREET_FUNCTIONS } from "./streets.js";
import { withValues } from "./syntax.js";

/** Functions of ours that every engine has under these names; the portable forms of `sql/` may use them. */
const FUNCTIONS = [
  "create macro replace_all(value, pattern, replacement) as regexp_replace(value, pattern, replacement, 'g')",
  "create macro key64(value) as case when value is not null then hash(value) end",
  "create macro local_time(moment, zone) as timezone(zone, moment)",
  // Trimming walks through every character; nearly all values need none.
  `create macro trimmed(value) as case
    when unicode(value) in (-1, 9, 32, 160)
      or suffix(value, ' ') or suffix(value, chr(9)) or suffix(value, chr(160))
    then nullif(trim(value, ' ' || chr(9) || chr(160)), '') else value end`,
  ...NAME_FUNCTIONS,
  ...STREET_FUNCTIONS,
  ...ADDRESS_FUNCTIONS,
];

const NUMBERS = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.DECIMAL,
]);

const WIDE = new Set([DuckDBTypeId.HUGEINT, DuckDBTypeId.UHUGEINT]);

const READ_LIMIT = 100_000;

/** The database in memory beside the one in the folder. */
const WORK = "work";

/** DuckDB, embedded, with nothing left to configure once it is open; see `openEngine`. */
export async function openDuckDB(options: EngineOptions): Promise<Engine> {
  if (options.folder !== undefined) mkdirSync(options.folder, { recursive: true });
  const path = options.folder === undefined ? ":memory:" : join(options.folder, "run.duckdb");
  const settings: Record<string, string> = {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    preserve_insertion_order: "true",
    // The database lives as long as the engine: nothing of it need ever be brought into its file.
    checkpoint_threshold: "1TB",
  };
  if (options.threads !== undefined) settings.threads = String(options.threads);
  if (options.memory !== undefined) settings.memory_limit = options.memory;
  const instance = await DuckDBInstance.create(path, settings);
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  const spill = options.spill ?? (options.folder === undefined ? undefined : join(options.folder, "spill"));
  if (spill !== undefined) await connection.run(`set temp_directory = ${quoteText(spill)}`);
  for (const sql of FUNCTIONS) await connection.run(sql);
  await connection.run(`attach ':memory:' as ${WORK}`);
  if (options.roots !== undefined) {
    const roots = [...options.roots, ...(options.folder === undefined ? [] : [options.folder])];
    await connection.run(`set allowed_directories = [${roots.map(quoteText).join(", ")}]`);
    await connection.run("set enable_external_access = false");
  }
  await connection.run("set lock_configuration = true");
  const store = options.folder === undefined ? undefined : new Store(join(options.folder, "tables"));
  return new DuckDBEngine(instance, connection, store);
}

const workTable = (table: string) => `${WORK}.main.${quoteName(table)}`;

class DuckDBEngine implements Engine {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #store: Store | undefined;
  readonly #schemas = new Set<string>();
  readonly #views = new Set<string>();
  readonly #working = new Set<string>();

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, store: Store | undefined) {
    this.#instance = instance;
    this.#connection = connection;
    this.#store = store;
  }

  async create(table: string, select: Select, parameters?: Parameters, order?: Order): Promise<number> {
    await this.#schema(table);
    const { file } = select;
    if (this.#store === undefined) {
      const sql = `create or replace table ${quoteTable(table)} as ${ordered(select.sql, order)}`;
      return this.#count({ file, sql }, parameters);
    }
    const path = this.#store.next(table);
    const rows = await this.#count(
      { file, sql: copy(ordered(await this.#storable(select), order), path) },
      parameters,
    );
    await this.view(table, { file, sql: `select * from read_parquet(${quoteText(path)})` });
    this.#store.keep(table, path);
    return rows;
  }

  async work(table: string, select: Select, parameters?: Parameters): Promise<number> {
    if (this.#store === undefined) return this.create(table, select, parameters);
    await this.#schema(table);
    const { file } = select;
    const kept = workTable(table);
    const rows = await this.#count(
      { file, sql: `create or replace table ${kept} as ${select.sql}` },
      parameters,
    );
    this.#working.add(table);
    await this.view(table, { file, sql: `select * from ${kept}` });
    return rows;
  }

  numbered(table: string, first: number): string {
    const path = this.#store?.path(table);
    const [number, from] =
      path === undefined
        ? ["rowid", quoteTable(table)]
        : ["file_row_number", `read_parquet(${quoteText(path)})`];
    return `(select ${number} + ${first} as _row, * from ${from})`;
  }

  async view(table: string, select: Select, parameters?: Parameters): Promise<void> {
    await this.#schema(table);
    const sql = parameters === undefined ? select.sql : await this.#withValues(select, parameters);
    await this.#run({ ...select, sql: `create or replace view ${quoteTable(table)} as ${sql}` });
    this.#views.add(table);
  }

  async insert(table: string, select: Select, parameters?: Parameters): Promise<number> {
    return this.#count({ ...select, sql: `insert into ${quoteTable(table)} ${select.sql}` }, parameters);
  }

  async drop(table: string): Promise<void> {
    const kind = this.#views.delete(table) ? "view" : "table";
    await this.#run({ file: table, sql: `drop ${kind} if exists ${quoteTable(table)}` });
    if (this.#working.delete(table)) await this.#run({ file: table, sql: `drop table ${workTable(table)}` });
    this.#store?.drop(table);
  }

  async read<T extends Row = Row>(
    select: Select | string,
    parameters?: Parameters,
    limit: number = READ_LIMIT,
  ): Promise<T[]> {
    const statement = typeof select === "string" ? { sql: select, file: "a query" } : select;
    const reader = await this.#run(statement, parameters, limit + 1);
    if (reader.currentRowCount > limit) {
      throw new CliError(EXIT.unexpected, {
        code: "CRM-E2005",
        file: statement.file,
        message: `the result has more than ${limit} rows`,
        hint: "Add a limit to the query.",
      });
    }
    const types = reader.columnTypes();
    const numeric = reader.columnNames().filter((_, i) => NUMBERS.has(types[i]!.typeId));
    const rows = reader.getRowObjectsJson() as Record<string, unknown>[];
    for (const row of rows) {
      for (const name of numeric) if (row[name] !== null) row[name] = Number(row[name]);
    }
    return rows as T[];
  }

  async *stream(select: Select, parameters?: Parameters): AsyncIterable<(string | null)[][]> {
    const result = await this.#guard(select, async () => {
      const statement = await this.#connection.prepare(select.sql);
      bind(statement, parameters);
      return statement.stream();
    });
    for (;;) {
      const chunk = await this.#guard(select, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
    }
  }

  numbers<Name extends string>(select: Select, parameters?: Parameters): Promise<Record<Name, Float64Array>> {
    return this.#guard(select, async () => {
      const statement = await this.#connection.prepare(select.sql);
      try {
        bind(statement, parameters);
        return await readNumbers(await statement.run());
      } finally {
        statement.destroySync();
      }
    });
  }

  async load(
    table: string,
    columns: Readonly<Record<string, string>>,
    rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
  ): Promise<number> {
    const { staging, types } = await this.#appender(table, columns);
    let batch: DuckDBValue[][] = [];
    let count = 0;
    const flush = () => {
      const chunk = DuckDBDataChunk.create(types);
      chunk.setRows(batch);
      staging.appendDataChunk(chunk);
      count += batch.length;
      batch = [];
    };
    for await (const row of rows) {
      batch.push(row as DuckDBValue[]);
      if (batch.length === 2048) flush();
    }
    if (batch.length > 0) flush();
    staging.closeSync();
    return count;
  }

  async loadNumbers<Name extends string>(
    table: string,
    columns: Readonly<Record<Name, "integer" | "double">>,
    values: Readonly<Record<Name, Float64Array>>,
  ): Promise<number> {
    const { staging, types } = await this.#appender(table, columns);
    const ordered = (Object.keys(columns) as Name[]).map((name) => values[name]);
    const count = ordered[0]!.length;
    for (const chunk of chunksOf(types, ordered)) staging.appendDataChunk(chunk);
    staging.closeSync();
    return count;
  }

  /** An empty table, and what appends to it. */
  async #appender(table: string, columns: Readonly<Record<string, string>>) {
    await this.#schema(table);
    const list = Object.entries(columns).map(([name, type]) => `${quoteName(name)} ${type}`);
    await this.#run({
      file: table,
      sql: `create or replace table ${quoteTable(table)} (${list.join(", ")})`,
    });
    const [schema, name] = table.split(".") as [string, string];
    const staging = await this.#connection.createAppender(name, schema);
    return { staging, types: Object.keys(columns).map((_, i) => staging.columnType(i)) };
  }

  csv(path: string, dialect: Dialect, fields: readonly string[]): string {
    return csvSelect(path, dialect, fields);
  }

  rejects(): Promise<ReaderReject[]> {
    return takeRejects((select) => this.read(select));
  }

  source(path: string, format: "parquet" | "json" | "lines"): string {
    return fileSelect(path, format);
  }

  async columns(table: string): Promise<Map<string, string>> {
    const sql = `select column_name, column_type from (describe ${quoteTable(table)})`;
    try {
      const rows = await this.read<{ column_name: string; column_type: string }>({ sql, file: table });
      return new Map(rows.map((row) => [row.column_name, row.column_type]));
    } catch (error) {
      if ((await this.tables()).includes(table)) throw error;
      return new Map();
    }
  }

  async tables(): Promise<string[]> {
    const rows = await this.read<{ name: string }>(
      `select schema_name || '.' || table_name as name from duckdb_tables()
      where not internal and not temporary and database_name <> ${quoteText(WORK)}
      union all
      select schema_name || '.' || view_name from duckdb_views() where not internal
      order by 1`,
    );
    return rows.map((row) => row.name);
  }

  async repeated(table: string, columns: readonly string[]): Promise<number> {
    const same = columns.map(
      (name) => `${quoteName(name)} is not distinct from lag(${quoteName(name)}) over ()`,
    );
    const [row] = await this.read<{ n: number }>(
      `select count(*) as n
      from (select lag(true) over () and ${same.join(" and ")} as again from ${quoteTable(table)}) where again`,
    );
    return row!.n;
  }

  async export(table: string, path: string, order?: Order): Promise<void> {
    if (order === undefined && this.#store?.link(table, path) === true) return;
    await this.#run({ file: table, sql: copy(ordered(`select * from ${quoteTable(table)}`, order), path) });
  }

  parse(select: Select): Promise<SyntaxTree> {
    return parseSelect((query) => this.read(query), select);
  }

  print(tree: SyntaxTree): Promise<string> {
    return printTree((query) => this.read(query), tree);
  }

  interrupt(): void {
    this.#connection.interrupt();
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  /** A view takes no parameters: their values stand in the tree in their place. */
  async #withValues(select: Select, parameters: Parameters): Promise<string> {
    return this.print(withValues(await this.parse(select), parameters));
  }

  /** Parquet has no integers beyond 64 bits and would make them floats: sums of integers are stored as decimals. */
  async #storable(select: Select): Promise<string> {
    const wide = await this.#guard(select, async () => {
      const statement = await this.#connection.prepare(select.sql);
      try {
        return Array.from({ length: statement.columnCount }, (_, i) => i)
          .filter((i) => WIDE.has(statement.columnTypeId(i)))
          .map((i) => quoteName(statement.columnName(i)));
      } finally {
        statement.destroySync();
      }
    });
    if (wide.length === 0) return select.sql;
    const casts = wide.map((name) => `cast(${name} as decimal(38, 0)) as ${name}`);
    return `select * replace (${casts.join(", ")}) from (${select.sql}\n)`;
  }

  async #schema(table: string): Promise<void> {
    const schema = table.split(".")[0]!;
    if (this.#schemas.has(schema)) return;
    await this.#run({ file: table, sql: `create schema if not exists ${quoteName(schema)}` });
    this.#schemas.add(schema);
  }

  async #count(select: Select, parameters?: Parameters): Promise<number> {
    const reader = await this.#run(select, parameters);
    return Number(reader.getRowsJson()[0]?.[0] ?? 0);
  }

  #run(select: Select, parameters?: Parameters, limit?: number): Promise<DuckDBResultReader> {
    return this.#guard(select, async () => {
      const statement = await this.#connection.prepare(select.sql);
      try {
        bind(statement, parameters);
        return limit === undefined
          ? await statement.runAndReadAll()
          : await statement.streamAndReadUntil(limit);
      } finally {
        statement.destroySync();
      }
    });
  }

  async #guard<T>(select: Select, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof CliError ? error : engineError(error, select);
    }
  }
}
