import { expect, test } from "vitest";
import { type MonthCell, movedByMonth } from "../../../src/fit/scorecard/moved.js";
import { populationStability } from "../../../src/numeric/population-stability.js";

/** Rows of two cells by month; those learnt from are all, or none. */
const month = (name: string, cells: readonly number[], learnt = true): MonthCell[] =>
  cells.map((rows, cell) => ({ month: name, cell, rows, learnt: learnt ? rows : 0 }));

test("each month is set against all rows learnt from, in order of the months", () => {
  const counts = [
    ...month("2026-02-01", [60, 40]),
    ...month("2026-01-01", [40, 60]),
    ...month("2026-03-01", [20, 80], false),
  ];
  const found = movedByMonth(counts, 2);
  expect(found.map(({ month, rows }) => [month, rows])).toEqual([
    ["2026-01-01", 100],
    ["2026-02-01", 100],
    ["2026-03-01", 100],
  ]);
  const later = populationStability([100, 100], [20, 80]);
  expect(found[2]).toEqual({
    month: "2026-03-01",
    rows: 100,
    index: later.index,
    tail: later.tail,
    state: "shifted",
  });
  expect(found[0]!.tail).toBe(populationStability([100, 100], [40, 60], 100).tail);
});

test("an index is told as moved from .1, as shifted from .25, and not at all where chance explains it", () => {
  const learnt = month("2025-01-01", [5000, 5000]);
  const stateOf = (cells: readonly number[]) =>
    movedByMonth([...learnt, ...month("2026-01-01", cells, false)], 2)[1]!.state;
  expect(stateOf([580, 420])).toBe("stable");
  expect(stateOf([660, 340])).toBe("moved");
  expect(stateOf([740, 260])).toBe("shifted");
  expect(stateOf([7, 3])).toBe("stable");
  expect(stateOf([20, 0])).toBe("shifted");
});

test("where nothing was learnt from there is nothing to tell; the only month that was learnt from has not moved", () => {
  expect(movedByMonth(month("2026-01-01", [5, 5], false), 2)).toEqual([]);
  expect(movedByMonth(month("2026-01-01", [5, 5]), 2)).toEqual([
    { month: "2026-01-01", rows: 10, index: 0, tail: null, state: "stable" },
  ]);
});
