import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Engine } from "../engine/engine.js";
import { CliError, EXIT } from "../error.js";
import { STATE_TABLES } from "../pipeline/state.js";
import { syncAll } from "./outputs.js";

const FORMAT = 3;

/** Where a run's state is kept; it comes into force when `current` names the run. */
const folderOf = (out: string, run: string) => join(out, "state", "runs", run);

/**
 * Loads what the published run left, or empty tables where there is none.
 * @throws {CliError} exit 2 if it was left by another version
 */
export async function loadState(engine: Engine, out: string, run: string | undefined): Promise<void> {
  const folder = run === undefined ? undefined : folderOf(out, run);
  if (folder === undefined || !existsSync(folder)) {
    for (const [table, { columns }] of Object.entries(STATE_TABLES)) await engine.load(table, columns, []);
    return;
  }
  const file = join(folder, "state.json");
  if (formatOf(file) !== FORMAT) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1023",
      file,
      message: `was left by another version of crm-analyze; this one reads format ${FORMAT}`,
      hint: "Run the version that wrote it, or move the folder away: customers then get ids as in a first run.",
    });
  }
  for (const [table, { from }] of Object.entries(STATE_TABLES)) {
    const path = join(folder, pathOf(from));
    await engine.view(table, { sql: engine.source(path, "parquet"), file: path });
  }
}

const pathOf = (table: string) => `${table.replace(".", "/")}.parquet`;

function formatOf(file: string): unknown {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { format?: unknown }).format;
  } catch {
    return undefined;
  }
}

/** Writes what a run leaves for the next one, apart from its folder, which is pruned in time. */
export async function saveState(engine: Engine, out: string, run: string): Promise<void> {
  const folder = folderOf(out, run);
  rmSync(folder, { recursive: true, force: true });
  for (const { from, order } of Object.values(STATE_TABLES)) {
    const target = join(folder, pathOf(from));
    mkdirSync(dirname(target), { recursive: true });
    await engine.export(from, target, order);
  }
  writeFileSync(join(folder, "state.json"), `${JSON.stringify({ format: FORMAT, run })}\n`);
  syncAll(folder);
}

/** Removes the states of all runs but the published one and those whose folders are still there. */
export function pruneStates(out: string, current: string | undefined): void {
  const states = join(out, "state", "runs");
  if (!existsSync(states)) return;
  for (const run of readdirSync(states))
    if (run !== current && !existsSync(join(out, "runs", run)))
      rmSync(join(states, run), { recursive: true, force: true });
}
