import { expect, test } from "vitest";
import { chiSquareTail } from "../../src/numeric/chi-square.js";

// Expected: scipy.stats.chi2.sf(x, k).
test.each([
  [3.841458820694124, 1, 0.05],
  [10, 3, 0.01856613546304325],
  [0.01, 2, 0.9950124791926823],
  [500, 2, 2.6691902155412655e-109],
  [80, 100, 0.9296649333406051],
  [0, 4, 1],
])("beyond %d with %i degrees of freedom as SciPy has it", (x, degrees, tail) => {
  expect(chiSquareTail(x, degrees) / tail).toBeCloseTo(1, 10);
});

test("no degree of freedom, or no number, is refused", () => {
  expect(() => chiSquareTail(1, 0)).toThrow(RangeError);
  expect(() => chiSquareTail(Number.NaN, 1)).toThrow(RangeError);
});
