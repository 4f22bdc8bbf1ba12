import { expect, test } from "vitest";
import { kolmogorovSmirnov } from "../../src/numeric/kolmogorov-smirnov.js";
import { answer, own, p, twice, weights } from "./judged-rows.js";

// Expected: scipy.stats.ks_2samp(p[answer == 1], p[answer == 0]).statistic; with weights the largest |tpr − fpr| of
// sklearn.metrics.roc_curve(answer, p, sample_weight=weights, drop_intermediate=False), and its threshold.
test("the distance as SciPy has it, and where it is", () => {
  const found = kolmogorovSmirnov(p, answer);
  expect(found.value).toBeCloseTo(0.5263157894736843, 14);
  expect(found.at).toBe(0.25);
  const weighted = kolmogorovSmirnov(p, answer, { weights });
  expect(weighted.value).toBeCloseTo(0.5443037974683544, 14);
  expect(weighted.at).toBe(0.25);
});

test("its error is that of two shares at the cut: 11 of 11 yes and 9 of 19 no lie above", () => {
  const { error, low, high } = kolmogorovSmirnov(p, answer);
  expect(error).toBeCloseTo(Math.sqrt((9 * 10) / 19 ** 3) * Math.sqrt(19 / 18), 14);
  expect(low).toBeGreaterThan(0.2);
  expect(high).toBeLessThan(0.8);
  expect(kolmogorovSmirnov(twice(p), twice(answer), { cluster: twice(own) }).error).toBeCloseTo(error, 14);
});

test("a score that runs the other way is as far", () => {
  expect(
    kolmogorovSmirnov(
      p.map((each) => -each),
      answer,
    ).value,
  ).toBeCloseTo(0.5263157894736843, 14);
});

test("equal scores are 0 apart at no cut; one kind alone has no distance", () => {
  expect(kolmogorovSmirnov(new Float64Array(30), answer)).toMatchObject({ value: 0, at: Number.NaN });
  expect(kolmogorovSmirnov(p, new Uint8Array(30)).value).toBeNaN();
});
