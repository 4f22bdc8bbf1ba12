import { type Engine, quoteName, quoteText } from "../../engine/engine.js";
import { valueColumns } from "./keys.js";

export const grain =
  "One row per source and column that records are compared by: how many records have a value of it.";
export const key = ["source", "column"];
export const reads = ["identity.features", "identity.keys", "identity.records"];

/** Makes `identity.completeness`. */
export async function make(engine: Engine, table: string): Promise<number> {
  const columns = await valueColumns(engine);
  const file = "src/rooms/identity/completeness.ts";
  const counts = columns.map((column) => `count(keys.${quoteName(column)}) as ${quoteName(column)}`);
  await engine.work("identity.filled", {
    file,
    sql: `select records.source, count(*) as records, ${counts.join(", ")}
      from identity.keys as keys join identity.records as records on records.record = keys.record
      group by records.source`,
  });
  const rows = columns.map(
    (column) =>
      `select source, ${quoteText(column)} as "column", records, ${quoteName(column)} as known from identity.filled`,
  );
  const made = await engine.create(table, { file, sql: rows.join(" union all ") }, {}, key);
  await engine.drop("identity.filled");
  return made;
}
