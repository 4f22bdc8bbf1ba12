import { expect, test } from "vitest";
import { nearest } from "../../src/numeric/nearest.js";

test("the nearest centre, of two equally near the first, and the sum of the squared distances", () => {
  const centres = [
    [0, 0],
    [4, 0],
  ];
  const points = [
    [1, 0],
    [2, 0],
    [3, 1],
  ];
  expect(nearest(points, centres)).toEqual({ groups: Int32Array.of(0, 0, 1), inertia: 1 + 4 + 2 });
});
