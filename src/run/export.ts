import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Engine } from "../engine/engine.js";
import { roomOf } from "../pipeline/steps.js";

/**
 * Writes tables as `<folder>/<room>/<table>.parquet`.
 * @returns paths below `folder`
 */
export async function exportTables(
  engine: Engine,
  tables: readonly string[],
  folder: string,
): Promise<string[]> {
  const paths: string[] = [];
  for (const table of [...tables].sort()) {
    const name = table.split(".")[1]!;
    const path = join(roomOf(table), `${name}.parquet`);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    await engine.export(table, join(folder, path));
    paths.push(path);
  }
  return paths;
}
