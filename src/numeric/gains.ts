import { ascendingOrder } from "./ascending-order.js";
import type { Estimate, Weighing } from "./judged.js";
import { shareInterval } from "./share-interval.js";

/** One of equal groups by descending score, the first with the highest. */
export interface Gain {
  /** Rows by weight. */
  readonly rows: number;
  /** Rows with a yes by weight: a fraction where rows of equal scores were shared out. */
  readonly yes: number;
  /** How many times the base rate the group's rate is. */
  readonly lift: number;
  /** The part of all yes that is in this group. */
  readonly own: Estimate;
  /** The part of all yes that is in this group and those before. */
  readonly capture: Estimate;
}

/**
 * Gains of a score: where the yes are, by groups of equal size from the highest score down. Rows of equal scores where a
 * group ends are shared out between groups in proportion, each as much, so that no order decides. Intervals of
 * parts are Wilson's, the cut taken as given, which makes them a little wide. O(n groups).
 * @param answer 1 for yes, 0 for no
 * @param groups ends lie at whole rows where all count 1
 * @returns one for each group that has rows; NaN where there is no yes
 */
export function gains(
  scores: Float64Array,
  answer: Uint8Array,
  { weights, cluster, groups = 10 }: Weighing & { readonly groups?: number } = {},
): Gain[] {
  const n = scores.length;
  const order = ascendingOrder(scores).reverse();
  const weight = weights ?? new Float64Array(n).fill(1);
  const yesOf = weight.map((each, i) => each * answer[i]!);
  const [all, allYes] = [total(weight), total(yesOf)];
  const taken = new Float64Array(n);
  const found: Gain[] = [];
  let [start, above, before, captured] = [0, 0, 0, 0];
  for (let k = 1; k <= groups; k++) {
    const earlier = taken.slice();
    const exact = (all * k) / groups;
    const bound = k === groups ? all : weights === undefined ? Math.round(exact) : exact;
    while (start < n && above < bound) {
      const score = scores[order[start]!]!;
      let end = start;
      let here = 0;
      for (; end < n && scores[order[end]!] === score; end++) here += weight[order[end]!]!;
      const part = above + here <= bound || k === groups ? 1 : (bound - above) / here;
      for (let i = start; i < end; i++) taken[order[i]!] = part * yesOf[order[i]!]!;
      if (part < 1) break;
      above += here;
      start = end;
    }
    const rows = bound - before;
    if (rows <= 0) continue;
    const own = shareInterval(
      taken.map((each, i) => each - earlier[i]!),
      yesOf,
      cluster,
    );
    const capture = before === 0 ? own : shareInterval(taken, yesOf, cluster);
    const until = total(taken);
    const yes = until - captured;
    found.push({ rows, yes, lift: yes / rows / (allYes / all), own, capture });
    [before, captured] = [bound, until];
  }
  return found;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
