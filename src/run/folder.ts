import { existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/** The id of a run that starts now: its UTC time, with -2, -3 … if that is taken. */
export function newRunId(out: string, now: Date): string {
  const base = `${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
  for (let k = 1; ; k++) {
    const id = k === 1 ? base : `${base}-${k}`;
    if (!existsSync(join(out, "runs", id))) return id;
  }
}

/** Makes the folder of a run. */
export function makeRunFolder(out: string, id: string): string {
  const folder = join(out, "runs", id);
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
  renameSync(next, join(out, "current"));
}

/** Removes all but the newest runs, and what a run that died left behind; never the published one. */
export function prune(out: string, keep: number): void {
  const current = currentRun(out);
  const runs = readdirSync(join(out, "runs")).sort();
  for (const run of runs.slice(0, Math.max(0, runs.length - keep))) {
    if (run !== current) rmSync(join(out, "runs", run), { recursive: true, force: true });
  }
  for (const run of runs) rmSync(join(out, "runs", run, "scratch"), { recursive: true, force: true });
}
