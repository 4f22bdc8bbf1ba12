import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { CliError, EXIT } from "../error.js";
import type { Cells } from "./cells.js";

/** How a column is written: a unit, or the catalogue prefix of the keys that it holds ("rfm.segment"). */
export type Unit =
  | "people"
  | "count"
  | "money"
  | "share"
  | "month"
  | "day"
  | "days"
  | "decimal"
  | "bits"
  | "number"
  | "exact"
  | "text"
  | `${string}.${string}`;

/** What a chart or table says of itself under `usermeta`. */
export interface Notes {
  /** News messages; the `.title` form of the first one that the run has news for is the title. */
  readonly title?: readonly string[];
  /** Message: what it is called, and its title where there is no news. */
  readonly name: string;
  /** Message: what is drawn, unit and period. */
  readonly subtitle: string;
  /** The columns of the data table in order, and how each is written. */
  readonly columns: Readonly<Record<string, Unit>>;
  /** Further columns, or such in place of their own words, written from messages that may use every column of the row. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Messages for the headings of columns whose own, `<room>.column.<name>`, would not be true here. */
  readonly headings?: Readonly<Record<string, string>>;
  /** Columns that only `texts` use; the data table leaves them out. */
  readonly hides?: readonly string[];
  /** Which figures go where they tell of too few people; several, where a row tells of several groups. */
  readonly cells?: Cells | readonly Cells[];
  /** Tables only: columns of links, as paths with {column} in them. */
  readonly links?: Readonly<Record<string, readonly string[]>>;
  /** Tables only: columns gathered from the rows of another table. */
  readonly gather?: Readonly<Record<string, Gather>>;
  /** Tables only: columns of another table, on the pages of runs that have it. */
  readonly joins?: Readonly<Record<string, Join>>;
  /**
   * Columns for each of whose values the chart is drawn once, and the catalogue prefix of the values. Charts of one
   * `question` stand together. `name` and `subtitle` may then name the columns of the first row.
   */
  readonly each?: Readonly<Record<string, `${string}.${string}`>>;
  /** What `name` and `subtitle` of a repeated chart may name: by how much the greatest of a column exceeds the least, of the rows shown. */
  readonly spreads?: Readonly<Record<string, string>>;
  /** Left out where its table is empty. */
  readonly quiet?: boolean;
  /** Takes the whole width of the page. */
  readonly wide?: boolean;
}

/** A column gathered from another table's rows of the same `on`: "no consent 51 · withdrawn 9". */
export interface Gather {
  readonly table: string;
  readonly on: string;
  readonly key: string;
  readonly prefix: string;
  readonly people: string;
}

/** A column of another table's row of the same `on`, which goes where that row's `people` are few. */
export interface Join {
  readonly table: string;
  readonly on: string;
  readonly column: string;
  readonly unit: Unit;
  readonly people: string;
}

/** A Vega-Lite spec, or only `data` and `usermeta` for a table. */
export interface Spec {
  readonly data: { readonly name: string };
  readonly usermeta: Notes;
  readonly mark?: unknown;
  readonly layer?: unknown;
  readonly [key: string]: unknown;
}

/** One chart or table of a room. */
export interface Show {
  /** The room that it is of: its place among the charts, and the room of its news. */
  readonly room: string;
  /** The folder of its words, where that is another. */
  readonly words?: string;
  readonly name: string;
  readonly spec: Spec;
}

/** Whether a spec draws anything; one without a mark is a table. */
export function isChart(spec: Spec): boolean {
  return ["mark", "layer", "hconcat", "vconcat", "concat", "facet", "repeat", "spec"].some(
    (key) => key in spec,
  );
}

/** Which charts and tables a room's page shows, and its colours. */
export interface PageFile {
  /** Charts and tables in order, "segments" or, of another folder, "rfm/segments". */
  readonly shows: readonly string[];
  /** One fixed colour for each key of a catalogue prefix. */
  readonly colors?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What a table says of one customer: a line for each of its rows. */
export interface Say {
  /** A table with the column `customer_id`. */
  readonly table: string;
  /** Message over the columns. */
  readonly text: string;
  /** Message where the table has rows, but none of the customer. */
  readonly none?: string;
  /** How each column is written that the message names. */
  readonly columns: Readonly<Record<string, Unit>>;
  /** Only rows that have these values. */
  readonly where?: Readonly<Record<string, string | number | boolean>>;
  /** Only rows in which these columns are known. */
  readonly needs?: readonly string[];
  /** Tables with further columns: the row that is equal in `on`, the one with the values of `where`. */
  readonly with?: readonly {
    readonly table: string;
    /** Columns of one name, or those of the first table and what they are called here. */
    readonly on?: readonly string[] | Readonly<Record<string, string>>;
    readonly where?: Say["where"];
    /** What the message puts before its columns, `first` for `first_feature`, where several tables have the same. */
    readonly as?: string;
  }[];
}

/** What `explain` tells of a customer from a room's tables. */
export interface Explanation {
  /** Message. */
  readonly title: string;
  readonly says: readonly Say[];
}

/** What `reports/<room>/` holds. */
export interface Room {
  readonly name: string;
  readonly page: PageFile;
  readonly specs: ReadonlyMap<string, Spec>;
  /** `explain.json`, if there is one. */
  readonly explanation?: Explanation;
  readonly messages: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Reads the folder of one room over all trees; a file of the same path in an earlier tree replaces a later one's.
 * A room without a folder has nothing to show.
 * @throws {CliError} CRM-E1601 for a file that is not JSON
 */
export function readRoom(name: string, trees: readonly string[], locales: readonly string[]): Room {
  const files = new Map<string, string>();
  for (const tree of [...trees].reverse()) {
    const folder = join(tree, "reports", name);
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder).sort()) files.set(file, join(folder, file));
  }
  const specs = new Map<string, Spec>();
  for (const [file, path] of [...files].sort()) {
    const match = /^(.+)\.(vl|table)\.json$/.exec(file);
    if (match) specs.set(match[1]!, readJson(path));
  }
  const page = files.get("page.json");
  const messages = Object.fromEntries(
    ["en", ...locales].map((locale) => {
      const path = files.get(`messages.${locale}.json`);
      return [locale, path === undefined ? {} : readJson<Record<string, string>>(path)];
    }),
  );
  const explain = files.get("explain.json");
  const explanation = explain === undefined ? {} : { explanation: readJson<Explanation>(explain) };
  return {
    name,
    specs,
    messages,
    ...explanation,
    page: page === undefined ? { shows: [...specs.keys()] } : readJson(page),
  };
}

/** A file that is one for the whole report, from the first tree that has it. */
export function sharedFile(trees: readonly string[], name: string): string {
  const found = trees.map((tree) => join(tree, "reports", name)).find((path) => existsSync(path));
  if (found === undefined) {
    throw new CliError(EXIT.usage, { code: "CRM-E1602", message: `no folder holds reports/${name}` });
  }
  return readFileSync(found, "utf8");
}

function readJson<T>(path: string): T {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch (cause) {
    throw new CliError(
      EXIT.usage,
      { code: "CRM-E1601", file: path, message: `${basename(path)} is not valid JSON` },
      { cause },
    );
  }
}
