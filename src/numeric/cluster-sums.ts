/**
 * What the rows of each cluster add up to, at the cluster's number; 0 at numbers that no row has. O(n).
 * @param cluster whose each row is, whole numbers from 0; each its own if left out
 */
export function clusterSums(values: Float64Array, cluster?: Int32Array): Float64Array {
  if (cluster === undefined) return values;
  let most = -1;
  for (const each of cluster) if (each > most) most = each;
  const sums = new Float64Array(most + 1);
  for (let i = 0; i < values.length; i++) sums[cluster[i]!]! += values[i]!;
  return sums;
}
