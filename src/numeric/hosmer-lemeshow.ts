import { chiSquareTail } from "./chi-square.js";
import type { Weighing } from "./judged.js";
import { tiedGroups } from "./tied-groups.js";

const LEAST = 1e-12;

/** The statistic, its degrees of freedom, and the chance of one so large if the chances are right. */
export interface HosmerLemeshow {
  readonly statistic: number;
  readonly degrees: number;
  readonly tail: number;
}

/**
 * Whether as many said yes as chances had it, over groups by chance: Σ (O − E)² / (n p̄ (1 − p̄)), chi-square. Of rows
 * that the chances were fitted to, two degrees fewer than groups; of others, as many (Hosmer and Lemeshow, Applied
 * Logistic Regression, 2nd edition, 5.2.2 and 5.3). Weights are scaled to the rows that they are worth (Kish). O(n).
 * @param p from 0 to 1
 * @param answer 1 for yes, 0 for no
 * @param holdout whether the chances come from a model that did not see these rows
 * @returns `tail` NaN where groups are too few, or where rows of one cluster make the test think it knew more than it does
 */
export function hosmerLemeshow(
  p: Float64Array,
  answer: Uint8Array,
  {
    weights,
    cluster,
    holdout = false,
    groups = 10,
  }: Weighing & { readonly holdout?: boolean; readonly groups?: number } = {},
): HosmerLemeshow {
  const { group, count } = tiedGroups(p, groups, weights);
  const sums = Array.from({ length: count }, () => ({ weight: 0, expected: 0, observed: 0 }));
  let [all, squares] = [0, 0];
  for (let i = 0; i < p.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    const sum = sums[group[i]!]!;
    sum.weight += weight;
    sum.expected += weight * p[i]!;
    sum.observed += weight * answer[i]!;
    all += weight;
    squares += weight * weight;
  }
  let statistic = 0;
  for (const { weight, expected, observed } of sums) {
    if (weight === 0) continue;
    const mean = Math.min(Math.max(expected / weight, LEAST), 1 - LEAST);
    statistic += (observed - expected) ** 2 / (weight * mean * (1 - mean));
  }
  statistic *= all / squares;
  const degrees = holdout ? count : count - 2;
  const tail =
    degrees >= 1 && !repeats(cluster) && Number.isFinite(statistic)
      ? chiSquareTail(statistic, degrees)
      : Number.NaN;
  return { statistic, degrees, tail };
}

const repeats = (cluster: Int32Array | undefined) =>
  cluster !== undefined && new Set(cluster).size < cluster.length;
