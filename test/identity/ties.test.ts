import { expect, test } from "vitest";
import { seamsOf, type Tie } from "../../src/identity/ties.js";

const tie = (low: number, high: number, probability: number): Tie => ({
  low,
  high,
  probability,
  weight: Math.log2(probability / (1 - probability)),
});
const told = (ties: Tie[], together: [number, number][] = []) =>
  seamsOf(ties, together, 0.8).map(({ low, high, sides, across, only }) => [
    `${low}-${high}`,
    sides.join("+"),
    Math.round(across * 1e4) / 1e4,
    only,
  ]);

test("a chain has two seams, each the only tie of its sides", () => {
  expect(told([tie(1, 2, 0.99), tie(2, 3, 0.9)])).toEqual([
    ["1-2", "1+2", 0.495, true],
    ["2-3", "2+1", 0.45, true],
  ]);
});

test("the weakest side of a triangle is no seam, and the others are not the only ties", () => {
  expect(told([tie(1, 2, 0.99), tie(2, 3, 0.9), tie(1, 3, 0.85)])).toEqual([
    ["1-2", "1+2", 0.92, false],
    ["2-3", "2+1", 0.875, false],
  ]);
});

test("a tie that would not join by itself is no second tie", () => {
  expect(told([tie(1, 2, 0.99), tie(2, 3, 0.9), tie(1, 3, 0.5)])[1]).toEqual(["2-3", "2+1", 0.7, true]);
});

test("two groups of two and what holds them together", () => {
  expect(told([tie(1, 2, 0.99), tie(3, 4, 0.98), tie(2, 3, 0.9)]).at(-1)).toEqual([
    "2-3",
    "2+2",
    0.225,
    true,
  ]);
});

test("what people have decided is no seam, nor what it settles", () => {
  expect(told([tie(1, 2, 0.9), tie(2, 3, 0.95)], [[1, 2]])).toEqual([["2-3", "2+1", 0.475, true]]);
  expect(told([tie(1, 2, 0.9)], [[1, 2]])).toEqual([]);
});

test("the order of the ties is no matter", () => {
  const ties = [tie(1, 2, 0.9), tie(2, 3, 0.9), tie(1, 3, 0.9), tie(3, 4, 0.9)];
  expect(told([...ties].reverse())).toEqual(told(ties));
});
