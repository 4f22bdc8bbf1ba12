import type { Engine } from "../../engine/engine.js";
import { rankedRecords, readSurvivorship } from "../../identity/golden.js";

export const grain =
  "One row per record of a customer with more than one: its fields, and how it ranks where they differ.";
export const working = true;
export const unpublished = ["identity.recency"];
export const reads = [
  "crm.contacts",
  "identity.members",
  "identity.phones",
  "settings.identity_golden",
  "settings.identity_priorities",
];

const file = "src/rooms/identity/ranked.ts";

/** Makes `identity.ranked`. `recency` numbers the records by their last change, without a tie: a higher number is later. */
export async function make(engine: Engine, table: string): Promise<number> {
  await engine.work("identity.recency", {
    file,
    sql: `select members.customer_id, contacts.source, contacts.record_id,
        row_number() over (
          order by contacts.updated_at nulls first, contacts.source desc, contacts.record_id desc
        ) as recency
      from crm.contacts as contacts
      join identity.members as members
        on members.source = contacts.source and members.record_id = contacts.record_id and members.why <> 'alone'`,
  });
  return engine.work(table, { file, sql: rankedRecords(await readSurvivorship(engine)) });
}
