import type { Fit } from "./lloyd.js";

/**
 * How far groups are apart for how wide they are: the variance between them over that within. Caliński and Harabasz
 * (1974). Larger is better; null for one group.
 * @param total the inertia of all points around their mean
 */
export function calinskiHarabasz({ inertia, sizes }: Fit, total: number): number | null {
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const k = sizes.filter((size) => size > 0).length;
  if (k < 2 || n <= k || inertia <= 0) return null;
  return (total - inertia) / (k - 1) / (inertia / (n - k));
}

/**
 * How much groups overlap: the mean over the groups of the worst ratio of two widths to the distance between the centres.
 * Davies and Bouldin (1979). Smaller is better; null for one group.
 */
export function daviesBouldin({ centres, sizes, spreads }: Fit): number | null {
  const there = centres.map((_, i) => i).filter((i) => sizes[i]! > 0);
  if (there.length < 2) return null;
  const width = (i: number) => spreads[i]! / sizes[i]!;
  const apart = (i: number, j: number) =>
    Math.sqrt(centres[i]!.reduce((sum, x, d) => sum + (x - centres[j]![d]!) ** 2, 0));
  const worst = there.map((i) =>
    Math.max(...there.filter((j) => j !== i).map((j) => (width(i) + width(j)) / apart(i, j))),
  );
  return worst.reduce((sum, ratio) => sum + ratio, 0) / there.length;
}
