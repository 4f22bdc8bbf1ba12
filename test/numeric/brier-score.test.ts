import { expect, test } from "vitest";
import { brierScore } from "../../src/numeric/brier-score.js";
import { answer, cluster, p, weights } from "./judged-rows.js";

// Expected: sklearn.metrics.brier_score_loss(answer, p, sample_weight=weights); errors scipy.stats.sem of the rows' losses,
// and in numpy sqrt(g / (g − 1) Σ (Σ w (loss − mean) / Σ w)²) over clusters.
test("the score as scikit-learn has it, with its error", () => {
  const found = brierScore(p, answer);
  expect(found.value).toBeCloseTo(0.16637333333333332, 14);
  expect(found.error).toBeCloseTo(0.03402117154669959, 14);
  expect(brierScore(p, answer, { cluster }).error).toBeCloseTo(0.027418562086456846, 14);
  const weighted = brierScore(p, answer, { weights, cluster });
  expect(weighted.value).toBeCloseTo(0.14671874999999998, 14);
  expect(weighted.error).toBeCloseTo(0.032006498757082474, 14);
});

// The error of the skill by leaving one row out at a time in numpy (jackknife): .1295; of the delta method a little less.
test("the part saved of what the base rate loses", () => {
  const { skill } = brierScore(p, answer);
  expect(skill.value).toBeCloseTo(0.28355980861244, 14);
  expect(skill.error / 0.12949305526377997).toBeGreaterThan(0.93);
  expect(skill.error / 0.12949305526377997).toBeLessThan(1.02);
});

test("the base rate has no skill, and one answer alone leaves none to have", () => {
  expect(brierScore(new Float64Array(30).fill(11 / 30), answer).skill.value).toBeCloseTo(0, 14);
  expect(brierScore(p, new Uint8Array(30)).skill.value).toBeNaN();
});
