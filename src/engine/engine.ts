/** A select and the file it stands in; the file is named when the select fails. */
export interface Select {
  readonly sql: string;
  readonly file: string;
}

/** The dialect that other tools name where they write SQL for this engine. */
export const DIALECT = "duckdb";

/** A value bound to a `$name` of a select, or read back from one. */
export type Value = string | number | boolean | null;
export type Parameters = Readonly<Record<string, Value>>;
export type Row = Readonly<Record<string, unknown>>;

/** Columns that rows are ordered by, or all of them from the first on; nulls last. */
export type Order = readonly string[] | "all";

/** How a delimited text file is written; pinned, never guessed. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly header: boolean;
}

/** A record that the reader could not take: a byte within it or within the blank lines before it, and why. */
export interface ReaderReject {
  readonly byte: number;
  readonly reason: string;
}

export interface EngineOptions {
  /** Folder of the database; in memory if absent. */
  readonly folder?: string;
  /** Folder for what does not fit in memory; below the database's if absent. */
  readonly spill?: string;
  /** For example "3GB"; bounds the engine's share of the process. */
  readonly memory?: string;
  readonly threads?: number;
  /** Folders that selects may read and write; everywhere if absent. */
  readonly roots?: readonly string[];
}

/**
 * What the house needs of a database: make a table from a select, read a bounded result, load files and
 * rows, export a table. Tables are named `schema.table`; schemas are made as they are needed.
 */
export interface Engine {
  /**
   * Makes a table from a select; returns the number of rows. Parameters that the select does not name are ignored.
   * Without an order the rows are kept as the select gives them.
   */
  create(table: string, select: Select, parameters?: Parameters, order?: Order): Promise<number>;
  /** Makes a table that is a means to others: it stays in memory as long as there is room, and is not published. */
  work(table: string, select: Select, parameters?: Parameters): Promise<number>;
  /** A table that is computed when it is read. */
  view(table: string, select: Select, parameters?: Parameters): Promise<void>;
  /** A relation of a created table's rows with `_row`, their number, the first one's being `first`. */
  numbered(table: string, first: number): string;
  /** Adds a select's rows to a table that was loaded, columns by position; returns how many. */
  insert(table: string, select: Select, parameters?: Parameters): Promise<number>;
  /** Drops a table or view, if there is one. */
  drop(table: string): Promise<void>;
  /** All rows of a small result: numbers as numbers, dates and times as ISO text. Fails above `limit` rows. */
  read<T extends Row = Row>(select: Select | string, parameters?: Parameters, limit?: number): Promise<T[]>;
  /** A result of any size, batch by batch, every value as text or null. */
  stream(select: Select, parameters?: Parameters): AsyncIterable<(string | null)[][]>;
  /** The columns of a select of integers and doubles, of any length, in its order; a null is NaN. */
  numbers<Name extends string>(select: Select, parameters?: Parameters): Promise<Record<Name, Float64Array>>;
  /** Makes a table from rows at hand. `columns` gives the types in the engine's words. */
  load(
    table: string,
    columns: Readonly<Record<string, string>>,
    rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
  ): Promise<number>;
  /** Makes a table from columns of numbers at hand; NaN is null. */
  loadNumbers<Name extends string>(
    table: string,
    columns: Readonly<Record<Name, "integer" | "double">>,
    values: Readonly<Record<Name, Float64Array>>,
  ): Promise<number>;
  /**
   * A select that reads a UTF-8 text file (gzip by its name) as text, in the order of the file. `fields` are the file's
   * columns in its order. Records that do not fit are kept for `rejects`.
   */
  csv(path: string, dialect: Dialect, fields: readonly string[]): string;
  /** The records that the last reading of a text file could not take; each is told once. */
  rejects(): Promise<ReaderReject[]>;
  /** A select that reads a file of a typed or JSON format; lines of text for "lines". */
  source(path: string, format: "parquet" | "json" | "lines"): string;
  /** Column names and types of a table or view, in order; empty if there is none. */
  columns(table: string): Promise<Map<string, string>>;
  /** Names of all tables and views, `schema.table`. */
  tables(): Promise<string[]>;
  /** How many rows have the same values of some columns as the row before, in a table made in their order. */
  repeated(table: string, columns: readonly string[]): Promise<number>;
  /** Writes a table as a Parquet file, in the order in which it was made or in one of its own. */
  export(table: string, path: string, order?: Order): Promise<void>;
  /** The syntax tree of one select; throws if the text is anything else. */
  parse(select: Select): Promise<SyntaxTree>;
  /** A syntax tree as text again. */
  print(tree: SyntaxTree): Promise<string>;
  /** Stops the statement that runs now; it fails as interrupted. */
  interrupt(): void;
  close(): void;
}

/** A node of the engine's syntax tree. */
export interface SyntaxNode {
  [key: string]: unknown;
}

export interface SyntaxTree {
  readonly statements: readonly [{ readonly node: SyntaxNode; readonly named_param_map: unknown }];
}

/** `"name"`, safe inside a statement. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `schema.table` with both parts quoted. */
export function quoteTable(table: string): string {
  return table.split(".").map(quoteName).join(".");
}

/** A text literal, safe inside a statement. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
