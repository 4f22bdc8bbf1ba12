import { expect, test } from "vitest";
import { thresholdOf } from "../../src/identity/threshold.js";

const limits = { allowed: 0.01, most: 0.05, expected: 1000 };

test("the lowest probability at which the share of false pairs is allowed", () => {
  const falling = [
    { probability: 1, pairs: 500 },
    { probability: 0.99, pairs: 100 },
    { probability: 0.9, pairs: 40 },
    { probability: 0.7, pairs: 100 },
  ];
  expect(thresholdOf(falling, limits)).toBe(0.9);
  expect(thresholdOf(falling, { ...limits, allowed: 0.001 })).toBe(0.7);
});

test("never above .95: what is likelier is taken whatever it costs", () => {
  expect(thresholdOf([{ probability: 1, pairs: 500 }], limits)).toBe(0.95);
  expect(thresholdOf([{ probability: 0.96, pairs: 500 }], { ...limits, allowed: 0.001 })).toBe(0.95);
});

test("where it is allowed at none: what loses least, among what may be published", () => {
  const falling = [
    { probability: 0.98, pairs: 500 },
    { probability: 0.94, pairs: 300 },
    { probability: 0.6, pairs: 30 },
    { probability: 0.55, pairs: 200 },
  ];
  expect(thresholdOf(falling, { ...limits, expected: 900 })).toBe(0.6);
  expect(thresholdOf(falling, { ...limits, most: 0.04 })).toBe(0.94);
});

test("few columns: pairs that are likely, none of them beyond doubt, are found", () => {
  expect(thresholdOf([{ probability: 0.9, pairs: 80 }], { allowed: 0.01, most: 0.2, expected: 100 })).toBe(
    0.9,
  );
  expect(thresholdOf([], limits)).toBe(0.95);
});
