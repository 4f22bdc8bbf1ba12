import { type Engine, quoteName } from "../../engine/engine.js";
import { keyNamed } from "../../identity/blocking.js";
import { askedColumns, askedComparisons } from "../../identity/choose.js";
import { extraColumns, isExtra, sameColumns } from "../../identity/columns.js";
import { keptModel } from "./model.js";

export const grain = "One row per contact record: all that it is compared by.";
export const working = true;
export const reads = [
  "identity.records",
  "identity.model",
  "crm.contacts",
  "settings.identity_compare",
  "settings.identity_find",
];

const file = "src/rooms/identity/features.ts";

/** The columns that the pipeline asks for under `find`. */
async function askedKeys(engine: Engine): Promise<string[]> {
  const rules = await engine.read<{ keys: string }>("select keys from settings.identity_find order by rule");
  return rules.flatMap(({ keys }) => keys.split(" + ").flatMap((name) => keyNamed(name).columns));
}

/** Makes `identity.features`: the records, and the further columns of the contacts that tell people apart, as text. */
export async function make(engine: Engine, table: string): Promise<number> {
  const kept = await keptModel(engine);
  const extras =
    kept === undefined
      ? await extraColumns(engine, askedColumns(await askedComparisons(engine)), await askedKeys(engine))
      : await sameColumns(engine, kept.map(({ column }) => column).filter(isExtra));
  const list = extras.map(({ name, sql }) => `, ${sql} as ${quoteName(name)}`).join("");
  const join = `join crm.contacts as contacts
    on contacts.source = records.source and contacts.record_id = records.record_id`;
  const sql = `select records.*${list} from identity.records as records ${extras.length === 0 ? "" : join}`;
  if (extras.length > 0) return engine.work(table, { file, sql });
  await engine.view(table, { file, sql });
  const [row] = await engine.read<{ n: number }>("select count(*) as n from identity.records");
  return row!.n;
}
