import { expect, onTestFinished, test } from "vitest";
import type { Engine, Row } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import type { Card } from "../../src/fit/scorecard/card.js";
import { pointsOf } from "../../src/fit/scorecard/points.js";
import { loadStability } from "../../src/scorecard/stability.js";

const bin = (low: number | null, high: number | null, effect: number) => ({
  ...{ kind: "range" as const, low, high, rows: 1, yes: 1, no: 1, woe: 0, effect },
});
const missing = { ...bin(null, null, 0.7), kind: "missing" as const };
const CARD: Card = {
  form: "classic",
  intercept: 0,
  terms: [
    {
      feature: "age",
      kind: "numeric",
      trend: "free",
      iv: 1,
      bins: [bin(null, 30, 1), bin(30, 60, 0), bin(60, null, -1), missing],
    },
    {
      feature: "even",
      kind: "numeric",
      trend: "free",
      iv: 1,
      bins: [bin(null, 1, 0.2), bin(1, null, -0.2), missing],
    },
  ],
  pairs: [],
};
const SCALING = { score: 500, odds: 1, double: 50, more: "unlikelier" } as const;

/**
 * Examples of four months, 300 each: of the first two the answer is known by the day the card was made, of the third it came later,
 * the fourth is to be scored. In the fourth everyone is young. Three are of May, in which nothing can be told.
 */
const EXAMPLES = `select
    i::varchar as example, (i % 900)::varchar as customer_id,
    case when i >= 1200 then date '2026-05-09' else date '2026-01-05' + to_months(i // 300) end as day,
    case when i < 900 then date '2026-02-28' + cast(case when i < 600 then 0 else 60 end as integer) end as answered_on,
    case when i < 900 then i % 2 end as answer,
    case when i < 900 then 'past' when i = 1204 then 'aside' else 'now' end as sample,
    case when i % 10 = 0 then null when i >= 900 then 20 else 20 + i * 7 % 50 end as age,
    i % 2 as even
  from (select range as i from range(1205))`;

async function watched(threads: number, verdict = "usable", examples = EXAMPLES): Promise<Engine> {
  const engine = await openEngine({ threads });
  onTestFinished(() => engine.close());
  const text = JSON.stringify({ ...CARD, points: pointsOf(CARD, SCALING) });
  await engine.create("credit.examples", { sql: examples, file: "test" });
  await engine.load("credit.cards", { question: "varchar", taken: "boolean", text: "varchar" }, [
    ["default", true, text],
  ]);
  await engine.load("credit.verdicts", { question: "varchar", verdict: "varchar", fitted_on: "varchar" }, [
    ["default", verdict, "2026-03-31"],
  ]);
  await loadStability(engine, "credit", [{ question: "default", examples: "credit.examples" }]);
  return engine;
}

const stability = (engine: Engine, where = "true") =>
  engine.read<Row & { index: number }>(
    `select * from credit.stability where ${where} order by what, feature, month`,
  );
const months = (engine: Engine) => engine.read("select * from credit.score_months order by month, tenth");

test("scores and features of each month beside those learnt from; what chance explains has not moved", async () => {
  const engine = await watched(1);
  const states = (await stability(engine)).map(({ feature, month, rows, state }) => [
    feature,
    month,
    rows,
    state,
  ]);
  const of = (feature: string | null, april: string) =>
    [
      ["2026-01-01", 300, "stable"],
      ["2026-02-01", 300, "stable"],
      ["2026-03-01", 300, "stable"],
      ["2026-04-01", 300, april],
      ["2026-05-01", 4, "stable"],
    ].map((row) => [feature, ...row]);
  expect(states).toEqual([...of("age", "shifted"), ...of("even", "stable"), ...of(null, "shifted")]);
});

test("the index is that of the bins of the card against examples answered by the day it was made", async () => {
  const engine = await watched(1);
  const [april] = await stability(engine, "feature = 'age' and month = '2026-04-01'");
  const count = async (where: string) => {
    const [row] = await engine.read<Record<string, number>>(
      `select count(*) filter (where age < 30) as a, count(*) filter (where age >= 30 and age < 60) as b,
        count(*) filter (where age >= 60) as c, count(*) filter (where age is null) as d from credit.examples where ${where}`,
    );
    return Object.values(row!);
  };
  const [before, now] = [await count("answered_on <= date '2026-03-31'"), await count("month(day) = 4")];
  const index = before.reduce((sum, rows, k) => {
    const [e, a] = [rows / 600, Math.max(now[k]!, 0.5) / 300];
    return sum + (a - e) * Math.log(a / e);
  }, 0);
  expect(before.reduce((sum, rows) => sum + rows, 0)).toBe(600);
  expect(april!.index).toBeCloseTo(index, 12);
});

test("scores by month stand in tenths of those learnt from, from the fewest points up, every row in one", async () => {
  const engine = await watched(1);
  const rows = await engine.read<Record<"month" | "tenth" | "low" | "high" | "rows" | "learnt", number>>(
    "select * from credit.score_months order by month, tenth",
  );
  const april = rows.filter(({ month }) => String(month) === "2026-04-01");
  expect(april.reduce((sum, { rows: own }) => sum + own, 0)).toBe(300);
  expect(april.reduce((sum, { learnt }) => sum + learnt, 0)).toBe(600);
  for (const [k, { low, high, tenth }] of april.entries()) {
    expect(tenth).toBe(k + 1);
    expect(low).toBe(april[k - 1]?.high ?? null);
    if (low !== null && high !== null) expect(low).toBeLessThan(high);
  }
  // All of April are young or of unknown age, and so in the tenths of the fewest points.
  expect(april.findLast(({ rows: own }) => own > 0)!.high).toBeLessThanOrEqual(500);
});

test("the same on one thread and on eight, whatever the order of the rows", async () => {
  const [one, eight] = [await watched(1), await watched(8, "usable", `${EXAMPLES} order by md5(i::varchar)`)];
  expect(await stability(eight)).toEqual(await stability(one));
  expect(await months(eight)).toEqual(await months(one));
});

test("a card that tells nothing of use is not watched; tables without rows have their columns", async () => {
  for (const engine of [await watched(1, "no_signal"), await watched(1, "usable", `${EXAMPLES} limit 0`)]) {
    expect(await stability(engine)).toEqual([]);
    expect(await months(engine)).toEqual([]);
    expect((await engine.columns("credit.stability")).get("month")).toBe("DATE");
  }
});
