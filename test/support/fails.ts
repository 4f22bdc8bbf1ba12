import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Outcome, runHere } from "./here.js";
import { EARLIER_LINK, type Project } from "./project.js";

export interface Wanted {
  readonly exit: number;
  readonly code: string;
  /** Parts of the sentence, among them where it went wrong and what to do. */
  readonly says: readonly (string | RegExp)[];
  /** Whether the run got as far as its own folder. */
  readonly began?: boolean;
}

/**
 * Runs a project that must fail: with this exit code and sentence, the published run untouched, its own `run.json`
 * left if it began, neither scratch folder nor lock.
 */
export async function fails(project: Project, { exit, code, says, began = true }: Wanted): Promise<Outcome> {
  project.published();
  const outcome = await runHere(project);
  expect(outcome).toMatchObject({ exit, problems: [{ code }, ...outcome.problems.slice(1)] });
  for (const part of says) expect(outcome.message).toMatch(part);
  expect(project.current()).toBe(EARLIER_LINK);
  expect(existsSync(join(project.out, "state", "lock"))).toBe(false);
  const [, ...runs] = readdirSync(join(project.out, "runs")).sort();
  expect(runs).toHaveLength(began ? 1 : 0);
  for (const run of runs) {
    const record = project.record(run);
    expect(record).toMatchObject({
      status: "failed",
      exit,
      problems: outcome.problems.map((each) => ({ code: each.code })),
    });
    expect(existsSync(join(project.out, "runs", run, "scratch"))).toBe(false);
    expect(existsSync(join(project.out, "runs", run, "lists"))).toBe(false);
  }
  return outcome;
}

/** Runs a project that must come to its end. */
export async function succeeds(
  project: Project,
  flags: Parameters<typeof runHere>[1] = {},
): Promise<Outcome> {
  const outcome = await runHere(project, flags);
  expect(outcome).toMatchObject({ message: "", exit: 0 });
  return outcome;
}
