import { expect, test } from "vitest";
import { logLoss } from "../../src/numeric/log-loss.js";
import { answer, p, weights } from "./judged-rows.js";

// Expected: sklearn.metrics.log_loss(answer, p, sample_weight=weights); the error scipy.stats.sem of the rows' losses.
test("the loss as scikit-learn has it, with its error", () => {
  const found = logLoss(p, answer);
  expect(found.value).toBeCloseTo(0.4868015369520624, 14);
  expect(found.error).toBeCloseTo(0.07876070415325587, 14);
  expect(logLoss(p, answer, { weights }).value).toBeCloseTo(0.44042068685034447, 14);
});

// The error of the skill by leaving one row out at a time in numpy (jackknife): .1057.
test("the part saved of what the base rate loses", () => {
  const { skill } = logLoss(p, answer);
  expect(skill.value).toBeCloseTo(0.25923185348540956, 14);
  expect(skill.error / 0.1057041277625517).toBeGreaterThan(0.93);
  expect(skill.error / 0.1057041277625517).toBeLessThan(1.02);
});

test("certain and wrong costs much, not all", () => {
  expect(logLoss(Float64Array.of(0, 1), Uint8Array.of(1, 1)).value).toBeCloseTo(-Math.log(2 ** -52) / 2, 9);
});

test("one answer alone leaves no skill to have", () => {
  expect(logLoss(p, new Uint8Array(30)).skill.value).toBeNaN();
});
