import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Engine, Parameters, Select, SyntaxTree } from "../engine/engine.js";
import { tablesRead } from "../engine/syntax.js";
import { Attempts, CliError, didYouMean, EXIT } from "../error.js";
import { roomFiles } from "../rooms/settings.js";
import { repeating } from "./repeats.js";
import { STATE_TABLES } from "./state.js";
import { type TreeFile, treeFiles, twice } from "./trees.js";

/** What makes one table: a select, or a function where a select cannot. */
export interface Step {
  readonly table: string;
  readonly file: string;
  /** The first comment line: "One row per …". */
  readonly grain: string;
  readonly reads: readonly string[];
  /** Tables of other rooms that are read where these rooms run, too. */
  readonly beside?: readonly string[];
  /** A means to others: neither ordered nor published. In a select's head: `-- Working table.` */
  readonly working: boolean;
  /** Tables of which each row needs the rows of its own customer only. In a select's head: `-- By customer: a.b, c.d.` */
  readonly byCustomer?: readonly string[];
  /** Columns that no two rows share, if it says so; the rows are ordered by them. */
  readonly key: readonly string[];
  /** The file that people take it as, below `files/<room>/` of a run. In a select's head: `-- File: name.csv.` */
  readonly csv?: string;
  /** Further tables that are made along with it: those that are published, and working tables. */
  readonly published: readonly string[];
  readonly unpublished: readonly string[];
  readonly select?: Select;
  readonly tree?: SyntaxTree;
  /** A room whose selects `make` runs again at other days, and those selects by their tables. */
  readonly repeats?: string;
  readonly selects?: Selects;
  readonly make?: (
    engine: Engine,
    table: string,
    parameters: Parameters,
    selects: Selects,
  ) => Promise<number>;
}

/** A select that is run again at other days, when some of the tables that it reads may be of a part of the customers. */
export interface Repeated extends Select {
  readonly byCustomer: readonly string[];
}

/** Selects by the tables that they make. */
export type Selects = ReadonlyMap<string, Repeated>;

/** What a file `src/rooms/<room>/<table>.ts` exports. */
interface TableModule {
  readonly grain: string;
  readonly reads: readonly string[];
  readonly beside?: readonly string[];
  readonly working?: boolean;
  readonly key?: readonly string[];
  readonly published?: readonly string[];
  readonly unpublished?: readonly string[];
  readonly repeats?: string;
  readonly make: NonNullable<Step["make"]>;
}

/**
 * Every step there is, found by path: `sql/<room>/<table>.sql` and `src/rooms/<room>/<table>.ts`.
 * `sql/sources/` is read by the ingest.
 * @throws {CliError} exit 2 if two files make one table, a file is no select, or one that is repeated sees the day
 */
export async function findSteps(engine: Engine, trees: readonly string[]): Promise<Step[]> {
  const files = treeFiles(trees, "sql", ".sql").filter(({ name }) =>
    /^(?!sources\/)[^/]+\/[^/]+$/.test(name),
  );
  const steps = new Map<string, Step>();
  const attempts = new Attempts();
  for (const file of files) {
    const step = await attempts.try(() => selectStep(engine, file, trees));
    if (step !== undefined) steps.set(step.table, step);
  }
  attempts.end();
  for (const { room, name, path } of roomFiles()) {
    if (name === "settings") continue;
    const table = `${room}.${name}`;
    const file = `src/rooms/${room}/${name}.ts`;
    const other = steps.get(table);
    if (other !== undefined) throw twice(other.file, file);
    const module = (await import(pathToFileURL(path).href)) as TableModule;
    steps.set(table, {
      table,
      file,
      grain: module.grain,
      reads: module.reads,
      beside: module.beside ?? [],
      working: module.working ?? false,
      key: module.key ?? [],
      published: module.published ?? [],
      unpublished: module.unpublished ?? [],
      ...(module.repeats === undefined ? {} : { repeats: module.repeats }),
      make: module.make,
    });
  }
  return repeating([...steps.values()].sort((a, b) => (a.table < b.table ? -1 : 1)));
}

/** Steps by their file and its text: a process that prepares several pipelines parses each select once. */
const PARSED = new Map<string, Step>();

async function selectStep(engine: Engine, file: TreeFile, trees: readonly string[]): Promise<Step> {
  const sql = readFileSync(file.path, "utf8");
  const shown = relative(trees.find((tree) => file.path.startsWith(tree)) ?? "", file.path);
  const text = `${shown}\n${sql}`;
  const step = PARSED.get(text) ?? (await parsedStep(engine, file, { sql, file: shown }));
  PARSED.set(text, step);
  return step;
}

async function parsedStep(engine: Engine, file: TreeFile, select: Select): Promise<Step> {
  const tree = await engine.parse(select);
  const csv = /^-- File: ([\w-]+\.csv)\.$/m.exec(select.sql)?.[1];
  return {
    table: file.name.replace("/", "."),
    file: select.file,
    grain: /^-- (.*)$/m.exec(select.sql)?.[1] ?? "",
    reads: tablesRead(tree),
    working: /^-- Working table\./m.test(select.sql),
    byCustomer: /^-- By customer: (.*?)\.?$/m.exec(select.sql)?.[1]?.split(/,\s*/) ?? [],
    key: /^-- Key: (.*?)\.?$/m.exec(select.sql)?.[1]?.split(/,\s*/) ?? [],
    published: [],
    unpublished: [],
    ...(csv === undefined ? {} : { csv }),
    select,
    tree,
  };
}

/**
 * The steps of the contract, of some rooms, and of what is kept for the next run, with all that they need, in an order in which every table stands before
 * it is read; among equals by name. `given` are the tables that stand already.
 * @throws {CliError} exit 2 for a table that nobody makes, a cycle
 */
export function orderSteps(
  steps: readonly Step[],
  rooms: readonly string[],
  given: (table: string) => boolean,
): Step[] {
  const running = steps.map((step) => besideRooms(step, rooms));
  const byTable = new Map(
    running.flatMap((step) =>
      [step.table, ...step.published, ...step.unpublished].map((table): [string, Step] => [table, step]),
    ),
  );
  const ordered: Step[] = [];
  const state = new Map<string, "open" | "done">();
  const kept = new Set(
    Object.values(STATE_TABLES)
      .filter(({ optional }) => !optional)
      .map(({ from }) => from),
  );
  const visit = (step: Step, path: readonly string[]): void => {
    if (state.get(step.table) === "done") return;
    if (state.get(step.table) === "open")
      throw cycle([...path.slice(path.indexOf(step.table)), step.table], step);
    state.set(step.table, "open");
    for (const table of step.reads) {
      if (given(table)) continue;
      const needed = byTable.get(table);
      if (needed === undefined) throw missing(step, table, [...byTable.keys()]);
      visit(needed, [...path, step.table]);
    }
    state.set(step.table, "done");
    ordered.push(step);
  };
  for (const step of running) {
    const wanted = ["crm", ...rooms].includes(roomOf(step.table)) || kept.has(step.table);
    if (wanted) visit(step, []);
  }
  return ordered;
}

/** A step that reads the tables beside it of the rooms that run. */
function besideRooms(step: Step, rooms: readonly string[]): Step {
  const there = (step.beside ?? []).filter((table) => rooms.includes(roomOf(table)));
  return there.length === 0 ? step : { ...step, reads: [...step.reads, ...there] };
}

/** The room of a table: its schema. */
export function roomOf(table: string): string {
  return table.split(".")[0]!;
}

function cycle(tables: readonly string[], step: Step): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1103",
    file: step.file,
    message: `the tables need each other in a circle: ${tables.join(" → ")}`,
    hint: "One of the selects must do without the other's table.",
  });
}

function missing(step: Step, table: string, known: readonly string[]): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1104",
    file: step.file,
    message: `reads ${table}, which no file makes`,
    hint: didYouMean(table, known).replace(/^Known: .*/, `Add sql/${table.replace(".", "/")}.sql.`),
  });
}
