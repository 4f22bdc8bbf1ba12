import { type Engine, quoteName } from "../../engine/engine.js";
import { STANDARD_KEYS } from "../../identity/blocking.js";
import { isExtra, STANDARD_COLUMNS } from "../../identity/columns.js";

export const grain =
  "One row per contact record: a number for each value and key that it has, equal where they are equal.";
export const working = true;
export const reads = ["identity.features"];

const file = "src/rooms/identity/keys.ts";

/** What a record is known by; everything else is what it is compared by. */
const OWN = ["record", "source", "record_id"];

/** The features that hold values to be compared. */
export async function valueColumns(engine: Engine): Promise<string[]> {
  const extras = [...(await engine.columns("identity.features")).keys()].filter(isExtra);
  return [...STANDARD_COLUMNS, ...extras];
}

/**
 * Makes `identity.keys`: it is gone through many times, and numbers compare faster than text. `whole` is equal where all
 * features are.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const expressions = new Map([
    ...(await valueColumns(engine)).map((column): [string, string] => [column, quoteName(column)]),
    ...STANDARD_KEYS.map(({ name, sql }): [string, string] => [name, sql]),
    ["initials", "initials"],
  ]);
  const features = [...(await engine.columns("identity.features")).keys()].filter(
    (name) => !OWN.includes(name),
  );
  const keys = [...expressions].map(([name, sql]) => `key64(${sql}) as ${quoteName(name)}`);
  return engine.work(table, {
    file,
    sql: `select record, ${keys.join(", ")}, key64(row(${features.map(quoteName).join(", ")})) as whole
      from identity.features order by record`,
  });
}
