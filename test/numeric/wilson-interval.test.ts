import { expect, test } from "vitest";
import { wilsonInterval } from "../../src/numeric/wilson-interval.js";

// Expected: scipy.stats.binomtest(k, n).proportion_ci(method="wilson").
test.each([
  [8, 20, 0.21880653237281705, 0.6134184992377467],
  [0, 30, 0, 0.11351339317396875],
  [30, 30, 0.8864866068260312, 1],
  [3, 1000, 0.0010207838811386186, 0.008783014053503173],
])("%i of %i as SciPy has it", (successes, n, low, high) => {
  const found = wilsonInterval(successes, n);
  expect(found.low).toBeCloseTo(low, 12);
  expect(found.high).toBeCloseTo(high, 12);
});

test("nothing, or more than all, is refused", () => {
  expect(() => wilsonInterval(0, 0)).toThrow(RangeError);
  expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
});
