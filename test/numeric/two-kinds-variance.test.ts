import { expect, test } from "vitest";
import { twoKindsVariance } from "../../src/numeric/two-kinds-variance.js";

const influence = Float64Array.of(0.2, -0.2, 0.1, 0.1, -0.2);
const answer = Uint8Array.of(1, 1, 0, 0, 0);

test("sums of squares of each kind by hand, each n / (n − 1) times", () => {
  const found = twoKindsVariance(influence, answer);
  expect(found.variance).toBeCloseTo(0.08 * 2 + 0.06 * 1.5, 14);
  expect([found.yes, found.no]).toEqual([2, 3]);
});

test("rows of one cluster add up, those of both kinds have a covariance", () => {
  const found = twoKindsVariance(influence, answer, Int32Array.of(4, 1, 4, 1, 2));
  expect(found.variance).toBeCloseTo(0.08 * 2 + 0.06 * 1.5 + 2 * (0.2 * 0.1 - 0.2 * 0.1) * 1.5, 14);
  const alike = twoKindsVariance(influence, answer, Int32Array.of(0, 1, 0, 2, 1));
  expect(alike.variance).toBeCloseTo(0.08 * 2 + 0.06 * 1.5 + 2 * (0.2 * 0.1 + 0.2 * 0.2) * 1.5, 14);
});

test("a kind in one cluster alone tells nothing of its spread", () => {
  expect(twoKindsVariance(influence, answer, Int32Array.of(0, 0, 1, 2, 3)).variance).toBeNaN();
  expect(twoKindsVariance(influence, Uint8Array.of(1, 0, 0, 0, 0)).variance).toBeNaN();
});
