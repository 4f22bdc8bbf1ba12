import { expect, test } from "vitest";
import { designOf, levelsOfNumbers, levelsOfWords, placesOf } from "../../src/value/levels.js";

const names = (levels: readonly { level: string }[]) => levels.map(({ level }) => level);

test("words: the most frequent first, rare ones joined where they are enough, those not known apart", () => {
  const counts = [
    { level: "web", people: 500 },
    { level: "store", people: 300 },
    { level: "fair", people: 60 },
  ];
  expect(names(levelsOfWords(counts, 0, 860, 12))).toEqual(["web", "store", "fair"]);
  expect(names(levelsOfWords(counts, 0, 890, 12))).toEqual(["web", "store", "fair"]);
  expect(names(levelsOfWords(counts, 70, 920, 12))).toEqual(["web", "store", "fair", "other", "unknown"]);
  expect(names(levelsOfWords(counts, 70, 860, 3))).toEqual(["web", "store", "other"]);
  expect(names(levelsOfWords(counts, 0, 860, 2))).toEqual(["web", "other"]);
  expect(names(levelsOfWords([], 0, 860, 12))).toEqual(["other"]);
  expect(names(levelsOfWords([], 860, 0, 12))).toEqual(["unknown"]);
});

test("a number is cut where it is told to; equal cuts are one", () => {
  const levels = levelsOfNumbers([10, 20, 20, 1234567.891], 60);
  expect(names(levels)).toEqual(["≤ 10", "10 – 20", "20 – 1234570", "> 1234570", "unknown"]);
  expect(levels[1]).toEqual({ level: "10 – 20", low: 10, high: 20 });
  expect(names(levelsOfNumbers([], 0))).toEqual(["other"]);
});

test("a stratum's number holds the levels, and its effects are those that are not the reference", () => {
  const words = (name: string, of: readonly string[], reference: number) => ({
    name,
    numeric: false,
    levels: of.map((level) => ({ level, low: null, high: null })),
    reference,
  });
  const covariates = [words("channel", ["web", "store", "fair"], 0), words("kind", ["firm", "person"], 1)];
  expect(placesOf(covariates, 5)).toEqual([2, 1]);
  const { effects, covariates: own, strata } = designOf(covariates, [0, 1, 3, 5]);
  expect(effects).toEqual(["channel = store", "channel = fair", "kind = firm"]);
  expect(own).toEqual([[0, 1], [2]]);
  expect([...strata]).toEqual([
    [0, [2]],
    [1, [0, 2]],
    [3, []],
    [5, [1]],
  ]);
});
