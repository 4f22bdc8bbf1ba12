import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { parse, stringify } from "yaml";
import type { Engine, Parameters, Select } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { runHere } from "./here.js";
import { lastingProject, type Project } from "./project.js";

/** The pipeline of the sample with its exports where they are, only some rooms and no lists. */
export function samplePipeline(rooms: readonly string[]): string {
  const whole = readFileSync(join(PACKAGE, "pipelines", "sample.yaml"), "utf8");
  const { lists, ...rest } = parse(whole.replaceAll("../sample-data/", "${SAMPLE}/"));
  return stringify({ ...rest, rooms, locales: ["en"] });
}

/** Where the exports of that pipeline are. */
export const sampleEnvironment = { SAMPLE: join(PACKAGE, "sample-data") };

/** The sample, reconciled: a folder of its published tables. */
export async function sampleTables(): Promise<string> {
  const project: Project = lastingProject({ "pipeline.yaml": samplePipeline(["identity"]) });
  const outcome = await runHere(project, { threads: 2 }, { environment: sampleEnvironment });
  expect(outcome).toMatchObject({ message: "", exit: 0 });
  return project.path("out", "current", "tables");
}

/** What each table would hold had it been exported on the evening of $day: rows, and columns that say more later. */
const THEN: Readonly<Record<string, readonly [rows: string, columns?: string]>> = {
  orders: ["ordered_on <= $day::date"],
  order_lines: [
    "coalesce(returned_on <= $day::date, true) and (order_source, order_id) in (select source, order_id from crm.orders)",
  ],
  products: ["true"],
  rates: ["day <= $day::date"],
  interactions: [`"at"::date <= $day::date`],
  tickets: [
    "opened_at::date <= $day::date",
    "case when closed_at::date <= $day::date then closed_at end as closed_at, case when closed_at::date <= $day::date then satisfaction end as satisfaction",
  ],
  invoices: ["issued_on <= $day::date"],
  payments: ["paid_on <= $day::date"],
  campaign_members: [
    "sent_at::date <= $day::date",
    "case when responded_at::date <= $day::date then responded_at end as responded_at",
  ],
  subscriptions: [
    "started_on <= $day::date",
    "case when ended_on <= $day::date then ended_on end as ended_on",
  ],
  consents: [`coalesce("at"::date <= $day::date, true)`],
  contacts: ["coalesce(created_on <= $day::date, true)"],
  // Of the golden record, which has no history, only who it is and since when.
  customers: [
    "coalesce(created_on <= $day::date, true) or customer_id in (select customer_id from crm.sales)",
    "null as kind, null as language, null as region, null as acquisition_channel, null as birth_date, null as loyalty_number",
  ],
};

/** An engine with a world's tables, as they are or as they were on a day. */
export async function worldAt(folder: string, parameters: Parameters, day?: string): Promise<Engine> {
  const engine = await openEngine({ threads: 1 });
  const stored = (table: string) => engine.source(`${folder}/${table.replace(".", "/")}.parquet`, "parquet");
  const made = (table: string) =>
    engine.create(table, fileSelect(`sql/${table.replace(".", "/")}.sql`), parameters);
  for (const [name, [rows, columns]] of Object.entries(THEN)) {
    const table = `crm.${name}`;
    if (name === "customers") {
      await made("crm.sales");
    }
    const names = [...(columns ?? "").matchAll(/ as (\w+)(?=,|$)/g)].map(([, column]) => column);
    const select = columns === undefined ? "*" : `* exclude (${names.join(", ")}), ${columns}`;
    const sql =
      day === undefined ? stored(table) : `select ${select} from (${stored(table)}) as stored where ${rows}`;
    await engine.create(table, { sql, file: table }, day === undefined ? {} : { day });
  }
  await engine.create("identity.members", { sql: stored("identity.members"), file: "members" });
  return engine;
}

/** A select in a file of ours. */
export const fileSelect = (path: string): Select => ({
  sql: readFileSync(join(PACKAGE, path), "utf8"),
  file: path,
});
