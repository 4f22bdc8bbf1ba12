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

/**
 * The number of groups: of those that are found again (stability), the one with the highest silhouette. It is 1 where one
 * group does as well by the gap statistic as any other number, or none is found again.
 * @param candidates k = 1 among them
 */
export function chooseK(candidates: readonly Candidate[]): { readonly k: number; readonly verdict: Verdict } {
  const one = candidates.find(({ k }) => k === 1)!;
  const several = candidates.filter(({ k }) => k > 1);
  if (several.every(({ gap, gap_error }) => gap - gap_error <= one.gap))
    return { k: 1, verdict: "no_structure" };
  const stable = several.filter((each) => each.stability >= STABLE);
  if (stable.length === 0) return { k: 1, verdict: "unstable" };
  const best = stable.reduce((a, b) => ((b.silhouette ?? -1) > (a.silhouette ?? -1) ? b : a));
  return { k: best.k, verdict: "chosen" };
}
