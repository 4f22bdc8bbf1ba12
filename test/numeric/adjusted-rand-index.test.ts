import { expect, test } from "vitest";
import { adjustedRandIndex } from "../../src/numeric/adjusted-rand-index.js";

// Expected: sklearn.metrics.adjusted_rand_score, 1.9.1.
test.each<[number[], number[], number]>([
  [[0, 0, 1, 1], [0, 0, 1, 2], 0.5714285714285714],
  [[0, 1, 2, 0, 1, 2, 0, 0], [1, 1, 0, 1, 0, 0, 2, 1], 0.24096385542168675],
  [[0, 0, 1, 1], [5, 5, 3, 3], 1],
  [[0, 0, 0], [1, 1, 1], 1],
])("%j and %j", (a, b, expected) => {
  expect(adjustedRandIndex(a, b)).toBeCloseTo(expected, 12);
  expect(adjustedRandIndex(b, a)).toBeCloseTo(expected, 12);
});

test("one thing agrees with itself; nothing, and groupings of other things, are refused", () => {
  expect(adjustedRandIndex([4], [9])).toBe(1);
  expect(() => adjustedRandIndex([], [])).toThrow(RangeError);
  expect(() => adjustedRandIndex([1], [1, 2])).toThrow(RangeError);
});
