/** One group: its mean, and the mean distance of its things to it. */
export interface Group {
  readonly mean: readonly number[];
  readonly width: number;
}

/**
 * How much groups overlap: the mean over the groups of the worst ratio of two widths to the distance between the means.
 * Davies and Bouldin (1979), doi:10.1109/TPAMI.1979.4766909. Smaller is better. O(k² d).
 * @returns null for fewer than two groups
 */
export function daviesBouldin(groups: readonly Group[]): number | null {
  if (groups.length < 2) return null;
  const apart = (a: Group, b: Group) => Math.hypot(...a.mean.map((x, j) => x - b.mean[j]!));
  const worst = groups.map((group) =>
    Math.max(
      ...groups
        .filter((other) => other !== group)
        .map((other) => (group.width + other.width) / apart(group, other)),
    ),
  );
  return worst.reduce((sum, ratio) => sum + ratio, 0) / groups.length;
}
