import { expect, test } from "vitest";
import { clusterSums } from "../../src/numeric/cluster-sums.js";

test("rows of one cluster add up at its number; without clusters each is its own", () => {
  const values = Float64Array.of(1, 2, 4, 8);
  expect(Array.from(clusterSums(values, Int32Array.of(3, 0, 3, 1)))).toEqual([2, 8, 0, 5]);
  expect(Array.from(clusterSums(values))).toEqual([1, 2, 4, 8]);
});
