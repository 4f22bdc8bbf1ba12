import { readFileSync } from "node:fs";
import { type Engine, type Parameters, quoteName, quoteTable } from "../engine/engine.js";
import { openEngine } from "../engine/open.js";
import { Attempts, CliError, didYouMean, EXIT, nearest, type Problem } from "../error.js";
import {
  loadRoomSettings,
  type RoomSettings,
  type SettingsTable,
  type Surroundings,
} from "../rooms/settings.js";
import { type Contract, contractsOf } from "./contract.js";
import { resolveDay } from "./day.js";
import { economicsOf } from "./economics.js";
import { type PreparedList, prepareLists } from "./lists.js";
import { matchedSteps } from "./matched.js";
import { namedTables, namingTables } from "./named-tables.js";
import { type Customers, customersNamespace, customerTables, readingRooms } from "./namespace.js";
import { parsePipeline } from "./parse.js";
import { placed } from "./placed.js";
import type { Pipeline } from "./schema.js";
import { checkSources } from "./sources.js";
import { STATE_TABLES } from "./state.js";
import { findSteps, orderSteps, roomOf, type Step } from "./steps.js";
import { replacedFiles, treesOf } from "./trees.js";
import { findVendors, type Vendor } from "./vendor.js";

export type { PreparedList } from "./lists.js";

/** A pipeline that has been proven on empty tables: every select binds, every rule resolves. */
export interface Prepared {
  readonly pipeline: Pipeline;
  readonly asOf: string;
  readonly trees: readonly string[];
  /** Files of the user's own that stand in place of ours. */
  readonly replaced: readonly string[];
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly vendors: ReadonlyMap<string, Vendor>;
  /** Rooms whose tables are made, asked for or always: the order of the report. */
  readonly rooms: readonly string[];
  /** Steps before the lists are written, and after. */
  readonly steps: readonly Step[];
  readonly lateSteps: readonly Step[];
  readonly parameters: Parameters;
  readonly settings: Readonly<Record<string, SettingsTable>>;
  readonly lists: readonly PreparedList[];
  readonly customers: Customers;
  /** What the rooms' gates say before any row: facts about the configuration alone. */
  readonly notes: readonly Note[];
}

/** A fact about the configuration, and whether it closes a gate. */
export interface Note {
  readonly gate: string;
  readonly text: string;
  readonly passed: boolean;
}

/** Tables that the run itself makes, with their columns. A reason that is `blanked` counts kept rows. */
export const RUN_TABLES: Record<string, Record<string, string>> = {
  "quality.sources": {
    source: "varchar",
    file_count: "bigint",
    rows_in: "bigint",
    kept: "bigint",
    superseded: "bigint",
    excluded: "bigint",
    quarantined: "bigint",
  },
  "quality.reasons": {
    source: "varchar",
    disposition: "varchar",
    reason: "varchar",
    rows: "bigint",
  },
  "lists.summary": {
    list: "varchar",
    rule: "varchar",
    channel: "varchar",
    matched: "bigint",
    people: "bigint",
  },
  "lists.blocked": { list: "varchar", score: "varchar", reason: "varchar" },
  "lists.left_out": { list: "varchar", reason: "varchar", people: "bigint" },
  ...Object.fromEntries(Object.entries(STATE_TABLES).map(([table, { columns }]) => [table, columns])),
};

export interface Request {
  readonly file: string;
  readonly now: Date;
  readonly asOf?: string;
  readonly only?: string;
  /** Whether models that an earlier run left are fitted anew. */
  readonly retrain?: boolean;
}

/**
 * Reads a pipeline file, finds the steps that it needs and runs them all on empty tables.
 * @throws {CliError} exit 2 with what is wrong in the pipeline, a select or a rule
 */
export async function prepare(request: Request): Promise<Prepared> {
  const roomSettings = await loadRoomSettings();
  const pipeline = parsePipeline(readPipeline(request.file), request.file, roomSettings);
  const asOf = resolveDay(request.asOf ?? pipeline.as_of, pipeline.time_zone, request.now);
  const trees = treesOf(pipeline.project);
  const whole = request.only === undefined;
  const engine = await openEngine({ threads: 1 });
  try {
    const files = await findSteps(engine, trees);
    const contracts = contractsOf(files);
    const vendors = await findVendors(engine, trees);
    const bound = await boundSettings(pipeline, asOf, roomSettings);
    const settings = Object.assign({}, ...bound.map(({ tables }) => tables)) as Record<string, SettingsTable>;
    const parameters: Parameters = {
      as_of: asOf,
      currency: pipeline.currency,
      time_zone: pipeline.time_zone,
      country: pipeline.country ?? null,
      retrain: request.retrain ?? false,
      ...economicsOf(pipeline.economics),
      ...(Object.assign({}, ...bound.map((each) => each.parameters)) as Parameters),
    };
    const named = bound.flatMap(({ names = [] }) => names);
    const naming = await placed(pipeline, undefined, () => namingTables(files, named));
    const reading = readingRooms(naming, Object.assign({}, ...bound.map(({ reads }) => reads)));
    const found = [...reading, ...matchedSteps(pipeline, reading, roomSettings)];
    Object.assign(settings, customerTables(found), namedTables(found, named));
    const attempts = new Attempts();
    await attempts.try(() => checkSources({ engine, pipeline, contracts, vendors, parameters }));
    const { asked, problems } = askedRooms(pipeline, request.only, found);
    attempts.tell(problems);
    const proven = await attempts.try(async () => {
      const steps = orderSteps(found, [...asked, "quality"], isGiven);
      const late = whole ? orderSteps(found, [...asked, "quality", "lists"], isGiven) : steps;
      const lateSteps = late.filter((step) => !steps.includes(step));
      await makeEmpty(engine, contracts);
      await loadSettings(engine, settings);
      for (const step of [...steps, ...lateSteps])
        await placed(pipeline, undefined, () => runStep(engine, step, parameters));
      const customers = await customersNamespace(engine, steps, roomSettings);
      const lists = whole ? await prepareLists(engine, pipeline, customers.namespace, roomSettings) : [];
      return { steps, lateSteps, customers, lists, notes: await gateNotes(engine, steps) };
    });
    attempts.end();
    const rooms = inOrder(asked, whole);
    const replaced = replacedFiles(trees);
    return { pipeline, asOf, trees, replaced, contracts, vendors, rooms, settings, parameters, ...proven! };
  } finally {
    engine.close();
  }
}

/** What the settings of a room may name. */
export const surroundings = ({ folder, sources, currency }: Pipeline, asOf: string): Surroundings => ({
  folder,
  sources: Object.keys(sources),
  asOf,
  currency,
});

/** What the selects get of every room's settings. */
async function boundSettings(pipeline: Pipeline, asOf: string, rooms: ReadonlyMap<string, RoomSettings>) {
  const attempts = new Attempts();
  const bound: ReturnType<RoomSettings["bind"]>[] = [];
  for (const [room, { bind }] of rooms) {
    const work = () => bind(pipeline.settings[room], surroundings(pipeline, asOf));
    const found = await attempts.try(() => placed(pipeline, [room], work));
    if (found !== undefined) bound.push(found);
  }
  attempts.end();
  return bound;
}

/** The rooms that are asked for, each unknown one taken for the nearest, so that what follows is still checked. */
function askedRooms(
  { file, line, rooms }: Pipeline,
  only: string | undefined,
  steps: readonly Step[],
): { asked: string[]; problems: Problem[] } {
  const known = [...new Set(steps.map((step) => roomOf(step.table)))].filter((room) => room !== "lists");
  const problems = (only === undefined ? rooms : [only]).flatMap((room, i) => {
    if (known.includes(room)) return [];
    const at = line(["rooms", i]);
    const place = only !== undefined ? {} : { file, ...(at === undefined ? {} : { line: at }) };
    const message = `there is no room "${room}"`;
    return [{ code: "CRM-E1102", ...place, message, hint: didYouMean(room, known) }];
  });
  const asked = (only === undefined ? rooms : [only]).flatMap((room) => nearest(room, known) ?? []);
  return { asked, problems };
}

/** Whether a table stands before any step: what the ingest, the pipeline file and the run itself make. */
function isGiven(table: string): boolean {
  return ["incoming", "settings"].includes(roomOf(table)) || table in RUN_TABLES;
}

async function gateNotes(engine: Engine, steps: readonly Step[]): Promise<Note[]> {
  const notes: Note[] = [];
  for (const { table } of steps.filter((step) => step.table.endsWith(".gates"))) {
    const rows = await engine.read<{ gate: string; value: number; meaning: string; passed: boolean }>(
      `select gate, value, meaning, coalesce(value <= threshold, true) as passed
      from ${quoteTable(table)} where value > 0 order by gate`,
    );
    notes.push(
      ...rows.map(({ gate, value, meaning, passed }) => ({
        gate: `${roomOf(table)}.${gate}`,
        text: `${value} ${meaning}`,
        passed,
      })),
    );
  }
  return notes;
}

/**
 * Runs one step; returns how many rows its table has. They are ordered by its key or by all its columns, unless it is a
 * working table. `sql` stands in place of its own select.
 */
export async function runStep(
  engine: Engine,
  step: Step,
  parameters: Parameters,
  sql: string = step.select?.sql ?? "",
): Promise<number> {
  if (step.make !== undefined) return step.make(engine, step.table, parameters, step.selects ?? new Map());
  const select = { sql, file: step.file };
  if (step.working) return engine.work(step.table, select, parameters);
  return engine.create(step.table, select, parameters, step.key.length === 0 ? "all" : step.key);
}

/** Loads the small tables that come from the pipeline file. */
export async function loadSettings(
  engine: Engine,
  tables: Readonly<Record<string, SettingsTable>>,
): Promise<void> {
  for (const [name, { columns, rows }] of Object.entries(tables))
    await engine.load(`settings.${name}`, columns, rows);
}

/** Rooms as the report shows them: what was asked for, how it came about, what came of it. */
function inOrder(asked: readonly string[], lists: boolean): string[] {
  const own = asked.filter((room) => room !== "identity");
  return [...new Set([...own, ...asked, "quality", ...(lists ? ["lists"] : [])])];
}

/** Makes what the ingest and the run would make, with no rows. */
export async function makeEmpty(engine: Engine, contracts: ReadonlyMap<string, Contract>): Promise<void> {
  for (const contract of contracts.values()) {
    const columns = [...contract.columns].map(
      ([name, type]) => `cast(null as ${type}) as ${quoteName(name)}`,
    );
    await engine.create(`incoming.${contract.table}`, {
      sql: `select ${columns.join(", ")} limit 0`,
      file: "incoming",
    });
  }
  for (const [table, columns] of Object.entries(RUN_TABLES)) await engine.load(table, columns, []);
}

function readPipeline(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1000",
      file,
      message: "there is no such pipeline file, or it cannot be read",
      hint: "crm-analyze run PIPELINE.yaml",
    });
  }
}
