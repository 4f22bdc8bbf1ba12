import { openEngine } from "../../src/engine/open.js";
import { tablesRead } from "../../src/engine/syntax.js";
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
  const tables = project.path("out", "current", "tables");
  const engine = await openEngine({ threads: 1, roots: [tables] });
  try {
    const select = { sql, file: "a test" };
    for (const table of tablesRead(await engine.parse(select))) {
      const path = `${tables}/${table.replace(".", "/")}.parquet`;
      await engine.view(table, { sql: engine.source(path, "parquet"), file: path });
    }
    return (await engine.read(select)) as T[];
  } finally {
    engine.close();
  }
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
