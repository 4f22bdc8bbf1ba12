import { createHash } from "node:crypto";
import type { Engine, Parameters } from "../../engine/engine.js";
import { comparePairs } from "../../identity/patterns.js";
import { readFinders } from "./finders.js";
import { keptModel } from "./model.js";
import { comparisonsOf } from "./pairs.js";

export const grain =
  "One row per contact record: a number that is equal where all that is compared is, and the first of its copies.";
export const working = true;
export const unpublished = ["identity.comparing", "identity.same"];
export const reads = [
  "identity.copies",
  "identity.features",
  "identity.finders",
  "identity.keys",
  "identity.model",
  "identity.records",
  "state.compared",
  "state.comparing",
];

const file = "src/rooms/identity/compared.ts";

/**
 * Makes `identity.compared`; `identity.comparing`, how pairs are found and compared; and `identity.same`: the records of
 * which nothing has changed since the run before, with their numbers then. None are where the model is fitted anew, where
 * pairs are compared in another way than in the run before, or where the pipeline asks for all.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const rows = await engine.work(table, {
    file,
    sql: `select records.record, records.source, records.record_id, keys.whole, copies.first_record
      from identity.records as records
      join identity.keys as keys on keys.record = records.record
      left join identity.copies as copies on copies.record = records.record`,
  });
  const how = await howCompared(engine);
  await engine.load("identity.comparing", { how: "varchar" }, [[how]]);
  const [before] = await engine.read<{ how: string }>("select how from state.comparing");
  const kept = (await keptModel(engine)) !== undefined;
  const usable = kept && before?.how === how && parameters.identity_pairs === "keep";
  await engine.work("identity.same", { file, sql: usable ? same(table) : `${same(table)} limit 0` });
  return rows;
}

/** A copy is the same if the record that it is a copy of is. */
function same(table: string): string {
  return `with alike as (
      select compared.record, compared.first_record, earlier.record as before, earlier.first_record as first_before
      from ${table} as compared
      join state.compared as earlier
        on earlier.source = compared.source and earlier.record_id = compared.record_id
        and earlier.whole = compared.whole
    )
    select record, before from alike where first_record is null and first_before is null
    union all
    select alike.record, alike.before
    from alike join alike as firsts on firsts.record = alike.first_record and firsts.before = alike.first_before`;
}

async function howCompared(engine: Engine): Promise<string> {
  const sql = comparePairs(await comparisonsOf(engine), "identity.candidates");
  const rules = (await readFinders(engine)).map(({ keys, most }) => [keys, most]);
  const [engineIs] = await engine.read<{ version: string }>("select version() as version");
  return createHash("md5")
    .update(JSON.stringify([engineIs!.version, sql, rules]))
    .digest("hex");
}
