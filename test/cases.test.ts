import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse as parseCsv } from "csv-parse/sync";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { type Engine, quoteName } from "../src/engine/engine.js";
import { openEngine } from "../src/engine/open.js";
import { contractsOf } from "../src/pipeline/contract.js";
import { economicsOf } from "../src/pipeline/economics.js";
import { matchedSteps, type RuledPipeline } from "../src/pipeline/matched.js";
import { namedTables, namingTables } from "../src/pipeline/named-tables.js";
import { customerTables } from "../src/pipeline/namespace.js";
import { loadSettings, makeEmpty, RUN_TABLES, runStep } from "../src/pipeline/prepare.js";
import { findSteps, orderSteps, roomOf, type Step } from "../src/pipeline/steps.js";
import { PACKAGE } from "../src/pipeline/trees.js";
import { loadRoomSettings } from "../src/rooms/settings.js";

const CURRENCY = "CAD";

type Cells = Record<string, string>;

/** A case may say as_of, economics and the settings of rooms; all else is as a pipeline has it. */
interface CaseSettings extends Readonly<Record<string, unknown>> {
  readonly as_of?: string;
  readonly economics?: Readonly<Record<string, number>>;
}

const cases = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((name) => /[/\\]given$/.test(name))
  .map((name) => dirname(name).replaceAll("\\", "/"))
  .sort();

/** The steps are read once: they are the same for every case. */
const ours = (async () => {
  const engine = await openEngine({ threads: 1 });
  try {
    return await findSteps(engine, [PACKAGE]);
  } finally {
    engine.close();
  }
})();

test.each(cases)("%s", { timeout: 60_000 }, async (name) => {
  const folder = join("test", name);
  const given = tablesIn(join(folder, "given"));
  const expected = tablesIn(join(folder, "expect"));
  const engine = await openEngine({ threads: 1 });
  const { parameters, parsed, named } = await settings(engine, folder);
  const files = namingTables(await ours, named);
  const steps = [...files, ...matchedSteps(bare(folder, parsed), files, await loadRoomSettings())];
  await loadSettings(engine, { ...customerTables(files), ...namedTables(files, named) });
  const ordered = orderSteps(steps, [...new Set(steps.map(({ table }) => roomOf(table)))], isLoaded);
  await makeEmpty(engine, contractsOf(steps));
  const all = needed(ordered, [...expected.keys(), ...given.keys()], new Map());
  for (const step of all) await runStep(engine, step, parameters);
  for (const [table, path] of given) await loadGiven(engine, table, path);
  for (const step of needed(ordered, [...expected.keys()], given)) await runStep(engine, step, parameters);
  for (const [table, path] of expected) {
    const wanted = parseCsv(readFileSync(path, "utf8"), { columns: true }) as Cells[];
    const found = await cells(engine, table, Object.keys(wanted[0]!));
    expect({ [table]: found }).toEqual({ [table]: wanted.map((row) => JSON.stringify(row)).sort() });
  }
  engine.close();
});

function tablesIn(folder: string): Map<string, string> {
  return new Map(readdirSync(folder).map((file) => [file.replace(/\.csv$/, ""), join(folder, file)]));
}

async function settings(engine: Engine, folder: string) {
  const path = join(folder, "case.yaml");
  const own = existsSync(path) ? (parseYaml(readFileSync(path, "utf8")) as CaseSettings) : {};
  const rooms = [...(await loadRoomSettings())];
  const parsed = Object.fromEntries(rooms.map(([room, { schema }]) => [room, schema.parse(own[room])]));
  const asOf = own.as_of ?? "2026-11-22";
  const bound = rooms.map(([room, { bind }]) =>
    bind(parsed[room], { folder, sources: [], asOf, currency: CURRENCY }),
  );
  await loadSettings(engine, Object.assign({}, ...bound.map(({ tables }) => tables)));
  const parameters = {
    as_of: asOf,
    currency: CURRENCY,
    country: "CA",
    time_zone: "America/Toronto",
    ...economicsOf(own.economics),
    ...Object.assign({}, ...bound.map((each) => each.parameters)),
  };
  return { parameters, parsed, named: bound.flatMap(({ names = [] }) => names) };
}

/** As much of a pipeline as the rules of its rooms need. */
function bare(folder: string, settings: Readonly<Record<string, unknown>>): RuledPipeline {
  return { file: folder, rooms: Object.keys(settings), settings, line: () => undefined };
}

/** The steps that the expected tables need, in order, stopping at what is given. */
function needed(
  ordered: readonly Step[],
  wanted: readonly string[],
  given: ReadonlyMap<string, string>,
): Step[] {
  const found = new Set<string>();
  const makes = (table: string) =>
    ordered.find((step) => [step.table, ...step.published, ...step.unpublished].includes(table));
  const visit = (table: string) => {
    const step = given.has(table) ? undefined : makes(table);
    if (step === undefined || found.has(step.table)) return;
    found.add(step.table);
    for (const read of step.reads) visit(read);
  };
  for (const table of wanted) visit(table);
  return ordered.filter((step) => found.has(step.table));
}

/** Loads a CSV file into a table that stands empty already, with its types; columns that the file lacks are null. */
async function loadGiven(engine: Engine, table: string, path: string): Promise<void> {
  const types = await engine.columns(table);
  const rows = parseCsv(readFileSync(path, "utf8"), { columns: true }) as Cells[];
  const unknown = Object.keys(rows[0] ?? {}).filter((column) => !types.has(column));
  if (types.size === 0 || unknown.length > 0)
    throw new Error(`${path}: ${table} has no column ${unknown.join(", ")}`);
  const text = Object.fromEntries([...types.keys()].map((column) => [column, "varchar"]));
  await engine.load(
    "given.rows",
    text,
    rows.map((row) => [...types.keys()].map((column) => row[column] || null)),
  );
  const columns = [...types].map(
    ([column, type]) => `cast(${quoteName(column)} as ${type}) as ${quoteName(column)}`,
  );
  await engine.create(table, { sql: `select ${columns.join(", ")} from given.rows`, file: path });
}

/** A table's rows, only the columns asked for, every value as it stands in a CSV file, sorted. */
async function cells(engine: Engine, table: string, columns: readonly string[]): Promise<string[]> {
  const rows = await engine.read<Record<string, unknown>>(
    `select ${columns.map(quoteName).join(", ")} from ${table}`,
  );
  return rows
    .map((row) =>
      JSON.stringify(Object.fromEntries(columns.map((column) => [column, String(row[column] ?? "")]))),
    )
    .sort();
}

function isLoaded(table: string): boolean {
  return /^(incoming|settings)\./.test(table) || table in RUN_TABLES;
}
