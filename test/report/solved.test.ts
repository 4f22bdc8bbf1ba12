import { expect, test } from "vitest";
import { solved } from "../../src/report/solved.js";

const found = (unknowns: string, ...groups: string[]) => [
  ...solved(
    [...unknowns],
    groups.map((each) => [...each]),
  ),
];

test("a lone unknown of a group follows from its sum", () => {
  expect(found("a", "axyz")).toEqual(["a"]);
  expect(found("ab", "abxy")).toEqual([]);
});

test("what follows from one group solves the next", () => {
  expect(found("abc", "ax", "ab", "bc").sort()).toEqual(["a", "b", "c"]);
});

test("a square of rows and columns stays open, a path from one to another does not", () => {
  expect(found("abcd", "ab", "cd", "ac", "bd")).toEqual([]);
  const twoSquares = ["ab", "cdm", "ac", "bd", "efm", "gh", "eg", "fh"];
  expect(found("abcdefghm", ...twoSquares)).toEqual(["m"]);
});

test("without sums nothing follows", () => {
  expect(found("abc")).toEqual([]);
});
