import { type Engine, quoteName } from "../../engine/engine.js";
import { STANDARD_KEYS } from "../../identity/blocking.js";
import { isExtra, STANDARD_COLUMNS } from "../../identity/columns.js";

export const grain =
  "One row per contact record: a number for each value and key that it has, equal where they are equal.";
export const working = true;
export const reads = ["identity.features"];

const file = "src/rooms/identity/keys.ts";

/** The features that hold values to be compared. */
export async function valueColumns(engine: Engine): Promise<string[]> {
  const extras = [...(await engine.columns("identity.features")).keys()].filter(isExtra);
  return [...STANDARD_COLUMNS, ...extras];
}

/** Makes `identity.keys` in memory: it is gone through many times, and numbers compare faster than text. */
export async function make(engine: Engine, table: string): Promise<number> {
  const expressions = new Map([
    ...(await valueColumns(engine)).map((column): [string, string] => [column, quoteName(column)]),
    ...STANDARD_KEYS.map(({ name, sql }): [string, string] => [name, sql]),
    ["initials", "initials"],
  ]);
  await engine.load(
    table,
    { record: "bigint", ...Object.fromEntries([...expressions.keys()].map((name) => [name, "ubigint"])) },
    [],
  );
  const keys = [...expressions.values()].map((sql) => `key64(${sql})`);
  return engine.insert(table, {
    file,
    sql: `select record, ${keys.join(", ")} from identity.features order by record`,
  });
}
