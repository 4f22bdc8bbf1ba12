import { readdirSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import type { Repeated, Selects } from "../../src/pipeline/steps.js";
import { findSteps } from "../../src/pipeline/steps.js";
import { featured } from "../../src/scorecard/featured.js";
import { sampleTables, worldAt } from "../support/cut.js";

const PARAMETERS = { currency: "CAD", as_of: "2026-11-22" };
let folder = "";

beforeAll(async () => {
  folder = await sampleTables();
}, 120_000);

/** What featured makes of every fifth customer at two earlier days. */
async function told(selects: Selects): Promise<Record<string, unknown>[]> {
  const engine = await worldAt(folder, PARAMETERS);
  await engine.create("asked.base", {
    file: "a test",
    sql: `select customer_id || ' ' || day as example, customer_id, day
      from (select customer_id, row_number() over (order by customer_id) as place from crm.customers),
        (values (date '2024-02-29'), (date '2025-07-31')) as days (day)
      where place % 5 = 0`,
  });
  await featured(engine, "asked.examples", { base: "asked.base", selects, exclude: [] }, PARAMETERS);
  const rows = await engine.read("select * from asked.examples order by example");
  engine.close();
  return rows;
}

async function bundled(engine: Engine): Promise<Map<string, Repeated>> {
  const steps = await findSteps(engine, ["."]);
  const [{ selects } = {}] = steps.filter(({ repeats }) => repeats === "features");
  return new Map(selects);
}

test("features of the customers asked for are the same, whoever else there is", {
  timeout: 120_000,
}, async () => {
  const engine = await worldAt(folder, PARAMETERS);
  const selects = await bundled(engine);
  engine.close();
  const cut = [...selects.values()].filter(({ byCustomer }) => byCustomer.length > 0);
  expect(cut.length).toBe(readdirSync("sql/features").length);
  const whole = new Map([...selects].map(([table, select]) => [table, { ...select, byCustomer: [] }]));
  const rows = await told(selects);
  expect(rows.length).toBeGreaterThan(500);
  expect(rows).toEqual(await told(whole));
});

test("a select that names columns by schema and table is cut down all the same", async () => {
  const select = {
    file: "a test",
    sql: "select crm.sales.customer_id, count(*) as sales from crm.sales where crm.sales.day <= $as_of::date group by crm.sales.customer_id",
  };
  const sales = (byCustomer: readonly string[]) =>
    told(new Map([["features.sales", { ...select, byCustomer }]]));
  const rows = await sales(["crm.sales"]);
  expect(rows.some((row) => row.sales !== null)).toBe(true);
  expect(rows).toEqual(await sales([]));
});

test("a place among all customers is one among all, unless its head says that it needs none of the others", async () => {
  const select = {
    file: "a test",
    sql: "select customer_id, rank() over (order by customer_id) as place from crm.customers",
  };
  const places = async (byCustomer: readonly string[]) => {
    const rows = await told(new Map([["features.place", { ...select, byCustomer }]]));
    return Math.max(...rows.map(({ place }) => place as number));
  };
  const few = await places(["crm.customers"]);
  expect(await places([])).toBeGreaterThan(4 * few);
});
