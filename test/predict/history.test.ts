import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { withHistory } from "../../src/predict/history.js";

test("features of a case's customer are those of the end of the month before, whatever came since", async () => {
  const engine = await openEngine({ threads: 1 });
  onTestFinished(() => engine.close());
  const visits = ["2026-03-31", "2026-04-01", "2026-04-30", "2026-05-09"].map((day) => ["a", day]);
  await engine.load("given.visits", { customer_id: "varchar", day: "varchar" }, visits);
  await engine.work("crm.visits", {
    sql: "select customer_id, day::date as day from given.visits",
    file: "",
  });
  const cases = [
    ["1", "a", "2026-05-10", "2026-04-30", "past", 7],
    ["2", "a", "2026-04-30", "2026-03-31", "past", 7],
    ["3", "a", "2026-04-01", "2026-03-31", "now", 7],
    ["4", "a", "2026-01-15", "2025-12-31", "aside", 7],
  ];
  const columns = {
    example: "varchar",
    customer_id: "varchar",
    day: "varchar",
    features_on: "varchar",
    sample: "varchar",
  };
  await engine.load("given.judged", { ...columns, visits: "integer" }, cases);
  await engine.work("predict.judged", {
    sql: "select * replace (day::date as day, features_on::date as features_on) from given.judged",
    file: "",
  });
  const sql =
    "select customer_id, count(*) as visits, max(day) as last_visit from crm.visits where day <= $as_of::date group by customer_id";
  await engine.work("features.visits", { sql, file: "visits.sql" }, { as_of: "2026-06-30" });
  const selects = new Map([["features.visits", { sql, file: "visits.sql", byCustomer: ["crm.visits"] }]]);
  expect(await withHistory(engine, "predict.judged", selects, { as_of: "2026-06-30" })).toEqual([
    { from: "visits", column: "customer_visits" },
    { from: "last_visit", column: "last_visit" },
  ]);
  const history = await engine.read(
    "select customer_id, day::varchar as day, visits, last_visit::varchar as last_visit from predict.judged_history order by day",
  );
  expect(history).toEqual([
    { customer_id: "a", day: "2026-03-31", visits: 1, last_visit: "2026-03-31" },
    { customer_id: "a", day: "2026-04-30", visits: 3, last_visit: "2026-04-30" },
  ]);
});
