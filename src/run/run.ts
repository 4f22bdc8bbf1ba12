import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Effects } from "../effects.js";
import { openEngine } from "../engine/open.js";
import { CliError, EXIT, expected, sentence } from "../error.js";
import { permittedRoots } from "../ingest/files.js";
import type { Prepared } from "../pipeline/prepare.js";
import { currentRun, makeRunFolder, newRunId, prune, publish } from "./folder.js";
import { takeLock } from "./lock.js";
import { fileLog } from "./log.js";
import { Meter } from "./meter.js";
import { outputs, syncAll, VERSION } from "./outputs.js";
import { type RunRecord, readRecord } from "./record.js";
import { work } from "./work.js";

export interface RunOptions {
  readonly out: string;
  readonly threads?: number;
  /** Whether the result is published; a plan and a run of one room are not. */
  readonly publish: boolean;
}

export interface Finished {
  readonly record: RunRecord;
  readonly folder: string;
  readonly previous: RunRecord | undefined;
}

/**
 * One run of a prepared pipeline: everything is made in a folder of its own, the gates are asked, and only then does
 * `current` name it. A run that fails leaves its folder and `run.json` and touches nothing else.
 * @throws {CliError} with the exit code of the first thing that went wrong
 */
export async function run(prepared: Prepared, options: RunOptions, effects: Effects): Promise<Finished> {
  try {
    return await locked(prepared, options, effects);
  } catch (error) {
    throw expected(error);
  }
}

async function locked(prepared: Prepared, options: RunOptions, effects: Effects): Promise<Finished> {
  const { out } = options;
  const started = effects.now();
  const warnings: string[] = [];
  mkdirSync(join(out, "runs"), { recursive: true });
  const release = takeLock(out, effects, started.toISOString(), (text) => warnings.push(text));
  try {
    const id = newRunId(out, started);
    const folder = makeRunFolder(out, id);
    const before = currentRun(out);
    const previous = before === undefined ? undefined : readRecord(join(out, "runs", before));
    const record = { ...blank(prepared, id, started), warnings };
    try {
      await make(prepared, options, effects, folder, record, previous);
      record.status = options.publish ? "published" : "planned";
      record.outputs = await outputs(folder);
    } catch (thrown) {
      const error = expected(thrown);
      record.exit = error instanceof CliError ? error.exit : EXIT.unexpected;
      record.problems = problemsOf(error);
      throw error;
    } finally {
      rmSync(join(folder, "scratch"), { recursive: true, force: true });
      record.ended_at = effects.now().toISOString();
      writeFileSync(join(folder, "run.json"), `${JSON.stringify(record, null, 2)}\n`);
    }
    if (options.publish) {
      syncAll(folder);
      publish(out, id);
    }
    prune(out, prepared.pipeline.keep_runs);
    return { record, folder, previous };
  } finally {
    release();
  }
}

async function make(
  prepared: Prepared,
  { threads }: RunOptions,
  effects: Effects,
  folder: string,
  record: RunRecord,
  previous: RunRecord | undefined,
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
    roots: [...permittedRoots(prepared.pipeline, effects), folder],
  });
  const stop = () => engine.interrupt();
  effects.signal.addEventListener("abort", stop);
  try {
    await work({ prepared, engine, effects, folder, record, previous, log, meter });
  } catch (error) {
    if (effects.signal.aborted) throw interrupted(effects.signal.reason);
    for (const problem of problemsOf(expected(error)))
      log.note("error", `${problem.code}: ${problem.message}`);
    throw error;
  } finally {
    effects.signal.removeEventListener("abort", stop);
    record.steps = meter.steps;
    meter.stop();
    engine.close();
  }
}

function blank({ pipeline, asOf, steps, parameters }: Prepared, id: string, started: Date): RunRecord {
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
    replaced: steps.filter(({ replaces }) => replaces).map(({ file }) => file),
    inputs: [],
    sources: [],
    steps: [],
    gates: [],
    lists: [],
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
