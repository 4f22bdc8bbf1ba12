import { expect, test } from "vitest";
import { tiedGroups } from "../../src/numeric/tied-groups.js";

const scores = Float64Array.of(5, 1, 2, 2, 2, 3, 4, 6);

test("equal scores are in one group, others as evenly as can be", () => {
  const { group, count } = tiedGroups(scores, 4);
  expect(count).toBe(4);
  expect(Array.from(group)).toEqual([2, 0, 0, 0, 0, 1, 1, 3]);
});

test("by weight", () => {
  const { group, count } = tiedGroups(scores, 2, Float64Array.of(1, 9, 0, 0, 0, 1, 1, 6));
  expect(count).toBe(2);
  expect(Array.from(group)).toEqual([1, 0, 1, 1, 1, 1, 1, 1]);
});

test("tenths of distinct scores are tenths; equal scores are one group", () => {
  const { group, count } = tiedGroups(
    Float64Array.from({ length: 1000 }, (_, i) => (i * 7) % 1000),
    10,
  );
  expect(count).toBe(10);
  for (let k = 0; k < 10; k++) expect(group.filter((each) => each === k)).toHaveLength(100);
  expect(tiedGroups(new Float64Array(50), 10).count).toBe(1);
  expect(tiedGroups(new Float64Array(0), 10).count).toBe(0);
});
