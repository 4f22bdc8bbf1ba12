import { check } from "../../src/commands/check.js";
import { type EvaluateFlags, evaluate } from "../../src/commands/evaluate.js";
import { type ExplainFlags, explain } from "../../src/commands/explain.js";
import { plan } from "../../src/commands/plan.js";
import { type RunFlags, run } from "../../src/commands/run.js";
import { type SqlFlags, sql } from "../../src/commands/sql.js";
import type { Effects } from "../../src/effects.js";
import { CliError, type Problem, sentence } from "../../src/error.js";
import type { Project } from "./project.js";

export interface Outcome {
  readonly exit: number;
  readonly problems: readonly Problem[];
  /** The problems as a person reads them. */
  readonly message: string;
  readonly printed: string;
}

/** The world as a test wants it: real files, a fixed clock unless another is given. */
export function effectsOf(project: Project, own: Partial<Effects> = {}): Effects & { printed: string[] } {
  const printed: string[] = [];
  return {
    printed,
    now: () => new Date("2026-07-01T08:00:00Z"),
    environment: {},
    cwd: project.folder,
    nodeVersion: process.version,
    pid: process.pid,
    alive: () => true,
    residentMegabytes: () => 0,
    input: async () => "",
    print: (text) => void printed.push(text),
    tell: () => undefined,
    signal: new AbortController().signal,
    ...own,
  };
}

/**
 * `run` within this process, on one thread if not said otherwise: of small exports that is the least work. An error that the
 * program does not expect fails the test.
 */
export function runHere(
  project: Project,
  flags: Partial<RunFlags> = {},
  own: Partial<Effects> = {},
): Promise<Outcome> {
  const effects = effectsOf(project, own);
  return outcome(effects, () => run(project.pipeline, { out: project.out, threads: 1, ...flags }, effects));
}

/** `check` within this process. */
export function checkHere(project: Project, own: Partial<Effects> = {}): Promise<Outcome> {
  const effects = effectsOf(project, own);
  return outcome(effects, () => check(project.pipeline, { json: true }, effects));
}

/** `plan` within this process. */
export function planHere(project: Project): Promise<Outcome> {
  const effects = effectsOf(project);
  return outcome(effects, () => plan(project.pipeline, { out: project.out }, effects));
}

/** `sql` within this process, over the published run; the rows as JSON unless asked for otherwise. */
export function sqlHere(
  project: Project,
  words: readonly string[],
  flags: Partial<SqlFlags> = {},
): Promise<Outcome> {
  const effects = effectsOf(project);
  return outcome(effects, () => sql(words, { out: project.out, format: "json", ...flags }, effects));
}

/** `evaluate` within this process, of the published run, as JSON unless asked for otherwise. */
export function evaluateHere(project: Project, flags: Partial<EvaluateFlags> = {}): Promise<Outcome> {
  const effects = effectsOf(project);
  const all = { labels: "labels.csv", out: project.out, json: true, ...flags };
  return outcome(effects, () => evaluate(undefined, all, effects));
}

/** `explain` within this process, as JSON unless asked for otherwise. */
export function explainHere(
  project: Project,
  words: readonly string[],
  flags: Partial<ExplainFlags> = {},
  input = "",
): Promise<Outcome> {
  const effects = effectsOf(project, { input: async () => input });
  return outcome(effects, () => explain(words, { out: project.out, json: true, ...flags }, effects));
}

async function outcome(effects: { printed: string[] }, work: () => Promise<void>): Promise<Outcome> {
  try {
    await work();
    return { exit: 0, problems: [], message: "", printed: effects.printed.join("") };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return {
      exit: error.exit,
      problems: error.problems,
      message: error.problems.map(sentence).join("\n"),
      printed: effects.printed.join(""),
    };
  }
}
