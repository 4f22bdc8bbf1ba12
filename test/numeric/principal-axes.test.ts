import { expect, test } from "vitest";
import { principalAxes } from "../../src/numeric/principal-axes.js";

test("points along a slope vary along it, and not across", () => {
  const { centre, axes } = principalAxes([
    [0, 0],
    [3, 4],
    [6, 8],
  ]);
  expect(centre).toEqual([3, 4]);
  const along = axes.map((axis) => Math.abs(axis[0]! * 3 + axis[1]! * 4)).sort((a, b) => b - a);
  expect(along[0]).toBeCloseTo(5, 9);
  expect(along[1]).toBeCloseTo(0, 9);
});
