import { expect, test } from "vitest";
import { orderLevels } from "../../../src/fit/scorecard/levels.js";

// The first place is that of missing.
const counts = (yes: number[], no: number[]) => ({
  rows: Float64Array.from([0, ...yes], (one, slot) => (slot === 0 ? 0 : one + no[slot - 1]!)),
  yes: Float64Array.from([0, ...yes]),
  no: Float64Array.from([0, ...no]),
});

test("from the lowest rate to the highest; those with few rows aside, those without any left out", () => {
  const { kept, pooled } = orderLevels(counts([90, 10, 3, 0, 40], [10, 90, 3, 0, 60]), 20);
  expect([...kept]).toEqual([1, 4, 0]);
  expect([...pooled]).toEqual([2]);
});

test("a small level leads only if it is far out", () => {
  expect([...orderLevels(counts([0, 10, 300], [20, 490, 400]), 20).kept]).toEqual([1, 0, 2]);
  expect([...orderLevels(counts([0, 200, 300], [20, 400, 400]), 20).kept]).toEqual([0, 1, 2]);
});

test("levels alike keep their order", () => {
  expect([...orderLevels(counts([30, 30, 10, 30], [30, 30, 50, 30]), 20).kept]).toEqual([2, 0, 1, 3]);
});
