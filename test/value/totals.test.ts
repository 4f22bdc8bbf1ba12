import { expect, test } from "vitest";
import { modelOf } from "../../src/fit/value/transactions.js";
import { outlook } from "../../src/value/outlook.js";
import { weeks } from "../../src/value/time.js";
import { totals } from "../../src/value/totals.js";

const nbd = modelOf("nbd");
const LOGS = [0.5, 10].map(Math.log);
const SPREAD = [
  [0.001, 0],
  [0, 0.001],
];
/** A hundred customers who never came back, margin a half; and ten who bought 3 times more, for 40 each, margin 1. */
const HISTORIES = {
  x: Float64Array.of(0, 3),
  recency: Float64Array.of(0, 140),
  age: Float64Array.of(210, 210),
  people: Float64Array.of(100, 10),
  share: Float64Array.of(50, 10),
  shared: Float64Array.of(0, 400),
  square: Float64Array.of(25, 10),
  squared: Float64Array.of(0, 400),
  squares: Float64Array.of(0, 16_000),
};
const HORIZON = { ends: [weeks(52)], worth: [0.9], rate: 0.002 };
const SPEND = { values: [6, 4, 15] as const, covariance: undefined };

const rows = (covariance: number[][] | undefined, spend: Parameters<typeof totals>[2]) =>
  totals(outlook(nbd, { logs: LOGS, covariance }, HISTORIES, HORIZON), HISTORIES, spend) as [
    string,
    ...(number | null)[],
  ][];

/** A variance by hand: r q / p² for purchases of one of so many, of the negative binomial distribution. */
const expected = (x: number) => ((0.5 + x) * 52) / 40;
const variance = (x: number) => expected(x) * (1 + 52 / 40);

test("orders and value of all are the sums over customers, of spend and margin and worth", () => {
  const [orders, value] = rows(undefined, SPEND);
  expect(orders![1]).toBeCloseTo(100 * expected(0) + 10 * expected(3), 9);
  const spent = (x: number, mean: number) => (6 * (15 + x * mean)) / (6 * x + 4 - 1);
  const by = 100 * expected(0) * spent(0, 0) * 0.5 + 10 * expected(3) * spent(3, 40);
  expect(value![1]).toBeCloseTo(0.9 * by, 8);
  expect(orders!.slice(2)).toEqual([null, null, null, null]);
  expect(value!.slice(2)).toEqual([null, null, null, null]);
});

test("the interval of what will come is wider than that of what is expected, by chance", () => {
  const [orders, value] = rows(SPREAD, SPEND) as [string, number, number, number, number, number][];
  const [, now, low, high, lowest, highest] = orders!;
  expect(low).toBeLessThan(lowest);
  expect(high).toBeGreaterThan(highest);
  expect(lowest).toBeLessThan(now);
  expect(highest).toBeGreaterThan(now);
  // 1.645 standard deviations of chance and parameters together; 500 draws find the ends to some 10 %.
  const chance = 100 * variance(0) + 10 * variance(3);
  const own = ((highest - lowest) / 2 / 1.645) ** 2;
  const width = (high - low) / 2 / 1.645 / Math.sqrt(chance + own);
  expect(width).toBeGreaterThan(0.88);
  expect(width).toBeLessThan(1.12);
  expect(value!.slice(2)).toEqual([null, null, null, null]);
});

test("an uncertain spend widens the interval of value; one whose variance is infinite leaves that of the expectation", () => {
  const uncertain = (q: number) => ({
    values: [6, q, 15] as const,
    covariance: [
      [0.03, 0, 0],
      [0, 0.005, 0],
      [0, 0, 0.05],
    ],
  });
  type Row = [string, number, number, number, number, number];
  const [orders, value] = rows(SPREAD, uncertain(4)) as [Row, Row];
  expect(value[5] / value[4]).toBeGreaterThan(orders[5] / orders[4]);
  expect(value[3] - value[2]).toBeGreaterThan(value[5] - value[4]);
  const [, infinite] = rows(SPREAD, uncertain(1.8)) as [Row, Row];
  expect(infinite[2]).toBe(infinite[4]);
  expect(infinite[3]).toBe(infinite[5]);
  expect(infinite.every((cell) => cell === "value" || Number.isFinite(cell))).toBe(true);
});

test("the same bytes each time", () => {
  expect(rows(SPREAD, SPEND)).toEqual(rows(SPREAD, SPEND));
});
