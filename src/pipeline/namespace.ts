import { type Engine, quoteName, quoteTable } from "../engine/engine.js";
import type { RoomSettings, SettingsTable } from "../rooms/settings.js";
import type { Namespace } from "./expression.js";
import { roomOf, type Step } from "./steps.js";
import { inventedRows } from "./trial.js";

/** The customers and all that the rooms say of each: what a list's rule may name. */
export interface Customers {
  readonly namespace: Namespace;
  /** The customers, joined with the tables that some resolved expressions name, for a `from`. */
  readonly from: (expressions: readonly string[]) => string;
}

const BASE = "crm.customers";

/** Whether a table says something of each customer. */
export const isOfCustomers = (grain: string): boolean =>
  /^One row per customer(:|\.| with | as of )/.test(grain);

/** The settings table of all tables that say something of each customer. */
export const customerTables = (steps: readonly Step[]): Record<string, SettingsTable> => ({
  customer_tables: {
    columns: { name: "varchar" },
    rows: steps.filter(({ grain, working }) => isOfCustomers(grain) && !working).map(({ table }) => [table]),
  },
});

/** Steps that read, beside what they always do, all that some rooms say of each customer. */
export function readingRooms(
  steps: readonly Step[],
  reads: Readonly<Record<string, readonly string[]>>,
): Step[] {
  return steps.map((step) => {
    const rooms = reads[step.table];
    if (rooms === undefined) return step;
    const further = steps.filter(({ table, grain }) => rooms.includes(roomOf(table)) && isOfCustomers(grain));
    return further.length === 0
      ? step
      : { ...step, reads: [...new Set([...step.reads, ...further.map(({ table }) => table)])] };
  });
}

/** Joins to the customers every table whose grain is "One row per customer"; working tables are gone by then. */
export async function customersNamespace(
  engine: Engine,
  steps: readonly Step[],
  settings: ReadonlyMap<string, RoomSettings>,
): Promise<Customers> {
  const rooms = new Map<string, Map<string, readonly string[]>>();
  const joins = new Map<string, string>();
  const invented = new Map<string, string>();
  for (const { table, grain, working } of steps) {
    if (working || !isOfCustomers(grain)) continue;
    const columns = await engine.columns(table);
    if (!columns.has("customer_id")) continue;
    const known = rooms.get(roomOf(table)) ?? new Map<string, readonly string[]>();
    rooms.set(roomOf(table), known);
    for (const column of columns.keys()) {
      if (table === BASE || column !== "customer_id") known.set(column, known.get(column) ?? [table, column]);
    }
    invented.set(table, inventedRows(columns));
    if (table === BASE) continue;
    joins.set(
      quoteName(table),
      `left join ${quoteTable(table)} as ${quoteName(table)}
        on ${quoteName(table)}.customer_id = ${quoteName(BASE)}.customer_id`,
    );
  }
  const values = await knownValues(engine, steps, settings);
  const from = (expressions: readonly string[]) => {
    const named = [...joins].filter(([alias]) => expressions.some((each) => each.includes(alias)));
    return [`${quoteTable(BASE)} as ${quoteName(BASE)}`, ...named.map(([, join]) => join)].join("\n");
  };
  return { namespace: { rooms, values, invented }, from };
}

/** The values of the columns whose rooms say that a table holds them all. */
async function knownValues(
  engine: Engine,
  steps: readonly Step[],
  settings: ReadonlyMap<string, RoomSettings>,
): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const [room, { values = {} }] of settings) {
    for (const [column, holder] of Object.entries(values)) {
      const [schema, file, held = column] = holder.split(".");
      const table = `${schema}.${file}`;
      if (!steps.some((step) => step.table === table)) continue;
      const name = quoteName(held);
      const rows = await engine.read<{ value: string }>(
        `select distinct ${name} as value from ${quoteTable(table)} where ${name} is not null order by 1`,
      );
      found.set(
        `${room}.${column}`,
        rows.map(({ value }) => value),
      );
    }
  }
  return found;
}
