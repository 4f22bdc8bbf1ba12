import { readFileSync } from "node:fs";
import { type Engine, type Parameters, quoteName, quoteTable } from "../engine/engine.js";
import { openEngine } from "../engine/open.js";
import { CliError, EXIT } from "../error.js";
import { loadRoomSettings, type SettingsTable } from "../rooms/settings.js";
import { type Contract, contractsOf } from "./contract.js";
import { resolveDay } from "./day.js";
import { type Customers, customersNamespace } from "./namespace.js";
import { parsePipeline } from "./parse.js";
import { type RuleSource, resolveRule } from "./rule.js";
import type { Pipeline } from "./schema.js";
import { findSteps, orderSteps, roomOf, type Step } from "./steps.js";
import { treesOf } from "./trees.js";
import { findVendors, type Vendor } from "./vendor.js";

/** A list whose rule and columns have been resolved against the tables that a run will have. */
export interface PreparedList {
  readonly name: string;
  readonly condition: string;
  readonly columns: readonly { readonly name: string; readonly expression: string }[];
}

/** A pipeline that has been proven on empty tables: every select binds, every rule resolves. */
export interface Prepared {
  readonly pipeline: Pipeline;
  readonly asOf: string;
  readonly trees: readonly string[];
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
  readonly notes: readonly string[];
}

/** Tables that the run itself makes, with their columns. */
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
  "lists.left_out": { list: "varchar", reason: "varchar", people: "bigint" },
};

export interface Request {
  readonly file: string;
  readonly now: Date;
  readonly asOf?: string;
  readonly only?: string;
}

/**
 * Reads a pipeline file, finds the steps that it needs and runs them all on empty tables.
 * @throws {CliError} exit 2 with what is wrong in the pipeline, a select or a rule
 */
export async function prepare(request: Request): Promise<Prepared> {
  const roomSettings = await loadRoomSettings();
  const pipeline = parsePipeline(readPipeline(request.file), request.file, roomSettings);
  const trees = treesOf(pipeline.project);
  const engine = await openEngine({ threads: 1 });
  try {
    const found = await findSteps(engine, trees);
    const asked = request.only === undefined ? pipeline.rooms : [request.only];
    const contracts = contractsOf(found);
    const given = (table: string) => ["incoming", "settings"].includes(roomOf(table)) || table in RUN_TABLES;
    const early = orderSteps(found, [...asked, "quality"], given);
    const late =
      request.only === undefined ? orderSteps(found, [...asked, "quality", "lists"], given) : early;
    const bound = [...roomSettings].map(([room, { bind }]) => bind(pipeline.settings[room]));
    const prepared = {
      pipeline,
      asOf: resolveDay(request.asOf ?? pipeline.as_of, pipeline.time_zone, request.now),
      trees,
      contracts,
      vendors: await findVendors(engine, trees),
      rooms: inOrder(asked, request.only === undefined),
      steps: early,
      lateSteps: late.filter((step) => !early.includes(step)),
      settings: Object.assign({}, ...bound.map(({ tables }) => tables)) as Record<string, SettingsTable>,
    };
    const parameters: Parameters = {
      as_of: prepared.asOf,
      currency: pipeline.currency,
      time_zone: pipeline.time_zone,
      country: pipeline.country ?? null,
      ...(Object.assign({}, ...bound.map((each) => each.parameters)) as Parameters),
    };
    await makeEmpty(engine, contracts);
    await loadSettings(engine, prepared.settings);
    for (const step of [...prepared.steps, ...prepared.lateSteps]) await runStep(engine, step, parameters);
    const customers = await customersNamespace(engine, prepared.steps);
    const lists: PreparedList[] = [];
    if (request.only === undefined) {
      for (const name of Object.keys(pipeline.lists))
        lists.push(await prepareList(engine, pipeline, name, customers));
    }
    return { ...prepared, parameters, customers, lists, notes: await gateNotes(engine, early) };
  } finally {
    engine.close();
  }
}

async function gateNotes(engine: Engine, steps: readonly Step[]): Promise<string[]> {
  const notes: string[] = [];
  for (const { table } of steps.filter((step) => step.table.endsWith(".gates"))) {
    const rows = await engine.read<{ value: number; meaning: string }>(
      `select value, meaning from ${quoteTable(table)} where value > 0 order by gate`,
    );
    notes.push(...rows.map(({ value, meaning }) => `${value} ${meaning}`));
  }
  return notes;
}

/** Runs one step; returns how many rows its table has. `sql` stands in place of its own select. */
export async function runStep(
  engine: Engine,
  step: Step,
  parameters: Parameters,
  sql: string = step.select?.sql ?? "",
): Promise<number> {
  if (step.make !== undefined) return step.make(engine, step.table, parameters);
  return engine.create(step.table, { sql, file: step.file }, parameters);
}

/** Loads the small tables that come from the pipeline file. */
export async function loadSettings(
  engine: Engine,
  tables: Readonly<Record<string, SettingsTable>>,
): Promise<void> {
  for (const [name, { columns, rows }] of Object.entries(tables))
    await engine.load(`settings.${name}`, columns, rows);
}

/** Columns of a person that a list without a channel may not hold, as a resolved rule names them. */
const CONTACT_DATA = /"crm\.customers"\.(full_name|given_name|family_name|email|phone|street|postcode)\b/;

function contactData({ file, line, what }: RuleSource, column: string): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1302",
    file,
    ...(line === undefined ? {} : { line }),
    message: `${what} has no channel, so it may not hold ${column}: that is contact data`,
    hint: "Take the column out, or name the channel that the list is for.",
  });
}

async function prepareList(
  engine: Engine,
  pipeline: Pipeline,
  name: string,
  customers: Customers,
): Promise<PreparedList> {
  const { rule, columns, channel } = pipeline.lists[name]!;
  const at = (...path: (string | number)[]) => {
    const line = pipeline.line(["lists", name, ...path]);
    return { file: pipeline.file, what: `list "${name}"`, ...(line === undefined ? {} : { line }) };
  };
  const resolved: { name: string; expression: string }[] = [];
  for (const [i, column] of columns.entries()) {
    const source = { rule: `${column} is not null`, ...at("columns", i) };
    const condition = await resolveRule(engine, source, customers.namespace);
    if (channel === "none" && CONTACT_DATA.test(condition)) throw contactData(source, column);
    const short = column.split(".").at(-1)!;
    resolved.push({
      name: resolved.some((each) => each.name === short) ? column.replaceAll(".", "_") : short,
      expression: condition.replace(/^\((.*) IS NOT NULL\)$/s, "$1"),
    });
  }
  const condition = await resolveRule(engine, { rule, ...at("rule") }, customers.namespace);
  await engine.create("probe.rule", {
    sql: `select ${condition} as answer from ${customers.from} limit 0`,
    file: `${pipeline.file} (list "${name}")`,
  });
  if ((await engine.columns("probe.rule")).get("answer") !== "BOOLEAN") {
    const { file, what, ...place } = at("rule");
    throw new CliError(EXIT.usage, {
      code: "CRM-E1301",
      file,
      ...place,
      message: `the rule of ${what} is no condition: its answer is not yes or no`,
      hint: "Compare it with something, for example rfm.monetary > 100.",
    });
  }
  return { name, condition, columns: resolved };
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
