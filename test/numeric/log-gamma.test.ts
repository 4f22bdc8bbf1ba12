import { expect, test } from "vitest";
import { logBeta, logGamma } from "../../src/numeric/log-gamma.js";

// mpmath 1.4, 40 digits: loggamma(x), log(beta(a, b)).
test.each([
  [1e-300, 690.7755278982137],
  [1e-10, 23.025850929882736],
  [0.25, 1.2880225246980774],
  [0.999, 0.0005780385328913802],
  [1.0001, -0.00005771334222047127],
  [3.5, 1.2009736023470743],
  [170.5, 704.0044277342047],
  [1e10, 220258509288.81058],
])("the logarithm of the gamma function of %d", (x, value) => {
  expect(Math.abs(logGamma(x) - value)).toBeLessThan(2e-15 * (1 + Math.abs(value)));
});

test("the logarithm of the beta function, far from 1 too", () => {
  expect(logBeta(0.5, 2)).toBeCloseTo(0.2876820724517809, 14);
  expect(logBeta(1e-8, 1e5)).toBeCloseTo(18.420680623083634, 9);
});
