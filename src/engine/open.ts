import { openDuckDB } from "./duckdb.js";
import type { Engine, EngineOptions } from "./engine.js";

/**
 * Opens an engine: a database of its own, closed to the network and to every folder that is not named.
 * @throws {CliError} CRM-E2003 if memory or disk do not suffice
 */
export function openEngine(options: EngineOptions = {}): Promise<Engine> {
  return openDuckDB(options);
}
