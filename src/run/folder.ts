import { existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { readRecord } from "./record.js";

/** The id of a run that starts now: its UTC time, with -2, -3 … if that is taken. */
export function newRunId(out: string, now: Date): string {
  const base = `${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
  for (let k = 1; ; k++) {
    const id = k === 1 ? base : `${base}-${k}`;
    if (!existsSync(join(out, "runs", id))) return id;
  }
}

const PLAN = "plan-";

/** Makes the folder of a run, or of a plan, which is gone when the plan has been told. */
export function makeRunFolder(out: string, id: string, plan: boolean): string {
  const folder = plan ? join(out, "state", `${PLAN}${id}`) : join(out, "runs", id);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The id of the run that is published, or undefined. */
export function currentRun(out: string): string | undefined {
  try {
    return readlinkSync(join(out, "current")).split("/").at(-1);
  } catch {
    return undefined;
  }
}

/** Lets `current` name a run: a relative link, put in place by one rename. */
export function publish(out: string, id: string): void {
  const next = join(out, `.current-${id}`);
  rmSync(next, { force: true });
  symlinkSync(join("runs", id), next);
  try {
    renameSync(next, join(out, "current"));
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

/**
 * Removes all but the newest runs, those that published nothing or died apart from the others, and what a run or a plan
 * that died left behind; never the published one.
 */
export function prune(out: string, keep: number): void {
  const current = currentRun(out);
  const runs = readdirSync(join(out, "runs")).sort();
  const published = runs.filter((run) => readRecord(join(out, "runs", run))?.status === "published");
  const others = runs.filter((run) => !published.includes(run));
  for (const kind of [published, others]) {
    for (const run of kind.slice(0, Math.max(0, kind.length - keep)))
      if (run !== current) rmSync(join(out, "runs", run), { recursive: true, force: true });
  }
  for (const run of runs) rmSync(join(out, "runs", run, "scratch"), { recursive: true, force: true });
  const state = join(out, "state");
  const left = existsSync(state) ? readdirSync(state).filter((name) => name.startsWith(PLAN)) : [];
  for (const name of left) rmSync(join(state, name), { recursive: true, force: true });
}

/** Removes those of the folders that are empty, in the order given. */
export function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders)
    if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
