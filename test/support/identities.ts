import { expect } from "vitest";
import { sqlHere } from "./here.js";
import type { Project } from "./project.js";

export interface Event {
  readonly customer_id: string;
  readonly event: string;
  readonly other_id: string | null;
  readonly records: number;
}

export interface Customer {
  readonly customer_id: string;
  readonly since: string;
  readonly status: string;
  readonly merged_into: string | null;
  readonly records: number;
}

/** Rows of a select over the published run. */
export async function rows<T>(project: Project, sql: string): Promise<T[]> {
  const { exit, message, printed } = await sqlHere(project, [sql]);
  expect({ exit, message }).toEqual({ exit: 0, message: "" });
  return JSON.parse(printed) as T[];
}

/** The customer of each record, by `source/record_id`. */
export async function members(project: Project): Promise<Map<string, string>> {
  const all = await rows<{ source: string; record_id: string; customer_id: string }>(
    project,
    "select source, record_id, customer_id from identity.members",
  );
  return new Map(all.map(({ source, record_id, customer_id }) => [`${source}/${record_id}`, customer_id]));
}

export const events = (project: Project) =>
  rows<Event>(project, "select * from identity.events order by customer_id, event, other_id");

export const customers = async (project: Project) =>
  new Map(
    (await rows<Customer>(project, "select * from identity.customers")).map((row) => [row.customer_id, row]),
  );

/** The records of each customer, by its id. */
export function clusters(found: ReadonlyMap<string, string>): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [record, customer] of found)
    lists.set(customer, [...(lists.get(customer) ?? []), record].sort());
  return lists;
}
