import { expect, test } from "vitest";
import { aucDifference } from "../../src/numeric/auc-difference.js";
import { answer, cluster, own, p, rough, twice } from "./judged-rows.js";

// Expected: DeLong's components of both scores over all pairs in numpy, the variances of their differences (ddof=1).
test("the difference and DeLong's error of it", () => {
  const found = aucDifference(p, rough, answer);
  expect(found.value).toBeCloseTo(0.06937799043062187, 14);
  expect(found.error).toBeCloseTo(0.08650383074453605, 14);
  expect(found.high - found.low).toBeCloseTo(2 * 1.959963984540054 * found.error, 14);
});

test("a score is surely as good as itself, and as itself on another scale", () => {
  expect(aucDifference(p, p.map(Math.sqrt), answer, { cluster })).toEqual({
    value: 0,
    error: 0,
    low: 0,
    high: 0,
  });
});

test("each row twice tells no more than once, if it is said to be one", () => {
  const found = aucDifference(twice(p), twice(rough), twice(answer), { cluster: twice(own) });
  expect(found.error).toBeCloseTo(0.08650383074453605, 14);
});
