import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Engine } from "../engine/engine.js";
import { CliError, EXIT } from "../error.js";
import { STATE_TABLES } from "../pipeline/state.js";
import { syncAll } from "./outputs.js";

const FORMAT = 3;

/** Where a run's state is kept; it comes into force when `current` names the run. */
const folderOf = (out: string, run: string) => join(out, "state", "runs", run);

/** What saves work only: without it all pairs are compared. */
const SPARED = ["state.comparing", "state.compared", "state.crowded", "state.pairs"];

/**
 * Loads what the published run left, or empty tables where there is none.
 * @throws {CliError} exit 2 if it was left by another version, or cannot be read
 */
export async function loadState(
  engine: Engine,
  out: string,
  run: string | undefined,
  warn: (text: string) => void,
): Promise<void> {
  const folder = run === undefined ? undefined : folderOf(out, run);
  if (folder === undefined || !existsSync(folder)) {
    await loadEmpty(engine, Object.keys(STATE_TABLES));
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
  const unread: string[] = [];
  for (const [table, { from, optional }] of Object.entries(STATE_TABLES)) {
    const path = join(folder, pathOf(from));
    if (optional && !existsSync(path)) {
      await loadEmpty(engine, [table]);
      continue;
    }
    try {
      await engine.view(table, { sql: engine.source(path, "parquet"), file: path });
    } catch (cause) {
      if (!SPARED.includes(table)) throw damaged(path, cause);
      unread.push(path);
    }
  }
  if (unread.length === 0) return;
  await loadEmpty(engine, SPARED);
  warn(`all pairs of records are compared again: ${unread.join(", ")} cannot be read`);
}

async function loadEmpty(engine: Engine, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await engine.drop(table);
    await engine.load(table, STATE_TABLES[table]!.columns, []);
  }
}

const damaged = (file: string, cause: unknown) =>
  new CliError(
    EXIT.usage,
    {
      code: "CRM-E1055",
      file,
      message: "what the published run left for the next one is damaged or cut short",
      hint: "Put the folder back from a backup, or move it away: customers then get ids as in a first run.",
    },
    { cause },
  );

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
  const there = new Set(await engine.tables());
  for (const [table, { from, order, optional }] of Object.entries(STATE_TABLES)) {
    const target = join(folder, pathOf(from));
    mkdirSync(dirname(target), { recursive: true });
    await engine.export(optional && !there.has(from) ? table : from, target, order);
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
