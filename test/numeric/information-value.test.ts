import { expect, test } from "vitest";
import { informationValue } from "../../src/numeric/information-value.js";

// The example of optbinning's README: breast cancer, mean radius; WOE there is of the opposite sign.
test("as optbinning's README has it", () => {
  const { iv, woe } = informationValue([115, 76, 61, 39, 55, 10, 1], [3, 3, 7, 10, 28, 44, 117]);
  expect(iv).toBeCloseTo(5.043925, 6);
  expect(woe[0]).toBeCloseTo(3.12517, 5);
  expect(woe[6]).toBeCloseTo(-5.28332, 5);
});

test("an empty cell counts as a half, in the totals too; a group of nothing tells nothing", () => {
  const { iv, woe } = informationValue([0, 9, 0], [5, 15, 0]);
  expect(woe[0]).toBeCloseTo(Math.log(0.5 / 9.5 / (5 / 20)), 12);
  expect(woe[2]).toBe(0);
  expect(iv).toBeCloseTo((0.5 / 9.5 - 5 / 20) * woe[0]! + (9 / 9.5 - 15 / 20) * woe[1]!, 12);
  expect(informationValue([0, 9], [5, 15], 1).woe[0]).toBeCloseTo(Math.log(1 / 10 / (5 / 20)), 12);
});

test("groups alike tell nothing; one class alone is refused", () => {
  expect(informationValue([10, 20, 30], [20, 40, 60]).iv).toBe(0);
  expect(() => informationValue([1, 2], [0, 0])).toThrow(RangeError);
  expect(() => informationValue([1, 2], [3])).toThrow(RangeError);
  expect(() => informationValue([1], [3], 0)).toThrow(RangeError);
});
