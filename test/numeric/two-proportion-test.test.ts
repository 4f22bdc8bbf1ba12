import { expect, test } from "vitest";
import { twoProportionStatistic, twoProportionTest } from "../../src/numeric/two-proportion-test.js";

// Expected: scipy.stats.chi2_contingency(…, correction=False).
test("as scipy has it", () => {
  expect(twoProportionStatistic(15, 85, 5, 95)).toBeCloseTo(5.555555555555555, 12);
  expect(twoProportionTest(15, 85, 5, 95)).toBeCloseTo(0.01842213, 8);
  expect(twoProportionTest(5, 95, 15, 85)).toBeCloseTo(0.01842213, 8);
});

test("equal shares, and a column of nothing, do not differ", () => {
  expect(twoProportionTest(10, 20, 20, 40)).toBe(1);
  expect(twoProportionTest(10, 0, 20, 0)).toBe(1);
  expect(twoProportionTest(0, 0, 20, 10)).toBe(1);
});
