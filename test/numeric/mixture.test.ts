import { expect, test } from "vitest";
import { beta, gamma, type Mixture } from "../../src/numeric/mixture.js";

const meanOf = ({ nodes, weights }: Mixture, f: (value: number) => number) =>
  nodes.reduce((sum, node, i) => sum + weights[i]! * f(node), 0);

// mpmath 1.4, 40 digits: c**(k - 1) * exp(c) * gammainc(1 - k, c).
test.each([
  [1e-6, 1e-3, 999.9936621468098],
  [1e-6, 3, 0.33333324597210584],
  [0.24, 1e-3, 229.9203272408918],
  [0.24, 0.1, 6.316629246793209],
  [3, 1e-3, 0.49950316893703517],
  [3, 3, 0.17937683114893324],
  [2000, 0.1, 0.0005002250887724294],
])("a gamma distribution of shape %d: the mean of 1 / (value + %d)", (shape, c, value) => {
  expect(meanOf(gamma(shape), (node) => 1 / (node + c)) / value).toBeCloseTo(1, 10);
});

// mpmath 1.4, 40 digits: hyp2f1(1, a, a + b, -1 / c) / c.
test.each([
  [1e-6, 1, 1e-3, 999.9930912707231],
  [0.8, 1e6, 1e-6, 653666.3139636349],
  [0.8, 1e6, 1, 0.99999920000208],
  [5, 5, 1e-6, 2.2499940000209997],
  [5, 5, 1, 0.673580044248719],
  [0.5, 1e-5, 1e-3, 0.9999734782487918],
  [40, 0.1, 1, 0.500632000215034],
])("a beta distribution of %d and %d: the mean of 1 / (value + %d)", (a, b, c, value) => {
  expect(meanOf(beta(a, b), (node) => 1 / (node + c)) / value).toBeCloseTo(1, 10);
});

test("means and weights are right, and points are few and within the range, however odd the shape is", () => {
  for (const a of [1e-12, 1e-3, 0.3, 1, 7, 400, 1e6])
    for (const b of [1e-12, 1e-3, 0.3, 1, 7, 400, 1e6]) {
      const found = beta(a, b);
      expect(found.nodes.length).toBeLessThan(700);
      expect(found.nodes.every((node) => node > 0 && node <= 1)).toBe(true);
      expect(meanOf(found, () => 1)).toBeCloseTo(1, 12);
      expect(meanOf(found, (node) => node) / (a / (a + b))).toBeCloseTo(1, 9);
    }
  for (const shape of [1e-12, 1e-3, 0.3, 1, 7, 400, 1e6]) {
    const found = gamma(shape);
    expect(found.nodes.length).toBeLessThan(400);
    expect(found.nodes.every((node) => node > 0 && Number.isFinite(node))).toBe(true);
    expect(meanOf(found, (node) => node) / shape).toBeCloseTo(1, 9);
    expect(meanOf(found, (node) => (node - shape) ** 2) / shape).toBeCloseTo(1, 8);
  }
});
