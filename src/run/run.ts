import { existsSync, lstatSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Effects } from "../effects.js";
import { openEngine } from "../engine/open.js";
import { CliError, EXIT, expected, sentence } from "../error.js";
import { permittedRoots } from "../ingest/files.js";
import type { Prepared } from "../pipeline/prepare.js";
import { currentRun, makeRunFolder, newRunId, prune, publish, removeEmpty } from "./folder.js";
import { takeLock } from "./lock.js";
import { fileLog } from "./log.js";
import { Meter } from "./meter.js";
import { outputs, syncAll, VERSION } from "./outputs.js";
import { type RunRecord, readRecord } from "./record.js";
import { loadState, pruneStates, saveState } from "./state.js";
import { work } from "./work.js";

export interface RunOptions {
  readonly out: string;
  readonly threads?: number;
  /** `only` leaves its folder without publishing it; of a `plan` nothing is left. */
  readonly mode: "publish" | "only" | "plan";
}

export interface Finished {
  readonly record: RunRecord;
  readonly folder: string;
  readonly previous: RunRecord | undefined;
}

/**
 * One run of a prepared pipeline: everything is made in a folder of its own, the gates are asked, and only then does
 * `current` name it. A run that fails leaves its folder and `run.json` and touches nothing else.
 * @param tell what is done with a finished run while its folder and the published one are sure to be there
 * @throws {CliError} with the exit code of the first thing that went wrong
 */
export async function run<T>(
  prepared: Prepared,
  options: RunOptions,
  effects: Effects,
  tell: (finished: Finished) => T | Promise<T>,
): Promise<T> {
  try {
    return await locked(prepared, options, effects, tell);
  } catch (error) {
    throw expected(error);
  }
}

async function locked<T>(
  prepared: Prepared,
  options: RunOptions,
  effects: Effects,
  tell: (finished: Finished) => T | Promise<T>,
): Promise<T> {
  const { out, mode } = options;
  refuseFolder(join(out, "current"));
  const started = effects.now();
  const warnings: string[] = [];
  const absent = [join(out, "runs"), join(out, "state"), out].filter((folder) => !existsSync(folder));
  mkdirSync(join(out, "runs"), { recursive: true });
  const release = takeLock(out, effects, started.toISOString(), (text) => warnings.push(text));
  try {
    const id = newRunId(out, started);
    const folder = makeRunFolder(out, id, mode === "plan");
    const before = currentRun(out);
    const previous = before === undefined ? undefined : readRecord(join(out, "runs", before));
    const record = { ...blank(prepared, id, started), warnings };
    const write = () => {
      rmSync(join(folder, "scratch"), { recursive: true, force: true });
      record.ended_at = effects.now().toISOString();
      writeFileSync(join(folder, "run.json"), `${JSON.stringify(record, null, 2)}\n`);
    };
    const leave = () => {
      if (mode === "plan") rmSync(folder, { recursive: true, force: true });
      prune(out, prepared.pipeline.keep_runs);
      pruneStates(out, currentRun(out));
    };
    try {
      await make(prepared, options, effects, folder, record, previous, before);
      record.status = mode === "publish" ? "published" : "planned";
      record.outputs = await outputs(folder);
      write();
      if (mode === "publish") {
        syncAll(folder);
        publish(out, id);
      }
    } catch (thrown) {
      const error = expected(thrown);
      record.status = "failed";
      record.exit = error instanceof CliError ? error.exit : EXIT.unexpected;
      record.problems = problemsOf(error);
      write();
      leave();
      throw error;
    }
    try {
      return await tell({ record, folder, previous });
    } finally {
      leave();
    }
  } finally {
    release();
    if (mode === "plan") removeEmpty(absent);
  }
}

/** A folder in the place of the link that names the published run would be found out only when all is done. */
function refuseFolder(current: string): void {
  if (!(lstatSync(current, { throwIfNoEntry: false })?.isSymbolicLink() ?? true)) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1013",
      file: current,
      message: "is not the link to the published run that it should be",
      hint: "Move it away, or name another folder: --out.",
    });
  }
}

async function make(
  prepared: Prepared,
  { threads, out, mode }: RunOptions,
  effects: Effects,
  folder: string,
  record: RunRecord,
  previous: RunRecord | undefined,
  before: string | undefined,
): Promise<void> {
  const log = fileLog(join(folder, "log.jsonl"), effects.now, effects.tell);
  for (const warning of record.warnings) log.note("warning", warning);
  const meter = new Meter(effects, log);
  const settings = prepared.pipeline.engine;
  const asked = threads ?? settings.threads;
  const engine = await openEngine({
    folder: join(folder, "scratch"),
    memory: settings.memory,
    ...(asked === undefined ? {} : { threads: asked }),
    ...(settings.spill === undefined ? {} : { spill: settings.spill }),
    roots: [...permittedRoots(prepared.pipeline, effects), folder, join(out, "state")],
  });
  const stop = () => engine.interrupt();
  effects.signal.addEventListener("abort", stop);
  try {
    await loadState(engine, out, before, (text) => {
      record.warnings = [...record.warnings, text];
      log.note("warning", text);
    });
    await work({ prepared, engine, effects, folder, record, previous, log, meter });
    if (mode === "publish") await saveState(engine, out, record.id);
  } catch (error) {
    const told = effects.signal.aborted ? interrupted(effects.signal.reason) : expected(error);
    for (const problem of problemsOf(told)) log.note("error", `${problem.code}: ${problem.message}`);
    throw told;
  } finally {
    effects.signal.removeEventListener("abort", stop);
    record.steps = meter.steps;
    meter.stop();
    engine.close();
  }
}

function blank({ pipeline, asOf, replaced, parameters }: Prepared, id: string, started: Date): RunRecord {
  return {
    format: 1,
    id,
    status: "failed",
    exit: EXIT.published,
    version: VERSION,
    pipeline: { file: pipeline.file, hash: pipeline.hash, title: pipeline.title },
    as_of: asOf,
    parameters,
    started_at: started.toISOString(),
    ended_at: started.toISOString(),
    problems: [],
    warnings: [],
    replaced,
    inputs: [],
    sources: [],
    steps: [],
    gates: [],
    lists: [],
    blocked_lists: [],
    figures: {},
    outputs: [],
  };
}

function problemsOf(error: unknown): { code: string; message: string }[] {
  if (error instanceof CliError) {
    return error.problems.map((problem) => ({
      code: problem.code,
      message: sentence({ ...problem, code: "" }).slice(2),
    }));
  }
  return [{ code: "CRM-E0001", message: "an unexpected error; run again with --debug to see it" }];
}

function interrupted(reason: unknown): CliError {
  const terminated = reason === "SIGTERM";
  return new CliError(terminated ? EXIT.terminated : EXIT.interrupted, {
    code: "CRM-E0002",
    message: "stopped on request; nothing was published",
  });
}
