import { expect, test } from "vitest";
import { clusterVariance } from "../../src/numeric/cluster-variance.js";
import { own, p, twice } from "./judged-rows.js";

const mean = p.reduce((sum, each) => sum + each, 0) / p.length;
const influence = p.map((each) => (each - mean) / p.length);

// Expected: scipy.stats.sem(p) ** 2.
test("of a mean, each row its own, it is the squared standard error", () => {
  expect(clusterVariance(influence)).toBeCloseTo(0.0019977931034482754, 14);
  expect(clusterVariance(influence, own)).toBeCloseTo(0.0019977931034482754, 14);
});

test("each row twice tells no more than once; gaps between numbers of clusters count nothing", () => {
  const halves = twice(influence).map((each) => each / 2);
  expect(clusterVariance(halves, twice(own))).toBeCloseTo(clusterVariance(influence), 14);
  expect(
    clusterVariance(
      halves,
      twice(own).map((each) => 3 * each + 5),
    ),
  ).toBeCloseTo(clusterVariance(influence), 14);
});

test("one cluster tells nothing of its spread", () => {
  expect(clusterVariance(influence, new Int32Array(p.length))).toBeNaN();
});
