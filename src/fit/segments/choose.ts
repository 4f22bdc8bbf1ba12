/** What is known of one number of groups. */
export interface Candidate {
  readonly k: number;
  readonly inertia: number;
  readonly silhouette: number | null;
  readonly calinski_harabasz: number | null;
  readonly davies_bouldin: number | null;
  readonly stability: number;
  readonly gap: number;
  readonly gap_error: number;
}

export type Verdict = "chosen" | "no_structure" | "unstable";

/** Groups that are found again less well are an accident of the sample. */
export const STABLE = 0.75;

/** Silhouettes nearer than this are the same. */
const NOISE = 0.02;

/**
 * The number of groups. Only a number that does better than one group by the gap statistic counts, and of these one that
 * is found again (stability); of what is left the smallest whose silhouette is, but for noise, the highest. It is 1 where
 * nothing is left.
 * @param candidates k = 1 among them
 */
export function chooseK(candidates: readonly Candidate[]): {
  readonly k: number;
  readonly verdict: Verdict;
} {
  const one = candidates.find(({ k }) => k === 1)!;
  const better = candidates.filter(({ k, gap, gap_error }) => k > 1 && gap - gap_error > one.gap);
  if (better.length === 0) return { k: 1, verdict: "no_structure" };
  const stable = better.filter((each) => each.stability >= STABLE);
  if (stable.length === 0) return { k: 1, verdict: "unstable" };
  const highest = Math.max(...stable.map(({ silhouette }) => silhouette ?? -1));
  const { k } = stable.find(({ silhouette }) => (silhouette ?? -1) >= highest - NOISE)!;
  return { k, verdict: "chosen" };
}
