import { expect, test } from "vitest";
import { hypergeometricOne } from "../../src/numeric/hypergeometric.js";

// Expected: scipy.special.hyp2f1(1, b, c, z).
test.each([
  [1.2, 3.4, 0.9, 1.6808716385213918],
  [2.5, 2.6, 0.99, 71.8864691872116],
  [0.7, 30, 0.5, 1.012000868160204],
  [5000, 5000.7, 0.992, 122.91613104583757],
  [3, 3, 0, 1],
])("₂F₁(1, %d; %d; %d) as SciPy has it", (b, c, z, value) => {
  expect(hypergeometricOne(b, c, z) / value).toBeCloseTo(1, 11);
});

test("where the series has no end there is no number", () => {
  expect(() => hypergeometricOne(1, 2, 1)).toThrow(RangeError);
  expect(() => hypergeometricOne(3, 2, 0.5)).toThrow(RangeError);
  expect(() => hypergeometricOne(Number.NaN, 2, 0.5)).toThrow(RangeError);
});
