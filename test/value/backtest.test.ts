import { expect, test } from "vitest";
import { modelOf } from "../../src/fit/value/transactions.js";
import {
  asAYearBefore,
  atOneRate,
  atOwnRate,
  deciles,
  errorsOf,
  type Outcomes,
  predict,
} from "../../src/value/backtest.js";
import { weeks } from "../../src/value/time.js";

const OUTCOMES: Outcomes = {
  stratum: Float64Array.of(0, 0, 0, 0),
  x: Float64Array.of(0, 2, 2, 0),
  recency: Float64Array.of(0, 70, 70, 0),
  age: Float64Array.of(140, 100, 100, 0),
  bought: Float64Array.of(0, 1, 4, 0),
  yearBefore: Float64Array.of(0, 2, 1, 0),
  people: Float64Array.of(6, 1, 1, 2),
};

test("a model expects of each group what it says of one who buys still, times the chance of that", () => {
  const model = modelOf("bg_nbd").expectations([0.25, 4, 0.8, 2.4]);
  const { purchases, any } = predict(() => model, OUTCOMES, weeks(10));
  const [recency, age] = [weeks(10), weeks(100 / 7)];
  const alive = model.alive(2, recency, age);
  expect(purchases[1]).toBeCloseTo(alive * model.purchases(2, age, weeks(10)), 12);
  expect(any[2]).toBeCloseTo(alive * model.any(2, age, weeks(10)), 12);
  expect(purchases[2]).toBe(purchases[1]);
  expect(purchases[0]).toBeCloseTo(model.purchases(0, weeks(20), weeks(10)), 12);
});

test("naive methods: the own rate, that of all, and the year before", () => {
  // 4 repeat purchases in 1,040 days.
  const all = 4 / 1040;
  expect([...atOwnRate(OUTCOMES, 50).purchases]).toEqual([0, 1, 1, all * 50]);
  for (const purchases of atOneRate(OUTCOMES, 50).purchases) expect(purchases).toBeCloseTo(all * 50, 12);
  expect([...asAYearBefore(OUTCOMES).purchases]).toEqual([0, 2, 1, 0]);
  expect(atOwnRate(OUTCOMES, 50).any.every(Number.isNaN)).toBe(true);
});

test("errors count every customer of a group", () => {
  const purchases = Float64Array.of(0.5, 2, 2, 0);
  const { people, actual, expected, mae, rmse, correlation } = errorsOf(OUTCOMES, {
    purchases,
    any: purchases,
  });
  expect([people, actual, expected]).toEqual([10, 5, 7]);
  expect(mae).toBeCloseTo((6 * 0.5 + 1 + 2) / 10, 12);
  expect(rmse).toBeCloseTo(Math.sqrt((6 * 0.25 + 1 + 4) / 10), 12);
  // numpy 2: corrcoef([0] * 6 + [1, 4, 0, 0], [.5] * 6 + [2, 2, 0, 0]).
  expect(correlation).toBeCloseTo(0.7958852, 6);
});

test("where all expect the same, there is no correlation", () => {
  const same = Float64Array.of(0.1, 0.1, 0.1, 0.1);
  expect(errorsOf(OUTCOMES, { purchases: same, any: same }).correlation).toBeNull();
});

test("ten groups by expectation lose nobody, rise, and keep equal expectations together", () => {
  const people = Float64Array.from({ length: 100 }, (_, i) => 1 + (i % 3));
  const expected = Float64Array.from({ length: 100 }, (_, i) => Math.floor(((i * 37) % 100) / 2));
  const actual = Float64Array.from({ length: 100 }, (_, i) => i % 5);
  const bins = deciles(people, expected, actual);
  const total = (f: (i: number) => number) => people.reduce((sum, n, i) => sum + n * f(i), 0);
  expect(bins.map(({ decile }) => decile)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(bins.reduce((sum, bin) => sum + bin.people, 0)).toBe(total(() => 1));
  expect(bins.reduce((sum, bin) => sum + bin.expected, 0)).toBe(total((i) => expected[i]!));
  expect(bins.reduce((sum, bin) => sum + bin.actual, 0)).toBe(total((i) => actual[i]!));
  for (const [i, bin] of bins.slice(1).entries())
    expect(bin.expected / bin.people).toBeGreaterThan(bins[i]!.expected / bins[i]!.people);
  for (const bin of bins) expect(Math.abs(bin.people - total(() => 1) / 10)).toBeLessThan(8);
  expect(deciles(Float64Array.of(5, 5), Float64Array.of(1, 1), [0, 1])).toHaveLength(1);
});
