import type { Engine } from "../../engine/engine.js";

export const grain =
  "One row per record that repeats, value for value, one that has many copies; and the first of these.";
export const working = true;
export const unpublished = ["identity.firsts"];
export const reads = ["identity.constraints", "identity.keys"];

/** So many copies of a record are compared like all others; the further ones only with the first. */
const COMPARED = 20;

const file = "src/rooms/identity/copies.ts";

/**
 * Makes `identity.copies`, so that one record delivered 100,000 times does not make five billion pairs. A record that
 * somebody has decided upon is none: it goes its own way. And `identity.firsts`: the keys of all others, gone through
 * for every rule.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const rows = await engine.work(table, {
    file,
    sql: `with wholes as (select keys.record, keys.whole
        from identity.keys as keys
        anti join identity.constraints as l on l.low = keys.record
        anti join identity.constraints as r on r.high = keys.record
      ),
      many as (select whole from wholes group by whole having count(*) > ${COMPARED}),
      numbered as (
        select wholes.record, min(wholes.record) over (partition by wholes.whole) as first_record,
          row_number() over (partition by wholes.whole order by wholes.record) as place
        from wholes join many on many.whole = wholes.whole
      )
      select record, first_record from numbered where place > ${COMPARED}`,
  });
  await engine.drop("identity.firsts");
  const keys = "select keys.* from identity.keys as keys";
  if (rows === 0) await engine.view("identity.firsts", { file, sql: keys });
  else
    await engine.work("identity.firsts", {
      file,
      sql: `${keys} anti join ${table} as copies on copies.record = keys.record`,
    });
  return rows;
}
