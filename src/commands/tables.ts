import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Effects } from "../effects.js";
import type { Engine } from "../engine/engine.js";
import { openEngine } from "../engine/open.js";
import { CliError, EXIT } from "../error.js";

/** The folder of a run's tables, and an engine that has them under their names and can read nothing else. */
export interface Tables {
  readonly folder: string;
  readonly engine: Engine;
}

/**
 * Does a piece of work over the tables of a run, or of the published run of an output folder; it fails as interrupted when
 * the signal fires.
 * @throws {CliError} exit 2 if there is no run
 */
export async function overTables(
  run: string,
  { cwd, signal }: Effects,
  work: (tables: Tables) => Promise<void>,
): Promise<void> {
  const folder = ["tables", join("current", "tables")]
    .map((name) => join(resolve(cwd, run), name))
    .find((each) => existsSync(each));
  if (folder === undefined) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1008",
      file: run,
      message: "there is no run here",
      hint: "Name a run folder, or run a pipeline first: crm-analyze run PIPELINE",
    });
  }
  const engine = await openEngine({ roots: [folder] });
  let stopping: NodeJS.Timeout | undefined;
  const stop = () => {
    stopping = setInterval(() => engine.interrupt(), 50);
  };
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    for (const room of readdirSync(folder)) {
      for (const file of readdirSync(join(folder, room)).filter((name) => name.endsWith(".parquet"))) {
        const select = { sql: engine.source(join(folder, room, file), "parquet"), file };
        await engine.view(`${room}.${file.slice(0, -".parquet".length)}`, select);
      }
    }
    await work({ folder, engine });
  } finally {
    signal.removeEventListener("abort", stop);
    clearInterval(stopping);
    engine.close();
  }
}
