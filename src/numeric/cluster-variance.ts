import { clusterSums } from "./cluster-sums.js";

/**
 * The variance of an estimate from what each row adds to it: the sum of squares of what each cluster adds, times
 * g / (g − 1) for g clusters (Liang and Zeger, Biometrika 73 (1986) 13; the delta method). O(n).
 * @param influence of each row on the estimate, of which the sum is 0
 * @param cluster whose each row is, whole numbers from 0; each its own if left out
 * @returns NaN for fewer than two clusters
 */
export function clusterVariance(influence: Float64Array, cluster?: Int32Array): number {
  const sums = clusterSums(influence, cluster);
  let count = sums.length;
  if (cluster !== undefined) {
    const seen = new Uint8Array(sums.length);
    for (const each of cluster) seen[each] = 1;
    count = seen.reduce((all, each) => all + each, 0);
  }
  if (count < 2) return Number.NaN;
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  return (squares * count) / (count - 1);
}
