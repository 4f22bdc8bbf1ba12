import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { z } from "zod";
import type { Engine, Parameters } from "../engine/engine.js";

/** A small table that comes from the pipeline file; it is loaded as `settings.<name>`. */
export interface SettingsTable {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly (readonly unknown[])[];
}

/** What a room's settings may name of the pipeline that they stand in. */
export interface Surroundings {
  /** The pipeline's folder, from which files are found. */
  readonly folder: string;
  readonly sources: readonly string[];
  /** The day of the run. */
  readonly asOf: string;
  readonly currency: string;
}

/** A table that a room's settings name. */
export interface NamedTable {
  /** The table of the step that reads it. */
  readonly step: string;
  readonly table: string;
  /** Where the name stands, the room's key first. */
  readonly setting: readonly (string | number)[];
}

/** A rule that a room's settings name. */
export interface NamedRule {
  /** What the room wants to know it for. */
  readonly use: string;
  readonly name: string;
  readonly rule: string;
  /** Where it stands below the room's key. */
  readonly path: readonly (string | number)[];
}

/**
 * What `src/rooms/<room>/settings.ts` exports: the schema of the room's key in the pipeline, and what its selects get
 * of it. Parameters and tables begin with the room's name.
 */
export interface RoomSettings<T = unknown> {
  readonly schema: z.ZodType<T>;
  /** @throws {CliError} exit 2 for what only the pipeline around the settings tells to be wrong */
  bind(
    settings: T,
    pipeline: Surroundings,
  ): {
    readonly parameters: Parameters;
    readonly tables: Readonly<Record<string, SettingsTable>>;
    /** Rooms whose tables of customers a step reads because the settings name them, by the step's table. */
    readonly reads?: Readonly<Record<string, readonly string[]>>;
    /** Tables, whosever they are, that a step reads because the settings name them; `settings.named_tables` tells of them. */
    readonly names?: readonly NamedTable[];
  };
  /** Rules whose customers the room reads from `<room>.matched`. */
  rules?(settings: T): readonly NamedRule[];
  /**
   * Proves that the columns which the settings name could be there.
   * @param columns all columns that the exports of a table of the contract have, those of the contract among them
   * @throws {CliError} exit 2 with every name that is unknown
   */
  checkColumns?(
    settings: T,
    pipeline: Surroundings,
    columns: (table: string) => readonly string[],
    engine: Engine,
  ): void | Promise<void>;
  /**
   * Columns about customers whose values follow from the settings alone: column → the table, or `table.column`, that
   * holds them all.
   */
  readonly values?: Readonly<Record<string, string>>;
}

/** The settings of every room that has any, found by path. */
export async function loadRoomSettings(): Promise<Map<string, RoomSettings>> {
  const found = new Map<string, RoomSettings>();
  for (const { room, path } of roomFiles("settings.js")) {
    found.set(room, (await import(pathToFileURL(path).href)) as RoomSettings);
  }
  return found;
}

/** Compiled files of the rooms, by room and then by name; all of them, or those of one name. */
export function roomFiles(only?: string): { room: string; name: string; path: string }[] {
  const here = dirname(fileURLToPath(import.meta.url));
  return readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((room) =>
      readdirSync(join(here, room.name))
        .filter(
          (file) =>
            /(?<!\.d)\.(js|ts)$/.test(file) && (only === undefined || file.startsWith(only.slice(0, -3))),
        )
        .map((file) => ({
          room: room.name,
          name: file.replace(/\.(js|ts)$/, ""),
          path: join(here, room.name, file),
        })),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
