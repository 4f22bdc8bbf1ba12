import { expect, test } from "vitest";
import { complete } from "../../src/report/complement.js";

const SIZES: Record<string, number> = { a: 4, b: 12, c: 30, d: 40, e: 50, f: 60 };
const gone = (from: string, ...groups: string[]) => {
  const rows = new Set(from);
  const cover = { groups: groups.map((each) => [...each]), rows: 2, sum: 10 };
  complete(rows, { ...cover, size: (row) => SIZES[row]! });
  return [...rows].sort().join("");
};

test("the smallest other row of a group covers the one that is gone", () => {
  expect(gone("a", "abcd")).toBe("ab");
});

test("a row that another sum tells covers nothing: it takes one more", () => {
  expect(gone("a", "abcd", "b", "ce", "df")).toBe("abce");
});

test("what is gone for one group is missing from the next", () => {
  expect(gone("a", "ab", "bc", "cd", "ef")).toBe("abcd");
});

test("of a row that is all of its group, and gone, no sum is known", () => {
  expect(gone("a", "a", "bcd")).toBe("a");
});
