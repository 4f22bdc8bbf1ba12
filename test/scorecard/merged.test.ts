import { expect, test } from "vitest";
import { merged } from "../../src/scorecard/merged.js";

const rows = (...counts: [rows: number, yes: number][]) => counts.map(([all, yes]) => ({ rows: all, yes }));

test("neighbours are put together until both answers are there often enough", () => {
  expect(
    merged(rows([20, 10], [30, 4], [30, 6], [15, 14], [16, 1]), 10).map((group) => group.length),
  ).toEqual([1, 2, 2]);
});

test("what is left at the end joins the last group, and none is too small", () => {
  const groups = merged(rows([40, 12], [40, 9], [40, 3]), 10);
  expect(groups.map((group) => group.map(({ yes }) => yes))).toEqual([[12], [9, 3]]);
  expect(merged(rows([40, 12], [40, 3]), 10)).toEqual([rows([40, 12], [40, 3])]);
});

test("too few of an answer in all of them is no group", () => {
  expect(merged(rows([100, 5], [100, 4]), 10)).toEqual([]);
});
