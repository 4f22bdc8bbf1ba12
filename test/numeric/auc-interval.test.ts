import { expect, test } from "vitest";
import { aucInterval } from "../../src/numeric/auc-interval.js";
import { answer, cluster, own, p, rough, twice, weights } from "./judged-rows.js";

// Expected: the structural components V10 and V01 as DeLong defines them, over all pairs in numpy, and
// sqrt(V10.var(ddof=1) / m + V01.var(ddof=1) / n).
test("DeLong's error, with ties", () => {
  expect(aucInterval(p, answer).error).toBeCloseTo(0.08252336389623707, 14);
  expect(aucInterval(rough, answer).error).toBeCloseTo(0.09394332017259265, 14);
});

// Expected: S10, S01 and S11 of Obuchowski (1997) over all pairs in numpy.
test("Obuchowski's error of clustered rows", () => {
  const found = aucInterval(p, answer, { cluster });
  expect(found.error).toBeCloseTo(0.09804614490629641, 14);
  expect(found.low).toBeCloseTo(0.54576374, 8);
  expect(found.high).toBeCloseTo(0.92937182, 8);
});

/** Hanley and McNeil, Radiology 143 (1982) 29, table I: ratings of 58 normal and 51 abnormal images; area .893. */
test("the published area of 109 images", () => {
  const counts = [
    [33, 3],
    [6, 2],
    [6, 2],
    [11, 11],
    [2, 33],
  ];
  const rows = counts.flatMap(([normal, abnormal], rating) => [
    ...Array<number[]>(normal!).fill([rating, 0]),
    ...Array<number[]>(abnormal!).fill([rating, 1]),
  ]);
  const found = aucInterval(
    Float64Array.from(rows, (row) => row[0]!),
    Uint8Array.from(rows, (row) => row[1]!),
  );
  expect(found.value).toBeCloseTo(0.893, 3);
  expect(found.error).toBeCloseTo(0.030724408379381122, 12);
});

test("each row twice tells no more than once, if it is said to be one", () => {
  const once = aucInterval(p, answer, { weights });
  const found = aucInterval(twice(p), twice(answer), { weights: twice(weights), cluster: twice(own) });
  expect(found.value).toBeCloseTo(once.value, 14);
  expect(found.error).toBeCloseTo(once.error, 14);
  expect(aucInterval(twice(p), twice(answer)).error).toBeLessThan(0.75 * aucInterval(p, answer).error);
});

test("a score that tells all has a lower bound of the rarer kind's size; one that tells nothing is surely so", () => {
  const perfect = aucInterval(Float64Array.of(1, 2, 3, 4, 5, 6), Uint8Array.of(0, 0, 0, 0, 1, 1));
  expect(perfect.value).toBe(1);
  expect(perfect.low).toBeCloseTo(0.3423802275066532, 12);
  expect(aucInterval(new Float64Array(6), Uint8Array.of(0, 0, 0, 0, 1, 1))).toMatchObject({
    low: 0.5,
    high: 0.5,
  });
});

test("two rows have no interval, one kind no area", () => {
  const two = aucInterval(Float64Array.of(1, 2), Uint8Array.of(0, 1));
  expect(two.value).toBe(1);
  expect(two.low).toBeNaN();
  expect(aucInterval(p, new Uint8Array(p.length)).value).toBeNaN();
});
