import { expect, test } from "vitest";
import { calinskiHarabasz } from "../../src/numeric/calinski-harabasz.js";

// Expected: sklearn.metrics.calinski_harabasz_score, 1.9.1, of (0,1) (1,0) (0,0), (5,5) (6,4), (5,9) (7,9).
test("as scikit-learn has it", () => {
  expect(calinskiHarabasz([3, 2, 2], 4 / 3 + 1 + 2, 145.71428571428572)).toBeCloseTo(65.25274725274723, 10);
});

test("null for one group, empty ones not counted, and where every thing is its group's mean", () => {
  expect(calinskiHarabasz([4, 0], 3, 3)).toBeNull();
  expect(calinskiHarabasz([2, 2], 0, 8)).toBeNull();
});
