import { clusterVariance } from "./cluster-variance.js";
import type { Estimate, Weighing } from "./judged.js";
import { NORMAL_95 } from "./normal-95.js";

/**
 * By how much one number is above another of the same rows, on average, with its interval; rows of one cluster count as one.
 * @returns NaN bounds for fewer than two clusters
 */
export function meanDifference(
  one: Float64Array,
  other: Float64Array,
  { weights, cluster }: Weighing = {},
): Estimate {
  let [sum, all] = [0, 0];
  for (let i = 0; i < one.length; i++) {
    const weight = weights?.[i] ?? 1;
    sum += weight * (one[i]! - other[i]!);
    all += weight;
  }
  const value = sum / all;
  const influence = one.map((each, i) => ((weights?.[i] ?? 1) * (each - other[i]! - value)) / all);
  const error = Math.sqrt(clusterVariance(influence, cluster as Int32Array | undefined));
  return { value, error, low: value - NORMAL_95 * error, high: value + NORMAL_95 * error };
}
