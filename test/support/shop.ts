import { uniform } from "../../src/numeric/uniform.js";
import { purchaseDays, spendOf, type World } from "./histories.js";
import { lines } from "./project.js";

const DAY = 86_400_000;

/**
 * A world's customers as the exports of a shop on a day, with a pipeline of rooms identity and value.
 * @param room the settings of the room, as lines of the pipeline
 */
export function shopOf(
  count: number,
  world: World,
  seed: number,
  asOf: string,
  room = "",
): Record<string, string> {
  const next = uniform(seed + 1);
  const begin = Date.parse(asOf) - world.weeks * 7 * DAY;
  const dayOf = (day: number) => new Date(begin + day * DAY).toISOString().slice(0, 10);
  const orders = purchaseDays(count, world, seed).flatMap((all, customer) => {
    const days = all.filter((day) => day <= world.weeks * 7);
    const amounts = spendOf(days.length, world.spend, next);
    return days.map((day, i) => `${customer}-${i},C${customer},${dayOf(day)},${amounts[i]!.toFixed(2)}`);
  });
  const contacts = Array.from({ length: count }, (_, customer) => `C${customer},c${customer}@example.com`);
  return {
    "contacts.csv": lines("id,email", ...contacts),
    "orders.csv": lines("id,customer,day,amount", ...orders),
    "pipeline.yaml": `version: 1
title: Shop
as_of: ${asOf}
currency: CAD
time_zone: UTC
sources:
  people: {files: contacts.csv, table: contacts, columns: {record_id: id}}
  sales:
    files: orders.csv
    table: orders
    columns: {order_id: id, contact_id: customer, ordered_on: day}
    set: {contact_source: people}
rooms: [identity, value]
identity: {unique_sources: [people]}
${room}`,
  };
}
