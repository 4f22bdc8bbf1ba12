import { aucInfluence } from "./auc-influence.js";
import type { Estimate, Weighing } from "./judged.js";
import { NORMAL_95 } from "./normal-95.js";
import { twoKindsVariance } from "./two-kinds-variance.js";

/**
 * How much greater the area under the ROC curve is by one score than by another of the same rows, with its interval. What
 * the two have in common is out of it: the variance is of the rows' differences (DeLong, DeLong and Clarke-Pearson,
 * Biometrics 44 (1988) 837; clusters as Obuchowski, Biometrics 53 (1997) 567). O(n).
 * @param answer 1 for yes, 0 for no
 * @returns NaN where the kinds have too few rows: a value takes one of each, an interval two clusters of each
 */
export function aucDifference(
  scores: Float64Array,
  others: Float64Array,
  answer: Uint8Array,
  { weights, cluster }: Weighing = {},
): Estimate {
  const one = aucInfluence(scores, answer, weights);
  const other = aucInfluence(others, answer, weights);
  const influence = one.influence.map((each, i) => each - other.influence[i]!);
  const value = one.auc - other.auc;
  const error = Math.sqrt(twoKindsVariance(influence, answer, cluster).variance);
  return { value, error, low: value - NORMAL_95 * error, high: value + NORMAL_95 * error };
}
