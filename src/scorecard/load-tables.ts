import type { Engine } from "../engine/engine.js";
import { loadShown, shownTables } from "./load-shown.js";
import { printModelFile } from "./model-file.js";
import { type Rows, TABLES, type TableName } from "./tables.js";

/** What a step that makes `<room>.verdicts` makes along, and publishes. */
export const alongside = (room: string): string[] => [
  ...Object.keys(TABLES)
    .filter((name) => name !== "verdicts")
    .map((name) => `${room}.${name}`),
  ...shownTables(room),
];

/** A question as it was asked, and all that is told of it. */
export interface Told {
  readonly question: string;
  /** What its card follows from beside the examples: another setting is another card. */
  readonly asked: string;
  readonly rows: Rows;
}

/**
 * Loads all that questions were answered with as tables of a room, and `<room>.model_file`, all of it as one text; returns
 * the rows of `<room>.verdicts`.
 */
export async function loadTables(engine: Engine, room: string, told: readonly Told[]): Promise<number> {
  let count = 0;
  for (const name of Object.keys(TABLES) as TableName[]) {
    const types = Object.values(TABLES[name]);
    const rows = told.flatMap(({ rows }) =>
      rows[name].map((row) => row.map((value, i) => (types[i] === "bigint" ? whole(value) : value))),
    );
    count = await engine.load(`${room}.${name}`, TABLES[name], rows);
  }
  await engine.load(`${room}.model_file`, { text: "varchar" }, [[printModelFile(room, told)]]);
  await loadShown(engine, room);
  return count;
}

const whole = (value: unknown) => (value === null ? null : BigInt(value as number));
