import { describe, expect, test } from "vitest";
import { logisticRegression } from "../../src/numeric/logistic-regression.js";
import { uniform } from "../../src/numeric/uniform.js";

const points = [
  [0, 1],
  [1, 0],
  [2, 1],
  [3, 5],
  [1, 4],
  [4, 2],
  [0, 0],
  [2, 3],
];
const labels = [0, 1, 0, 1, 0, 1, 0, 1];

// Expected: sklearn.linear_model.LogisticRegression(C=1 / penalty, tol=1e-14, solver="newton-cholesky"), 1.9.1.
describe("as scikit-learn has it", () => {
  test.each([
    [{ penalty: 1 }, -1.5013855884755078, [0.8932345711490074, 0.04400759338442735]],
    [{ penalty: 1e-6 }, -2.3941870396368317, [1.848055655173413, -0.21515461738554398]],
    [
      { penalty: 10, masses: [1, 2, 1, 3, 1, 1, 0.5, 2] },
      0.11320531867175011,
      [0.25152448937125715, 0.10749118992023216],
    ],
  ])("%o", (options, intercept, weights) => {
    const found = logisticRegression(points, labels, options);
    expect(found.intercept).toBeCloseTo(intercept, 6);
    for (const [j, weight] of weights.entries()) expect(found.weights[j]).toBeCloseTo(weight, 6);
  });
});

test("finds the weights that points were drawn from", () => {
  const next = uniform(4);
  const drawn = Array.from({ length: 20_000 }, () => [4 * next() - 2, 4 * next() - 2]);
  const yes = drawn.map(([a, b]) => (next() < 1 / (1 + Math.exp(3 - 1.5 * a! + 0.5 * b!)) ? 1 : 0));
  const { intercept, weights } = logisticRegression(drawn, yes, { penalty: 1 });
  expect(Math.abs(intercept + 3)).toBeLessThan(0.2);
  expect(Math.abs(weights[0]! - 1.5)).toBeLessThan(0.15);
  expect(Math.abs(weights[1]! + 0.5)).toBeLessThan(0.15);
});

test("points that a line parts have an end, thanks to the penalty", () => {
  const { intercept, weights } = logisticRegression([[-1000], [-999], [999], [1000]], [0, 0, 1, 1], {
    penalty: 1e-6,
  });
  expect(Number.isFinite(intercept)).toBe(true);
  expect(weights[0]).toBeGreaterThan(0);
});

test("without coordinates the intercept is the logarithm of the odds", () => {
  const { intercept, weights } = logisticRegression([[], [], [], []], [1, 0, 0, 0], { penalty: 1 });
  expect(intercept).toBeCloseTo(Math.log(1 / 3), 9);
  expect(weights).toEqual([]);
});

test("one kind alone, or no penalty, is refused", () => {
  expect(() => logisticRegression([[1], [2]], [1, 1], { penalty: 1 })).toThrow(RangeError);
  expect(() => logisticRegression([[1], [2]], [1, 0], { penalty: 0 })).toThrow(RangeError);
});
