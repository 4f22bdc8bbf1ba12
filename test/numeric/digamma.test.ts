import { expect, test } from "vitest";
import { digamma } from "../../src/numeric/digamma.js";

// mpmath 1.4, 40 digits: digamma(x).
test.each([
  [1e-10, -10000000000.577215],
  [0.001, -1000.5755719318103],
  [0.5, -1.9635100260214235],
  [1, -0.5772156649015329],
  [1.4616321449683622, -9.241265521729428e-17],
  [9.99, 2.250700372831201],
  [10, 2.251752589066721],
  [1e10, 23.025850929890456],
])("the derivative of the logarithm of the gamma function at %d", (x, value) => {
  expect(Math.abs(digamma(x) - value)).toBeLessThan(2e-15 * (1 + Math.abs(value)));
});
