import { expect, test } from "vitest";
import { prebinEnds } from "../../../src/fit/scorecard/prebins.js";
import { uniform } from "../../../src/numeric/uniform.js";

const ends = (rows: number[], count: number, least?: number) => [...prebinEnds(rows, count, least)];

// Expected: numpy 2.4, numpy.unique(numpy.searchsorted(values, numpy.quantile(numpy.repeat(values, rows), [.25, .5, .75]))).
test("cut where numpy's quantiles fall, before their values", () => {
  expect(ends([1, 1, 1, 1, 1, 1, 1, 1], 4)).toEqual([2, 4, 6, 8]);
  expect(ends([3, 1, 2, 3, 2, 3, 2], 4)).toEqual([2, 3, 5, 7]);
});

test("a value of more than half is alone, the others are cut for themselves", () => {
  expect(ends([80, 5, 5, 5, 5], 5)).toEqual([1, 2, 3, 4, 5]);
  expect(ends([5, 5, 80, 5, 5], 5)).toEqual([1, 2, 3, 4, 5]);
  expect(ends([900, 90, 5, 5], 4)).toEqual([1, 2, 3, 4]);
});

test("a value that fills a pre-bin is alone where the rest is half of one", () => {
  expect(ends([10, 10, 25, 12, 13, 30], 5)).toContain(3);
  expect(ends([10, 10, 31, 8, 11, 30], 5)).not.toContain(3);
});

test("pre-bins have so many rows at least, and all values are in one", () => {
  const next = uniform(2);
  for (let round = 0; round < 300; round++) {
    const n = 1 + Math.floor(next() * 60);
    const rows = Array.from({ length: n }, () => (next() < 0.3 ? 0 : Math.floor(next() ** 4 * 200)));
    const least = 1 + Math.floor(next() * 30);
    const found = ends(rows, 1 + Math.floor(next() * 20), least);
    const sizes = found.map((end, b) => rows.slice(found[b - 1] ?? 0, end).reduce((a, c) => a + c, 0));
    expect(found.at(-1)).toBe(n);
    expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
    if (found.length > 1) expect(Math.min(...sizes)).toBeGreaterThanOrEqual(least);
  }
});

test("one value, or no row, is one pre-bin", () => {
  expect(ends([7], 20)).toEqual([1]);
  expect(ends([0, 0, 0], 20)).toEqual([3]);
  expect(() => prebinEnds([], 20)).toThrow(RangeError);
});
