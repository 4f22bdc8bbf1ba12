import { uniform } from "../../src/numeric/uniform.js";
import { lines } from "./project.js";

/** A customer of an invented shop: days between orders, how many, how long ago the last was, and what each brings. */
export interface Habit {
  readonly gap: number;
  readonly orders: number;
  readonly last: number;
  readonly amount: number;
}

const END = Date.UTC(2026, 10, 22);
const day = (before: number) => new Date(END - before * 86_400_000).toISOString().slice(0, 10);

/** Exports of as many customers of each habit, none quite like another, numbered from `first`. */
export function shopFiles(
  habits: readonly Habit[],
  each: number,
  { rest = "", first = 0, shuffle = 0 }: { rest?: string; first?: number; shuffle?: number } = {},
): Record<string, string> {
  const contacts: string[] = [];
  const orders: string[] = [];
  for (const [kind, habit] of habits.entries())
    for (let i = first; i < first + each; i++) {
      const next = uniform(1000 * kind + i + 1);
      const id = `K${kind}-${i}`;
      contacts.push(`${id},${id}@example.com`);
      const last = Math.max(0, Math.round(habit.last * (0.8 + 0.4 * next())));
      for (let order = 0; order < habit.orders; order++) {
        const amount = (habit.amount * (0.7 + 0.6 * next())).toFixed(2);
        orders.push(
          `${id}-${order},${id},${day(Math.round(last + (order + 0.4 * next()) * habit.gap))},${amount}`,
        );
      }
    }
  const mixed = (rows: string[]) => {
    if (shuffle === 0) return rows;
    const next = uniform(shuffle);
    return rows
      .map((row): [number, string] => [next(), row])
      .sort((a, b) => a[0] - b[0])
      .map(([, row]) => row);
  };
  return {
    "contacts.csv": lines("id,email", ...mixed(contacts)),
    "orders.csv": lines("id,customer,day,amount", ...mixed(orders)),
    "pipeline.yaml": `version: 1
title: Shop
as_of: 2026-11-22
currency: CAD
time_zone: UTC
sources:
  people: {files: contacts.csv, table: contacts, columns: {record_id: id}}
  sales:
    files: orders.csv
    table: orders
    columns: {order_id: id, contact_id: customer, ordered_on: day}
    set: {contact_source: people}
rooms: [identity, segments]
lists: {best: {rule: "segments.cluster = 1", channel: none, columns: [segments.fit, segments.far]}}
identity: {unique_sources: [people]}
${rest}`,
  };
}
