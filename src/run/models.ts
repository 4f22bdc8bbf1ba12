import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Engine, quoteTable } from "../engine/engine.js";
import { roomOf } from "../pipeline/steps.js";

/** The table in which a room leaves the text of what it fitted. */
const NAME = ".model_file";

/**
 * Writes what rooms fitted as `<folder>/<room>.json`, for a pipeline to name and a run to take as it is.
 * @returns how many
 */
export async function writeModels(
  engine: Engine,
  tables: readonly string[],
  folder: string,
): Promise<number> {
  const found = tables.filter((table) => table.endsWith(NAME)).sort();
  for (const table of found) {
    const [row] = await engine.read<{ text: string }>(`select text from ${quoteTable(table)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${roomOf(table)}.json`), row!.text);
  }
  return found.length;
}
