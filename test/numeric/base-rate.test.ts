import { expect, test } from "vitest";
import { baseRate } from "../../src/numeric/base-rate.js";

test("the share of yes by weight; of nothing there is none", () => {
  expect(baseRate(Uint8Array.of(1, 0, 0, 0))).toBe(0.25);
  expect(baseRate(Uint8Array.of(1, 0, 0, 0), Float64Array.of(3, 1, 1, 1))).toBe(0.5);
  expect(baseRate(new Uint8Array(0))).toBeNaN();
});
