import { copyFileSync, linkSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * The files in which an engine keeps the tables that it makes, one a table. Large tables are written to Parquet and read
 * from there in about half the time that the database's own format takes, and need not be written again to be published.
 */
export class Store {
  readonly #folder: string;
  readonly #paths = new Map<string, string>();
  #made = 0;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  /** A path for the next version of a table; the one before may be read while it is written. */
  next(table: string): string {
    return join(this.#folder, `${++this.#made}-${table.replaceAll(/\W/g, "_")}.parquet`);
  }

  /** A table's path from now on. */
  keep(table: string, path: string): void {
    this.drop(table);
    this.#paths.set(table, path);
  }

  /** Where a table is, if it is kept here. */
  path(table: string): string | undefined {
    return this.#paths.get(table);
  }

  /** Gives a table's file a second name, or copies it where files can have but one; false if it is not kept here. */
  link(table: string, path: string): boolean {
    const stored = this.#paths.get(table);
    if (stored === undefined) return false;
    rmSync(path, { force: true });
    try {
      linkSync(stored, path);
    } catch {
      copyFileSync(stored, path);
    }
    return true;
  }

  drop(table: string): void {
    const path = this.#paths.get(table);
    if (path !== undefined) rmSync(path, { force: true });
    this.#paths.delete(table);
  }
}
