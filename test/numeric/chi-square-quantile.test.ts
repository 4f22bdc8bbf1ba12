import { expect, test } from "vitest";
import { chiSquareTail } from "../../src/numeric/chi-square.js";
import { chiSquareQuantile } from "../../src/numeric/chi-square-quantile.js";

// Expected: scipy.stats.chi2.isf, 1.16.
test("as scipy has it, and the inverse of the tail", () => {
  expect(chiSquareQuantile(0.05, 1)).toBeCloseTo(3.841458820694124, 10);
  expect(chiSquareQuantile(0.01, 8)).toBeCloseTo(20.090235029663233, 9);
  expect(chiSquareQuantile(1e-9, 1)).toBeCloseTo(37.32489311, 6);
  expect(chiSquareQuantile(1, 3)).toBe(0);
  for (const p of [0.999, 0.5, 0.2, 1e-4])
    expect(chiSquareTail(chiSquareQuantile(p, 2), 2)).toBeCloseTo(p, 12);
  expect(() => chiSquareQuantile(0, 1)).toThrow(RangeError);
});
