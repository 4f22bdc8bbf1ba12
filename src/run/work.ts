import { join } from "node:path";
import type { Effects } from "../effects.js";
import type { Engine } from "../engine/engine.js";
import { withColumns } from "../engine/syntax.js";
import { CliError, EXIT } from "../error.js";
import { type Ingested, ingest } from "../ingest/ingest.js";
import { type Faults, readFaults, readsWithoutEngine, writeQuarantine } from "../ingest/quarantine.js";
import type { StagedSource } from "../ingest/stage.js";
import { blockedText } from "../lists/blocked.js";
import { writeFiles } from "../lists/files.js";
import { writeLists } from "../lists/lists.js";
import { placed } from "../pipeline/placed.js";
import { loadSettings, type Prepared, RUN_TABLES, runStep } from "../pipeline/prepare.js";
import { STATE_TABLES } from "../pipeline/state.js";
import { roomOf, type Step } from "../pipeline/steps.js";
import { exportTables } from "./export.js";
import { checkGates, type Gate } from "./gates.js";
import type { Log } from "./log.js";
import type { Meter } from "./meter.js";
import { writeModels } from "./models.js";
import type { RunRecord } from "./record.js";

export interface Work {
  readonly prepared: Prepared;
  readonly engine: Engine;
  readonly effects: Effects;
  readonly folder: string;
  /** Filled in as the work goes on. */
  readonly record: RunRecord;
  readonly previous: RunRecord | undefined;
  readonly log: Log;
  readonly meter: Meter;
}

/**
 * What a run does between its folder and its publication: read, reconcile, score, ask the gates, write.
 * @throws {CliError} exit 3 if a gate does not pass
 */
export async function work(given: Work): Promise<void> {
  const { prepared, engine, folder, record, meter } = given;
  const read = await readExports(given);
  await loadSettings(engine, prepared.settings);
  await loadQuality(engine, read);
  const quarantine = await startQuarantine(given, read);
  try {
    const spent = spentAfter([...prepared.steps, ...prepared.lateSteps]);
    for (const step of prepared.steps) {
      meter.done(step.table, await make(given, step, read));
      for (const table of spent.get(step) ?? []) await engine.drop(table);
    }
  } finally {
    meter.done("quarantine", await quarantine());
  }
  record.gates = await checkGates(engine, prepared, read.counts);
  meter.done("gates", record.gates.length);
  warn(given, record.gates);
  const failed = record.gates.filter(({ passed }) => !passed);
  if (failed.length > 0) {
    await exportMade(given, prepared.steps);
    throw new CliError(EXIT.gate, failed.map(gateProblem));
  }
  const { lists, blocked } = await writeLists(engine, prepared, join(folder, "lists"));
  record.lists = lists;
  record.blocked_lists = blocked;
  for (const warning of blocked.map(blockedText)) {
    given.log.note("warning", warning);
    record.warnings = [...record.warnings, warning];
  }
  meter.done(
    "lists",
    lists.reduce((sum, { people }) => sum + people, 0),
  );
  for (const step of prepared.lateSteps) meter.done(step.table, await make(given, step, read));
  meter.done("files", (await writeFiles(engine, prepared, join(folder, "files"))).length);
  await exportMade(given, [...prepared.steps, ...prepared.lateSteps]);
  await report(given);
}

/** Writes the tables and the models of the rooms that ran; of a run that a gate stops, to look into. */
async function exportMade({ prepared, engine, folder, meter }: Work, steps: readonly Step[]): Promise<void> {
  const there = new Set(await engine.tables());
  const tables = steps
    .filter(({ table }) => ["crm", ...prepared.rooms].includes(roomOf(table)))
    .flatMap((step) => (step.working ? step.published : [step.table, ...step.published]))
    .concat(Object.keys(RUN_TABLES).filter((table) => prepared.rooms.includes(roomOf(table))))
    .filter((table) => there.has(table));
  const models = [...there].filter((table) => prepared.rooms.includes(roomOf(table)));
  meter.done("models", await writeModels(engine, models, join(folder, "models")));
  meter.done("tables", (await exportTables(engine, tables, join(folder, "tables"))).length);
}

/** Tells of gates that stop nothing but have something to say that the configuration alone does not. */
function warn({ log, record, prepared }: Work, gates: readonly Gate[]): void {
  const told = gates.filter(
    ({ gate, value, threshold }) =>
      threshold === null && value > 0 && !prepared.notes.some((note) => note.gate === gate),
  );
  for (const { value, meaning } of told) {
    const warning = `${value} ${meaning}`;
    log.note("warning", warning);
    record.warnings = [...record.warnings, warning];
  }
}

/** By step the working tables that nothing reads after it, neither a later step nor the next run. */
function spentAfter(steps: readonly Step[]): Map<Step, string[]> {
  const last = new Map<string, Step>();
  for (const step of steps) {
    const made = [...(step.working ? [step.table] : []), ...step.unpublished];
    for (const table of [...made, ...step.reads])
      if (made.includes(table) || last.has(table)) last.set(table, step);
  }
  const kept = new Set(Object.values(STATE_TABLES).map(({ from }) => from));
  const spent = new Map<Step, string[]>();
  for (const [table, step] of last)
    if (!kept.has(table)) spent.set(step, [...(spent.get(step) ?? []), table]);
  return spent;
}

async function readExports({
  prepared,
  engine,
  effects,
  folder,
  record,
  meter,
  log,
}: Work): Promise<Ingested> {
  const { pipeline, contracts, vendors, parameters } = prepared;
  const opening = { engine, pipeline, world: effects, contracts, vendors, scratch: join(folder, "scratch") };
  const read = await ingest(opening, parameters, (step, rows) => meter.done(step, rows));
  record.inputs = read.inputs;
  record.sources = read.counts;
  record.warnings = [...record.warnings, ...read.warnings];
  for (const warning of read.warnings) log.note("warning", warning);
  return read;
}

/** Writes the rejected rows, as far as may be while the engine goes on; resolves when all are written and counted again. */
async function startQuarantine({ engine, folder }: Work, read: Ingested): Promise<() => Promise<number>> {
  const target = join(folder, "quarantine");
  const faults = new Map<StagedSource, Faults>();
  for (const source of read.staged) faults.set(source, await readFaults(engine, source));
  const write = async (sources: readonly StagedSource[]) => {
    let written = 0;
    for (const source of sources)
      written += await writeQuarantine(engine, source, faults.get(source)!, target);
    return written;
  };
  const before = await write(read.staged.filter((source) => !readsWithoutEngine(source)));
  const meanwhile = write(read.staged.filter(readsWithoutEngine));
  meanwhile.catch(() => undefined);
  const expected = read.counts.reduce((sum, count) => sum + count.quarantined, 0);
  return async () => {
    const written = before + (await meanwhile);
    if (written === expected) return written;
    throw new CliError(EXIT.gate, {
      code: "CRM-E3011",
      message: `${expected} rows were quarantined, but ${written} were found again in their files`,
      hint: "Was a file changed while it was read? Run again.",
    });
  };
}

async function loadQuality(engine: Engine, { counts }: Ingested): Promise<void> {
  await engine.load(
    "quality.sources",
    RUN_TABLES["quality.sources"]!,
    counts.map((each) =>
      [
        each.source,
        each.files,
        each.rows_in,
        each.kept,
        each.superseded,
        each.excluded,
        each.quarantined,
      ].map(bigint),
    ),
  );
  await engine.load(
    "quality.reasons",
    RUN_TABLES["quality.reasons"]!,
    counts.flatMap(({ source, tallies }) =>
      tallies.map(({ disposition, column, reason, rows }) =>
        [source, disposition, column === "" ? reason : `${column}: ${reason}`, rows].map(bigint),
      ),
    ),
  );
}

/** Runs a step; a contract takes the columns along that it does not name. */
async function make({ engine, prepared }: Work, step: Step, read: Ingested): Promise<number> {
  const contract =
    roomOf(step.table) === "crm" ? prepared.contracts.get(step.table.slice("crm.".length)) : undefined;
  const extras = contract === undefined ? [] : (read.extras.get(contract.table) ?? []);
  const { pipeline, parameters } = prepared;
  if (contract === undefined || extras.length === 0)
    return placed(pipeline, undefined, () => runStep(engine, step, parameters));
  const sql = await engine.print(withColumns(contract.tree, contract.alias, extras));
  return runStep(engine, step, parameters, sql);
}

async function report({ prepared, engine, folder, record, previous, meter }: Work): Promise<void> {
  const { pipeline } = prepared;
  const total = (key: "rows_in" | "kept" | "superseded" | "excluded" | "quarantined") =>
    record.sources.reduce((sum, count) => sum + count[key], 0);
  // Loaded only here: charts take a second to load, and a run that stops before them should say so at once.
  const { writeReport } = await import("../report/index.js");
  const { files, figures } = await writeReport({
    engine,
    folder: join(folder, "report"),
    trees: prepared.trees,
    rooms: prepared.rooms,
    locales: pipeline.locales,
    currency: pipeline.currency,
    run: {
      id: record.id,
      asOf: record.as_of,
      name: pipeline.title,
      pipelineHash: pipeline.hash,
      rowsIn: total("rows_in"),
      kept: total("kept"),
      superseded: total("superseded"),
      excluded: total("excluded"),
      quarantined: total("quarantined"),
      warnings: record.warnings,
    },
    previous:
      previous === undefined ? null : { runId: previous.id, asOf: previous.as_of, figures: previous.figures },
    personalData: pipeline.bundle.personal_data,
    minCell: pipeline.min_cell,
  });
  record.figures = figures;
  meter.done("report", files.length);
}

function gateProblem({ gate, value, threshold, meaning }: RunRecord["gates"][number]) {
  const shown = Math.round(value * 100) / 100;
  return {
    code: "CRM-E3020",
    message: `the gate ${gate} is closed: ${shown}, at most ${threshold} (${meaning})`,
    hint: "Nothing was published. A run leaves its folder to look into: run.json, quarantine/, and tables/ for sql and explain.",
  };
}

function bigint(value: string | number): string | bigint {
  return typeof value === "number" ? BigInt(value) : value;
}
