import { expect, test } from "vitest";
import { categoryColumn, numericColumn } from "../../../src/fit/scorecard/columns.js";

test("numbers by their place among those that occur; none, and infinite ones, are missing", () => {
  const { values, codes } = numericColumn("x", [3, Number.NaN, -1, 3, Infinity, 0.5, -0, 0]);
  expect([...values]).toEqual([-1, -0, 0.5, 3]);
  expect([...codes]).toEqual([3, -1, 0, 3, -1, 2, 1, 1]);
  expect([...numericColumn("x", [Number.NaN]).codes]).toEqual([-1]);
});

test("words by their place in a fixed order; none is missing", () => {
  const { levels, codes } = categoryColumn("w", ["b", null, "é", "a", "b", ""]);
  expect(levels).toEqual(["", "a", "b", "é"]);
  expect([...codes]).toEqual([2, -1, 3, 1, 2, 0]);
});
