import { expect, test } from "vitest";
import { bandWidth, scoreBands } from "../../src/scorecard/score-bands.js";

/** 400 rows with 0, 1, … 399 points. */
const points = Float64Array.from({ length: 400 }, (_, i) => i);

test("points are counted in bands of a round width that one far off does not widen", () => {
  expect([bandWidth(points), bandWidth(Float64Array.of(...points, 2000))]).toEqual([25, 25]);
  expect(scoreBands(points, 25, 5).slice(0, 2)).toEqual([
    { rows: 25, low: 0, high: 25 },
    { rows: 25, low: 25, high: 50 },
  ]);
});

test("bands with too few are put together with the next, and what is left with the last", () => {
  const bands = scoreBands(Float64Array.of(1, 2, 30, 31, 32, 60, 100), 25, 3);
  expect(bands).toEqual([{ rows: 7, low: 0, high: 125 }]);
  expect(scoreBands(Float64Array.of(1, 2, 3, 30, 31, 60, 61, 62, 100), 25, 3)).toEqual([
    { rows: 3, low: 0, high: 25 },
    { rows: 6, low: 25, high: 125 },
  ]);
});

test("fewer than enough in all are no band", () => {
  expect(scoreBands(Float64Array.of(1, 2), 25, 3)).toEqual([]);
});
