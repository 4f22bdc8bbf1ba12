import { expect, test } from "vitest";
import { unitInterval } from "../../src/numeric/unit-interval.js";

// Expected: scipy.special.expit(logit(a) ± scipy.stats.norm.ppf(.975) * se / (a * (1 - a))).
test("bounds are normal in the logarithm of the odds", () => {
  const found = unitInterval(0.7990430622009569, 0.08252336389623707 ** 2, 11);
  expect(found.low).toBeCloseTo(0.59219345, 8);
  expect(found.high).toBeCloseTo(0.91587745, 8);
});

// Expected: scipy.stats.binomtest(30, 30).proportion_ci(method="wilson").
test("all or nothing has bounds, too", () => {
  const found = unitInterval(1, 0, 30);
  expect(found.low).toBeCloseTo(0.8864866068260312, 12);
  expect(found.high).toBe(1);
  expect(unitInterval(0, 0, 30).high).toBeCloseTo(1 - 0.8864866068260312, 12);
});

test("what could not have been other has no width; what nothing tells has no bounds", () => {
  expect(unitInterval(0.5, 0, 10)).toMatchObject({ low: 0.5, high: 0.5 });
  expect(unitInterval(0.5, Number.NaN, 10).low).toBeNaN();
});
