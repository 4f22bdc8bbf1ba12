import { expect, test } from "vitest";
import { uniform } from "../../src/numeric/uniform.js";

test("the same seed gives the same numbers, another one others; they fill 0 to 1 evenly", () => {
  const draw = (seed: number, n: number) => {
    const next = uniform(seed);
    return Array.from({ length: n }, next);
  };
  expect(draw(3, 5)).toEqual(draw(3, 5));
  expect(draw(3, 5)).not.toEqual(draw(4, 5));
  const many = draw(1, 10_000);
  expect(Math.min(...many)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...many)).toBeLessThan(1);
  const tenths = Array.from({ length: 10 }, (_, i) => many.filter((x) => Math.floor(10 * x) === i).length);
  // Five standard deviations of a count of 1,000.
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
