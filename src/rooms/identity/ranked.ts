import type { Engine } from "../../engine/engine.js";
import { rankedRecords, readSurvivorship } from "../../identity/golden.js";

export const grain =
  "One row per record of a customer with more than one: its fields, and how it ranks where they differ.";
export const working = true;
export const reads = [
  "crm.contacts",
  "identity.members",
  "identity.phones",
  "settings.identity_golden",
  "settings.identity_priorities",
];

/** Makes `identity.ranked`. `recency` numbers a customer's records by their last change, without a tie: a higher number is later. */
export async function make(engine: Engine, table: string): Promise<number> {
  const sql = rankedRecords(await readSurvivorship(engine));
  return engine.work(table, { file: "src/rooms/identity/ranked.ts", sql });
}
