import { expect, test } from "vitest";
import { cutPoint } from "../../../src/fit/scorecard/cut-point.js";
import { uniform } from "../../../src/numeric/uniform.js";

test("as few digits as are enough, the largest of these", () => {
  expect(cutPoint(3965, 3973)).toBe(3970);
  expect(cutPoint(8, 9)).toBe(9);
  expect(cutPoint(25, 31)).toBe(30);
  expect(cutPoint(0, 0.0371)).toBe(0.03);
  expect(cutPoint(-1, 0)).toBe(0);
  expect(cutPoint(-12.7, -12.1)).toBe(-12.1);
  expect(cutPoint(-37, -12)).toBe(-20);
  expect(cutPoint(0.49996, 0.50001)).toBe(0.5);
});

test("always above the one and at most the other", () => {
  const next = uniform(8);
  for (let round = 0; round < 5000; round++) {
    const low = (next() - 0.5) * 10 ** Math.floor(next() * 16 - 8);
    const high = low + Math.max(Math.abs(low) * 2 ** -52, next() ** 9);
    const cut = cutPoint(low, high);
    expect(low < cut && cut <= high, `${low} ${high} ${cut}`).toBe(true);
  }
  expect(cutPoint(0.1 + 0.2, 0.1 + 0.2 + 2 ** -54)).toBeGreaterThan(0.1);
});
