import { expect, test } from "vitest";
import { normalDraws } from "../../src/numeric/normal-draws.js";

test("the same seed gives the same numbers, another one others; each second row is the opposite of the first", () => {
  const rows = normalDraws(5, 3, 7);
  expect(rows).toHaveLength(5);
  expect(rows.every((row) => row.length === 3)).toBe(true);
  expect(rows).toEqual(normalDraws(5, 3, 7));
  expect(rows).not.toEqual(normalDraws(5, 3, 8));
  expect([...rows[1]!]).toEqual([...rows[0]!].map((value) => -value));
  expect(normalDraws(3, 0, 1)).toHaveLength(3);
});

test("they are as the normal distribution is, and independent", () => {
  const rows = normalDraws(20_000, 2, 1);
  const mean = (f: (row: Float64Array) => number) => rows.reduce((sum, row) => sum + f(row), 0) / rows.length;
  // Five standard errors of the mean over 10,000 independent rows.
  expect(mean((row) => row[0]!)).toBeCloseTo(0, 12);
  expect(Math.abs(mean((row) => row[0]! ** 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / 10_000));
  expect(Math.abs(mean((row) => row[0]! ** 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / 10_000));
  expect(Math.abs(mean((row) => row[0]! * row[1]!))).toBeLessThan(5 / Math.sqrt(10_000));
  const beyond = mean((row) => (Math.abs(row[1]!) > 1.6448536269514722 ? 1 : 0));
  expect(Math.abs(beyond - 0.1)).toBeLessThan(5 * Math.sqrt(0.09 / 10_000));
});
