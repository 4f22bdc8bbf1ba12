import { expect, test } from "vitest";
import { repeating } from "../../src/pipeline/repeats.js";
import type { Step } from "../../src/pipeline/steps.js";

const NONE = { grain: "", key: [], working: false, published: [], unpublished: [] };

const step = (table: string, reads: readonly string[], sql = ""): Step => {
  const file = `sql/${table.replace(".", "/")}.sql`;
  return { ...NONE, table, file, reads, select: { sql, file } };
};

const learner: Step = {
  ...NONE,
  table: "churn.examples",
  file: "src/rooms/churn/examples.ts",
  reads: ["churn.looks"],
  repeats: "features",
  make: async () => 0,
};

const ours = [
  step("crm.consents", ["incoming.consents"]),
  step("crm.permissions", ["crm.consents"], "select 1 where at <= $as_of"),
  step("crm.reach", ["crm.customers", "crm.permissions"], "select 1"),
  step("crm.contacts", ["incoming.contacts"], "-- Check: day <= $as_of; not later.\nselect 1"),
  step("features.age", ["crm.contacts"], "select 2"),
];

test("a step gets the selects that it repeats, needs them, and all that they read", () => {
  const own = step("features.own", ["crm.consents"], "select 3");
  const found = repeating([...ours, own, learner]).find(({ table }) => table === "churn.examples");
  expect([...found!.selects!]).toEqual([
    ["features.age", { sql: "select 2", file: "sql/features/age.sql", byCustomer: [] }],
    ["features.own", { sql: "select 3", file: "sql/features/own.sql", byCustomer: [] }],
  ]);
  expect(found!.reads).toEqual([
    "churn.looks",
    "features.age",
    "crm.contacts",
    "features.own",
    "crm.consents",
  ]);
});

test.each(["rfm.scores", "features.age", "state.value", "crm.permissions", "crm.reach"])(
  "a feature that reads %s is refused: at an earlier day it would see the day of the run",
  (table) => {
    const own = step("features.own", ["crm.orders", table]);
    const attempt = () => repeating([...ours, own, learner]);
    expect(attempt).toThrow(expect.objectContaining({ exit: 2 }));
    expect(attempt).toThrow(`reads ${table}, which is of the day of the run`);
  },
);

test("where nobody repeats a room, its selects may read what they like", () => {
  const steps = [...ours, step("features.own", ["rfm.scores"])];
  expect(repeating(steps)).toEqual(steps);
});
