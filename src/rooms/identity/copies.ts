import type { Engine } from "../../engine/engine.js";

export const grain =
  "One row per record that repeats, value for value, one that has many copies; and the first of these.";
export const working = true;
export const reads = ["identity.constraints", "identity.keys"];

/** So many copies of a record are compared like all others; the further ones only with the first. */
const COMPARED = 20;

/**
 * Makes `identity.copies`, so that one record delivered 100,000 times does not make five billion pairs. A record that
 * somebody has decided upon is none: it goes its own way.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  return engine.work(table, {
    file: "src/rooms/identity/copies.ts",
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
}

/** Keys without the further copies of a record, which are compared with the first only. */
export async function comparedKeys(engine: Engine): Promise<string> {
  const [row] = await engine.read<{ n: number }>("select count(*) as n from identity.copies");
  return row!.n === 0
    ? "identity.keys"
    : "(select keys.* from identity.keys as keys anti join identity.copies as copies on copies.record = keys.record)";
}
