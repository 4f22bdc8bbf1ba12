import { type Engine, quoteName } from "../../engine/engine.js";
import { keyNamed, STANDARD_KEYS } from "../../identity/blocking.js";
import { isExtra, STANDARD_COLUMNS } from "../../identity/columns.js";

export const grain =
  "One row per contact record: a number for each value and key that it has, equal where they are equal.";
export const working = true;
export const reads = ["identity.features", "settings.identity_find", "state.rules"];

const file = "src/rooms/identity/keys.ts";

/** What a record is known by; everything else is what it is compared by. */
const OWN = ["record", "source", "record_id"];

/** The features that hold values to be compared. */
export async function valueColumns(engine: Engine): Promise<string[]> {
  const extras = [...(await engine.columns("identity.features")).keys()].filter(isExtra);
  return [...STANDARD_COLUMNS, ...extras];
}

/** Keys that the pipeline names, or that the rules of the run before do, as far as there are their columns. */
async function namedKeys(engine: Engine, columns: readonly string[]): Promise<[string, string][]> {
  const rules = await engine.read<{ keys: string }>(
    "select keys from settings.identity_find union select keys from state.rules order by keys",
  );
  return rules
    .flatMap(({ keys }) => (keys === "" ? [] : keys.split(" + ")))
    .map(keyNamed)
    .filter((key) => key.columns.every((column) => columns.includes(column)))
    .map(({ name, sql }) => [name, sql]);
}

/**
 * Makes `identity.keys`: it is gone through many times, and numbers compare faster than text. `whole` is equal where all
 * features are.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const columns = await valueColumns(engine);
  const expressions = new Map([
    ...columns.map((column): [string, string] => [column, quoteName(column)]),
    ...STANDARD_KEYS.map(({ name, sql }): [string, string] => [name, sql]),
    ...(await namedKeys(engine, columns)),
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
