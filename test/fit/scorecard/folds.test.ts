import { expect, test } from "vitest";
import { dealFolds } from "../../../src/fit/scorecard/folds.js";
import { uniform } from "../../../src/numeric/uniform.js";

const next = uniform(3);
const group = Int32Array.from({ length: 3000 }, () => Math.floor(1000 * next()));
const answer = Uint8Array.from(group, () => Number(next() < 0.05));
const rows = Int32Array.from(group, (_, i) => i);

test("all rows of a customer are in one fold", () => {
  const fold = dealFolds(rows, answer, group, 5, 1);
  const of = new Map<number, number>();
  for (const row of rows) {
    expect(of.get(group[row]!) ?? fold[row]).toBe(fold[row]);
    of.set(group[row]!, fold[row]!);
  }
});

test("folds have as many customers, and as many who said yes, to one", () => {
  const fold = dealFolds(rows, answer, group, 5, 1);
  const customers = Array.from({ length: 5 }, () => new Set<number>());
  const yes = Array.from({ length: 5 }, () => new Set<number>());
  for (const row of rows) {
    customers[fold[row]!]!.add(group[row]!);
    if (answer[row] === 1) yes[fold[row]!]!.add(group[row]!);
  }
  for (const sets of [customers, yes]) {
    const sizes = sets.map(({ size }) => size);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }
});

test("the same seed deals the same, whatever the order of rows; another does not", () => {
  const fold = dealFolds(rows, answer, group, 5, 1);
  const back = dealFolds(rows.slice().reverse(), answer, group, 5, 1);
  expect([...back].reverse()).toEqual([...fold]);
  expect([...dealFolds(rows, answer, group, 5, 2)]).not.toEqual([...fold]);
});
