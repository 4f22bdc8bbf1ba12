import { clusterSums } from "./cluster-sums.js";
import type { Estimate } from "./judged.js";
import { wilsonInterval } from "./wilson-interval.js";

/**
 * A share of a whole by weight and Wilson's interval for it, at as many trials as the sample is worth: those of which a
 * share would vary as this one does over clusters, at most those that the rows' weights come to; of all or nothing, which
 * does not vary, those that the clusters' weights come to (Kish, Survey Sampling, 1965, 8.2 and 11.7). Rows of weight 1,
 * each its own: Wilson's interval itself. O(n).
 * @param part of each row's whole, from 0 to it
 * @param whole from 0
 * @param cluster whose each row is, whole numbers from 0
 * @returns NaN where the whole is nothing
 */
export function shareInterval(part: Float64Array, whole: Float64Array, cluster?: Int32Array): Estimate {
  let [parts, wholes] = [0, 0];
  for (let i = 0; i < whole.length; i++) {
    parts += part[i]!;
    wholes += whole[i]!;
  }
  if (!(wholes > 0)) return { value: Number.NaN, error: Number.NaN, low: Number.NaN, high: Number.NaN };
  const value = Math.min(1, parts / wholes);
  const influence = new Float64Array(whole.length);
  for (let i = 0; i < whole.length; i++) influence[i] = (part[i]! - value * whole[i]!) / wholes;
  const variance = squared(clusterSums(influence, cluster));
  const spread = value * (1 - value);
  const trials =
    spread > 0 && variance > 0
      ? Math.min(wholes ** 2 / squared(whole), spread / variance)
      : wholes ** 2 / squared(clusterSums(whole, cluster));
  return { value, error: Math.sqrt(spread / trials), ...wilsonInterval(value * trials, trials) };
}

function squared(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
