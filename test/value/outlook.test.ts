import { expect, test } from "vitest";
import { bgNbd } from "../../src/fit/value/beta-geometric.js";
import { MODELS, modelOf } from "../../src/fit/value/transactions.js";
import { outlook } from "../../src/value/outlook.js";
import { days, inDays, inWeeks, months, weeks } from "../../src/value/time.js";

const LOGS = [0.2426, 4.4136, 0.7929, 2.4259].map(Math.log);
const HISTORIES = {
  x: Float64Array.of(0, 1, 3, 3, 26),
  recency: Float64Array.of(0, 100, 140, 266, 216),
  age: Float64Array.of(266, 266, 266, 266, 217),
};
const YEARLY = 1.1;
const horizon = (count: number, from = "2026-11-22") => {
  const each = Array.from({ length: count }, (_, i) => i + 1);
  return {
    ends: each.map((month) => inWeeks(inDays(months(month), from))),
    worth: each.map((month) => YEARLY ** (-month / 12)),
    rate: Math.log(YEARLY) / inWeeks(days(365.25)),
  };
};
const exact = { logs: LOGS, covariance: undefined };

test("what is expected of each history is what the model says, alive or not", () => {
  const ahead = outlook(bgNbd, exact, HISTORIES, horizon(12));
  const model = bgNbd.expectations(LOGS.map(Math.exp));
  const year = inWeeks(days(365));
  for (const [i, x] of HISTORIES.x.entries()) {
    const [recency, age] = [inWeeks(days(HISTORIES.recency[i]!)), inWeeks(days(HISTORIES.age[i]!))];
    const alive = model.alive(x, recency, age);
    expect(ahead.alive[i]).toBeCloseTo(alive, 10);
    expect(ahead.purchases[i]! / (alive * model.purchases(x, age, year))).toBeCloseTo(1, 9);
    expect(ahead.square[i]! / (alive * model.square(x, age, year))).toBeCloseTo(1, 7);
    expect(ahead.any[i]).toBeCloseTo(alive * model.any(x, age, year), 8);
    let [sum, before] = [0, 0];
    for (let month = 1; month <= 12; month++) {
      const until = model.purchases(x, age, inWeeks(inDays(months(month), "2026-11-22")));
      sum += (until - before) * YEARLY ** (-month / 12);
      before = until;
    }
    expect(ahead.discounted[i]! / (alive * sum)).toBeCloseTo(1, 9);
  }
});

test("a month is the calendar's: February brings less than March, and a month of 31 days more than 4 weeks", () => {
  const within = (from: string) => outlook(bgNbd, exact, HISTORIES, horizon(1, from)).purchases[2]!;
  expect(within("2026-02-01")).toBeLessThan(within("2026-03-01"));
  const model = bgNbd.expectations(LOGS.map(Math.exp));
  const days31 = model.alive(3, weeks(20), weeks(38)) * model.purchases(3, weeks(38), weeks(31 / 7));
  expect(within("2026-03-01")).toBeCloseTo(days31, 9);
});

test.each(MODELS.filter(({ name }) => name !== "nbd").map(({ name }) => name))(
  "%s: all purchases to come are where a century of months leads",
  (name) => {
    const far = horizon(1200);
    const middle = far.ends.map((end, i) => ((far.ends[i - 1] ?? 0) + end) / 2);
    const smooth = { ...far, worth: middle.map((week) => Math.exp(-far.rate * week)) };
    const ahead = outlook(modelOf(name), exact, HISTORIES, smooth);
    for (const [i, residual] of ahead.residual.entries())
      expect(ahead.discounted[i]! / residual).toBeCloseTo(1, 3);
  },
);

test("where money keeps its worth, nothing is said of all that is to come, and value is purchases", () => {
  const plain = { ...horizon(12), worth: Array.from({ length: 12 }, () => 1), rate: 0 };
  const ahead = outlook(bgNbd, exact, HISTORIES, plain);
  expect(ahead.residual.every(Number.isNaN)).toBe(true);
  for (const [i, purchases] of ahead.purchases.entries())
    expect(ahead.discounted[i]! / purchases).toBeCloseTo(1, 10);
});

test("an interval holds the expectation, widens with the covariance, and is not known without one", () => {
  const covariance = (size: number) => LOGS.map((_, i) => LOGS.map((_, j) => (i === j ? size : 0.2 * size)));
  const [narrow, wide] = [0.001, 0.01].map((size) =>
    outlook(bgNbd, { logs: LOGS, covariance: covariance(size) }, HISTORIES, horizon(12)),
  );
  const none = outlook(bgNbd, exact, HISTORIES, horizon(12));
  for (const [i] of HISTORIES.x.entries()) {
    expect(narrow!.low[i]).toBeLessThan(1);
    expect(narrow!.high[i]).toBeGreaterThan(1);
    expect(wide!.low[i]).toBeLessThan(narrow!.low[i]!);
    expect(wide!.high[i]).toBeGreaterThan(narrow!.high[i]!);
    expect([none.low[i], none.high[i]]).toEqual([Number.NaN, Number.NaN]);
    expect(narrow!.discounted[i]).toBe(none.discounted[i]);
  }
});

test("of an interval that one parameter alone makes, the ends are those of the parameter", () => {
  const variance = 0.0004;
  const covariance = LOGS.map((_, i) => LOGS.map((_, j) => (i === 1 && j === 1 ? variance : 0)));
  const nbd = modelOf("nbd");
  const logs = LOGS.slice(0, 2);
  const of = covariance.slice(0, 2).map((row) => row.slice(0, 2));
  const ahead = outlook(nbd, { logs, covariance: of }, HISTORIES, horizon(12));
  const [r, alpha] = logs.map(Math.exp) as [number, number];
  const at = (z: number, age: number) => r / (alpha * Math.exp(z * Math.sqrt(variance)) + age);
  // 1.645 standard errors; draws of 500 find the end to some 5 %.
  const expected = at(1.6448536, 38) / at(0, 38);
  expect(Math.log(ahead.low[0]!) / Math.log(expected)).toBeGreaterThan(0.9);
  expect(Math.log(ahead.low[0]!) / Math.log(expected)).toBeLessThan(1.1);
});

test("of nobody nothing is expected", () => {
  const none = { x: new Float64Array(0), recency: new Float64Array(0), age: new Float64Array(0) };
  expect(outlook(bgNbd, exact, none, horizon(12)).purchases).toHaveLength(0);
});
