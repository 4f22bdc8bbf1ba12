import { expect, onTestFinished, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { loadSettings } from "../../src/pipeline/prepare.js";
import { key, make } from "../../src/rooms/credit/examples.js";
import { bind, checkColumns, schema } from "../../src/rooms/credit/settings.js";

/** Names are looked up without one. */
const NO_ENGINE = undefined as unknown as Engine;
const AROUND = { folder: ".", sources: [], asOf: "2026-11-22", currency: "CAD" };

/** The columns of `credit.examples` beyond those of the design, with further columns as an export brings them. */
async function featuresOf(settings: unknown, applications = 1) {
  const engine = await openEngine({ threads: 1 });
  onTestFinished(() => engine.close());
  const { parameters, tables } = bind(schema.parse(settings), AROUND);
  await loadSettings(engine, tables);
  const table = (name: string, sql: string) => engine.create(name, { sql, file: name });
  await table(
    "crm.applications",
    `select 'apps' as source, '1' as application_id, 'a' as customer_id, 3.5 as income, 'owner' as residence, true as "Staff",
    date '2020-01-31' as since, 'x@y.example' as email, 7 as day, 9 as orders, 3 as weight limit ${applications}`,
  );
  await table(
    "credit.background",
    "select 'apps' as source, '1' as application_id, 2 as orders, 1 as tickets",
  );
  await table("credit.states", "select 'known' as state, 'past' as sample");
  await table(
    "credit.outcomes",
    `select 'apps' as source, '1' as application_id, 'a' as customer_id, date '2025-01-01' as applied_on, 100.0 as amount,
    1 as outcome, date '2025-06-01' as outcome_on, date '2026-01-01' as matures_on, 'known' as state`,
  );
  await make(engine, "credit.examples", parameters);
  const columns = await engine.columns("credit.examples");
  const [row] = await engine.read("select * from credit.examples");
  return { columns, row };
}

const DESIGN = [
  "example",
  "source",
  "application_id",
  "customer_id",
  "day",
  "answered_on",
  "answer",
  "sample",
];
const named = ({ columns }: { columns: Map<string, string> }) =>
  [...columns.keys()].filter((name) => !DESIGN.includes(name));

test("all further columns are features with their types, but those that name a person; names that are taken give way", async () => {
  const found = await featuresOf({});
  expect(key).toEqual(["example"]);
  expect(named(found)).toEqual([
    "amount",
    "Staff",
    "application_day",
    "income",
    "application_orders",
    "residence",
    "since",
    "application_weight",
    "orders",
    "tickets",
  ]);
  expect(found.columns.get("Staff")).toBe("BOOLEAN");
  expect(found.columns.get("since")).toBe("DATE");
  expect(found.row).toMatchObject({
    example: "1|apps",
    day: "2025-01-01",
    answered_on: "2026-01-01",
    answer: 1,
    application_day: 7,
    application_orders: 9,
    orders: 2,
  });
});

test("only the features that are asked for; protected and excluded columns are none", async () => {
  expect(named(await featuresOf({ features: ["income"], exclude: ["orders", "amount"] }))).toEqual([
    "income",
    "tickets",
  ]);
  expect(named(await featuresOf({ protected: ["residence", { column: "Staff", cuts: [1] }] }))).not.toContain(
    "residence",
  );
  expect(named(await featuresOf({ protected: ["residence", "Staff"] }))).not.toContain("Staff");
});

test("a column that there is not is refused with where it stands and what was meant, but not on empty tables", async () => {
  for (const [settings, place] of [
    [{ features: ["incme"] }, "features"],
    [{ exclude: ["incme"] }, "exclude"],
    [{ protected: ["incme"] }, "protected"],
  ] as const)
    await expect(featuresOf(settings)).rejects.toMatchObject({
      exit: 2,
      problems: [{ code: "CRM-E1140", setting: ["credit", place], hint: 'Did you mean "income"?' }],
    });
  expect(named(await featuresOf({ features: ["incme"] }, 0))).toContain("income");
});

test("check refuses them once it has seen the headers; columns of customers are not looked for there", () => {
  const columns = (table: string) =>
    table === "applications" ? ["source", "outcome", "income", "email"] : [];
  const check = (settings: unknown) => () =>
    checkColumns!(schema.parse(settings), AROUND, columns, NO_ENGINE);
  expect(check({ features: ["income"], protected: ["crm.language"] })).not.toThrow();
  expect(check({ features: ["outcome"] })).toThrow(
    'CRM-E1140: credit: "outcome" is no column of crm.applications',
  );
  expect(check({ features: ["email"] })).toThrow("CRM-E1140");
  expect(check({ protected: [{ column: "sex", cuts: [1] }] })).toThrow("CRM-E1140");
});

test("settings that contradict themselves are refused", () => {
  const issue = (settings: unknown) => schema.safeParse(settings).error?.issues[0]?.path.join(".");
  expect(issue({ features: ["age"], protected: ["age"] })).toBe("protected.0");
  expect(issue({ grades: [0.2, 0.1] })).toBe("grades");
  expect(issue({ cutoff: 1 })).toBe("cutoff");
  expect(issue({ protected: [{ column: "age", cuts: [60, 30] }] })).toBe("protected.0.cuts");
  expect(issue({ feature: [] })).toBe("");
});
