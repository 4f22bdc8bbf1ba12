import { expect, test } from "vitest";
import { principalSteps } from "../../src/numeric/principal-steps.js";

test("steps make up the covariance, the longest first, at right angles", () => {
  const covariance = [
    [4, 1.2, -0.5],
    [1.2, 1, 0.3],
    [-0.5, 0.3, 2],
  ];
  const steps = principalSteps(covariance);
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) {
      const sum = steps.reduce((all, step) => all + step[i]! * step[j]!, 0);
      expect(sum).toBeCloseTo(covariance[i]![j]!, 12);
    }
  const dot = (a: number, b: number) => steps[a]!.reduce((sum, value, i) => sum + value * steps[b]![i]!, 0);
  expect(dot(0, 0)).toBeGreaterThan(dot(1, 1));
  expect(dot(1, 1)).toBeGreaterThan(dot(2, 2));
  expect(dot(0, 1)).toBeCloseTo(0, 12);
  expect(steps.every((step) => step.find((value) => value !== 0)! > 0)).toBe(true);
});

test("the correlated pair of 1 and 1 with .6: along the diagonal and across", () => {
  const [along, across] = principalSteps([
    [1, 0.6],
    [0.6, 1],
  ]);
  for (const value of along!) expect(value).toBeCloseTo(Math.sqrt(0.8), 12);
  expect(across![0]).toBeCloseTo(Math.sqrt(0.2), 12);
  expect(across![1]).toBeCloseTo(-Math.sqrt(0.2), 12);
});

test("what does not vary takes no step, and no rounding makes one of it that is no number", () => {
  const steps = principalSteps([
    [1, 1],
    [1, 1],
  ]);
  expect(steps.flat().every(Number.isFinite)).toBe(true);
  expect(Math.hypot(...steps[1]!)).toBeCloseTo(0, 7);
});
