import { type Engine, quoteName, quoteTable } from "../engine/engine.js";
import type { Namespace } from "./rule.js";
import { roomOf, type Step } from "./steps.js";

/** The customers and all that the rooms say of each: what a list's rule may name. */
export interface Customers {
  readonly namespace: Namespace;
  /** The tables joined, for a `from`. */
  readonly from: string;
}

const BASE = "crm.customers";

/** Joins to the customers every table whose grain is "One row per customer". */
export async function customersNamespace(engine: Engine, steps: readonly Step[]): Promise<Customers> {
  const rooms = new Map<string, Map<string, readonly string[]>>();
  const joins = [`${quoteTable(BASE)} as ${quoteName(BASE)}`];
  for (const { table, grain } of steps) {
    if (!/^One row per customer\b(?! (and|record))/.test(grain)) continue;
    const columns = await engine.columns(table);
    if (!columns.has("customer_id")) continue;
    const known = rooms.get(roomOf(table)) ?? new Map<string, readonly string[]>();
    rooms.set(roomOf(table), known);
    for (const column of columns.keys()) {
      if (table === BASE || column !== "customer_id") known.set(column, known.get(column) ?? [table, column]);
    }
    if (table === BASE) continue;
    joins.push(
      `left join ${quoteTable(table)} as ${quoteName(table)}
        on ${quoteName(table)}.customer_id = ${quoteName(BASE)}.customer_id`,
    );
  }
  return { namespace: { rooms }, from: joins.join("\n") };
}
