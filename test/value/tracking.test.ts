import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { make } from "../../src/rooms/value/growth.js";

/** CDNOW's parameters (Fader, Hardie and Lee 2005), times in weeks. */
const CDNOW = {
  bg_nbd: [0.2425945, 4.4136019, 0.7929199, 2.4258877],
  pareto_nbd: [0.5532892, 10.5776204, 0.6061639, 11.6690371],
};
const DAYS = 7 * 52;
const FIRST = "2024-01-01";
const LOOKED = "2025-01-01";
const UNTIL = "2025-07-01";

let engine: Engine;

/** 60 customers who all begin on one day; each comes back every 30 days and one of them a day later each time. */
beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
  await engine.create("value.looks", {
    file: "looks",
    sql: `select * from (values (0, date '${UNTIL}', null, 'g'), (1, date '${LOOKED}', date '${UNTIL}', 'g'),
      (2, date '2024-07-01', date '${LOOKED}', 'g')) as looks (look, day, until, below)`,
  });
  await engine.create("value.sales", {
    file: "sales",
    sql: `select 'c' || i::varchar as customer_id, 'order' as kind, date '${FIRST}' + cast(step * (30 + i // 59) as integer) as ordered_on
      from range(60) as customers (i) cross join range(18) as steps (step)`,
  });
  await engine.create("value.histories", {
    file: "histories",
    sql: `select look, customer_id, date '${FIRST}' as first_on from value.sales cross join range(2) as looks (look)
      group by all`,
  });
  await engine.load(
    "value.patterns",
    { look: "integer", x: "integer", recency: "integer", age: "integer", people: "bigint" },
    [
      [0, 0, 0, DAYS, 40n],
      [0, 2, 100, DAYS, 25n],
      [0, 2, 100, 100, 10n],
      [0, 30, 100, DAYS, 5n],
    ],
  );
  await engine.load("value.choice", { model: "varchar" }, [["bg_nbd"]]);
  const models = Object.keys(CDNOW);
  await engine.load(
    "value.fits",
    { look: "integer", model: "varchar", usable: "boolean" },
    [0, 1].flatMap((look) => models.map((model) => [look, model, true])),
  );
  await engine.load(
    "value.parameters",
    { look: "integer", model: "varchar", place: "integer", value: "double" },
    [0, 1].flatMap((look) =>
      Object.entries(CDNOW).flatMap(([model, values]) =>
        values.map((value, i) => [look, model, i + 1, value]),
      ),
    ),
  );
  await sql("tracked");
  await make(engine, "value.growth");
  await sql("tracking");
}, 60_000);

afterAll(() => engine.close());

const sql = async (table: string) => {
  const file = `sql/value/${table}.sql`;
  await engine.create(`value.${table}`, { file, sql: readFileSync(file, "utf8") });
};

test("a new customer's repeat purchases grow as published", async () => {
  const rows = await engine.read<{ method: string; purchases: number }>(
    `select method, purchases from value.growth where age = ${DAYS} order by method`,
  );
  expect(rows.map(({ method }) => method)).toEqual(["bg_nbd", "pareto_nbd"]);
  expect(rows[0]!.purchases).toBeCloseTo(1.444, 3);
  expect(rows[1]!.purchases).toBeCloseTo(1.4734, 3);
});

test("periods hold every repeat purchase once, the first of them all until fifty had come back", async () => {
  const rows = await engine.read<{
    ends_on: string;
    starts_after: string | null;
    purchases: number;
    buyers: number;
  }>("select * from value.tracked order by ends_on");
  expect(rows[0]).toMatchObject({ ends_on: "2024-02-01", starts_after: null, purchases: 60, buyers: 60 });
  expect(rows.at(-1)!.ends_on).toBe(UNTIL);
  const [all] = await engine.read<{ repeats: number }>(
    `select count(*) as repeats from value.sales where ordered_on > '${FIRST}' and ordered_on <= '${UNTIL}'`,
  );
  expect(rows.reduce((sum, { purchases }) => sum + purchases, 0)).toBe(all!.repeats);
});

test("what happened and what was expected add up period by period", async () => {
  const rows = await engine.read<{
    method: string;
    kind: string;
    stretch: string;
    ends_on: string;
    purchases: number | null;
    so_far: number;
  }>("select * from value.tracking order by method, ends_on");
  expect(new Set(rows.map(({ method, kind }) => `${method} ${kind}`))).toEqual(
    new Set(["actual actual", "bg_nbd taken", "pareto_nbd other"]),
  );
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1];
    if (before === undefined || before.method !== row.method) expect(row.purchases).toBeNull();
    else expect(row.purchases).toBeCloseTo(row.so_far - before.so_far, 3);
    expect(row.stretch).toBe(row.ends_on > LOOKED ? "test" : "before");
  }
  const [growth] = await engine.read<{ purchases: number }>(
    `select purchases from value.growth where method = 'bg_nbd' and age = date_diff('day', date '${FIRST}', date '${UNTIL}')`,
  );
  const last = rows.findLast(({ method }) => method === "bg_nbd")!;
  expect(last.so_far).toBeCloseTo(60 * growth!.purchases, 3);
});

test("how often customers have come back adds up to all of them, by the model, too", async () => {
  const rows = await engine.read<{ repeats: number; people: number; expected: number }>(
    "select * from value.frequencies order by repeats",
  );
  expect(rows.map(({ people }) => people)).toEqual([40, 0, 35, 0, 0, 0, 0, 0, 0, 0, 5]);
  expect(rows.reduce((sum, { expected }) => sum + expected, 0)).toBeCloseTo(80, 6);
});
