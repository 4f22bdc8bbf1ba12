import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Effects } from "../effects.js";
import { prepare } from "../pipeline/prepare.js";
import { type Finished, type RunOptions, run as runPipeline } from "../run/run.js";
import { people } from "./words.js";

export interface RunFlags {
  readonly out: string;
  readonly asOf?: string;
  readonly only?: string;
  readonly retrain?: boolean;
  readonly threads?: number;
  readonly json?: boolean;
}

/** `crm-analyze run`: reads, reconciles, scores, and publishes unless only one room is asked for. */
export async function run(file: string, flags: RunFlags, effects: Effects): Promise<void> {
  const mode = flags.only === undefined ? "publish" : "only";
  const text = await start(file, flags, mode, effects, (finished) =>
    flags.json ? `${JSON.stringify(finished.record, null, 2)}\n` : summary(finished, flags, effects),
  );
  effects.print(text);
}

/** Prepares a pipeline and runs it. */
export async function start<T>(
  file: string,
  flags: RunFlags,
  mode: RunOptions["mode"],
  effects: Effects,
  tell: (finished: Finished) => T | Promise<T>,
): Promise<T> {
  const prepared = await prepare({
    file,
    now: effects.now(),
    ...(flags.asOf === undefined ? {} : { asOf: flags.asOf }),
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.retrain === undefined ? {} : { retrain: flags.retrain }),
  });
  const threads = flags.threads === undefined ? {} : { threads: flags.threads };
  return runPipeline(prepared, { out: flags.out, mode, ...threads }, effects, tell);
}

function summary({ record, folder }: Finished, flags: RunFlags, { cwd }: Effects): string {
  const shown = (path: string) => {
    const from = relative(cwd, path);
    return from.startsWith("..") ? resolve(cwd, path) : from;
  };
  const published = record.status === "published";
  const home = published ? join(flags.out, "current") : folder;
  const review = join(home, "report", "review.html");
  const aside = record.sources.reduce((sum, each) => sum + each.quarantined, 0);
  const lines = [
    `${published ? "Published" : "Not published"}: run ${record.id}, as of ${record.as_of}.`,
    `  report  ${shown(join(home, "report", "index.html"))}`,
    ...(existsSync(review) ? [`  review  ${shown(review)}`] : []),
    ...record.lists.map(
      (list) =>
        `  list    ${shown(join(home, "lists", list.list))} (${people(list.people)}, ${list.matched - list.people} left out)`,
    ),
    `  tables  ${shown(join(home, "tables"))}`,
    ...(aside > 0
      ? [`  ${aside} ${aside === 1 ? "row was" : "rows were"} put aside: ${shown(join(home, "quarantine"))}`]
      : []),
    ...record.warnings.map((warning) => `  warning: ${warning}`),
    `Next: crm-analyze sql ${shown(home)} "select kind, count(*) from crm.customers group by kind"`,
  ];
  return `${lines.join("\n")}\n`;
}
