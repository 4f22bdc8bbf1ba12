import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Engine } from "../engine/engine.js";
import type { Prepared } from "../pipeline/prepare.js";
import { roomOf } from "../pipeline/steps.js";

/**
 * Writes every table of the contract and of the rooms as `<folder>/<room>/<table>.parquet`, ordered by its key, or by
 * all its columns where it has none.
 * @returns paths below `folder`
 */
export async function exportTables(
  engine: Engine,
  prepared: Prepared,
  tables: readonly string[],
  folder: string,
): Promise<string[]> {
  const paths: string[] = [];
  for (const table of [...tables].sort()) {
    const [schema, name] = table.split(".") as [string, string];
    const path = join(roomOf(table), `${name}.parquet`);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const key = schema === "crm" ? prepared.contracts.get(name)?.key : undefined;
    const columns = [...(await engine.columns(table)).keys()];
    await engine.export(table, join(folder, path), "parquet", key ?? columns);
    paths.push(path);
  }
  return paths;
}
