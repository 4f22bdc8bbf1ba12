import { aucInfluence } from "./auc-influence.js";
import type { Estimate, Weighing } from "./judged.js";
import { twoKindsVariance } from "./two-kinds-variance.js";
import { unitInterval } from "./unit-interval.js";

/**
 * Area under the ROC curve with its interval: the chance that a row with a yes has a higher score than one with a no, of
 * equal scores half. DeLong's variance, or Obuchowski's where rows come in clusters; bounds in the logarithm of the odds,
 * or, where the scores tell all, Wilson's for as many trials as the rarer kind has clusters. O(n).
 * @param answer 1 for yes, 0 for no
 * @returns NaN where the kinds have too few rows: a value takes one of each, an interval two clusters of each
 */
export function aucInterval(scores: Float64Array, answer: Uint8Array, weighing: Weighing = {}): Estimate {
  const { auc, influence } = aucInfluence(scores, answer, weighing.weights);
  const { variance, yes, no } = twoKindsVariance(influence, answer, weighing.cluster);
  return unitInterval(auc, variance, Math.min(yes, no));
}
