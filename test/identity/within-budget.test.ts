import { describe, expect, test } from "vitest";
import { type BlockSize, implied, STANDARD_KEYS, withinBudget } from "../../src/identity/blocking.js";

const sizes: BlockSize[] = [
  { records: 2, blocks: 100 },
  { records: 10, blocks: 4 },
  { records: 1000, blocks: 1 },
];

describe("the pairs of the smallest blocks that fit", () => {
  test("all of them", () => {
    const pairs = 100 + 4 * 45 + 499_500;
    expect(withinBudget(sizes, pairs)).toEqual({ pairs, most: 2000, left_out: 0, blocks_left_out: 0 });
  });

  test("what the budget has left is room for blocks to grow", () => {
    expect(withinBudget([{ records: 2, blocks: 10 }], 10 + 499_500)).toMatchObject({ pairs: 10, most: 1000 });
  });

  test("one pair too many leaves the largest blocks out, and says what that costs", () => {
    expect(withinBudget(sizes, 100 + 4 * 45 + 499_499)).toEqual({
      pairs: 280,
      most: 13,
      left_out: 499_500,
      blocks_left_out: 1,
    });
  });

  test("blocks of one size stay or go together", () => {
    expect(withinBudget(sizes, 200)).toEqual({
      pairs: 100,
      most: 3,
      left_out: 180 + 499_500,
      blocks_left_out: 5,
    });
  });

  test("a larger block never comes in for a smaller one that is too dear", () => {
    const many = [
      { records: 2, blocks: 1000 },
      { records: 3, blocks: 1 },
    ];
    expect(withinBudget(many, 10)).toEqual({ pairs: 0, most: 0, left_out: 1003, blocks_left_out: 1001 });
  });

  test("whatever the order of the sizes", () => {
    expect(withinBudget([...sizes].reverse(), 300)).toEqual(withinBudget(sizes, 300));
  });

  test("no blocks", () => {
    expect(withinBudget([], 10)).toEqual({ pairs: 0, most: 5, left_out: 0, blocks_left_out: 0 });
  });

  test("a block of ten million records is counted, not made", () => {
    expect(withinBudget([{ records: 10_000_000, blocks: 1 }], 200_000)).toEqual({
      pairs: 0,
      most: 0,
      left_out: 49_999_995_000_000,
      blocks_left_out: 1,
    });
  });
});

test("who has the same e-mail has the same user and number in it, not the other way round", () => {
  const key = (name: string) => STANDARD_KEYS.find((each) => each.name === name)!;
  expect(implied(key("email"), key("email user"))).toBe(true);
  expect(implied(key("email user"), key("email"))).toBe(false);
  expect(implied(key("phone"), key("phone"))).toBe(true);
  expect(implied(key("phone"), key("email"))).toBe(false);
});
