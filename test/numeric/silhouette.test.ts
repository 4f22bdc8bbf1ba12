import { expect, test } from "vitest";
import { silhouette } from "../../src/numeric/silhouette.js";

// Expected: sklearn.metrics.silhouette_score, 1.9.1.
test("as scikit-learn has it; a thing alone in its group counts 0", () => {
  expect(silhouette([[0], [1], [10], [12]], [0, 0, 1, 1])).toBeCloseTo(0.8561628874557936, 12);
  const points = [
    [0, 1],
    [1, 0],
    [5, 5],
    [6, 4],
    [5, 9],
    [0, 0],
  ];
  expect(silhouette(points, [0, 0, 1, 1, 2, 0])).toBeCloseTo(0.6427352468089831, 12);
});

test("one group has none; equal points count 0", () => {
  expect(silhouette([[1], [2]], [0, 0])).toBeNaN();
  expect(silhouette([[1], [1], [1], [1]], [0, 0, 1, 1])).toBe(0);
});
