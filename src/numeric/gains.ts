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
 * parts are Wilson's, the cut taken as given: too wide, the more so the higher the base rate is, as what a sample has more
 * of above a cut moves the cut. O(n groups).
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
  const yesRows = order.filter((row) => answer[row] === 1);
  const yesOf = Float64Array.from(yesRows, (row) => weights?.[row] ?? 1);
  const whose = cluster && Int32Array.from(yesRows, (row) => cluster[row]!);
  const all = weights === undefined ? n : total(weights);
  const allYes = total(yesOf);
  const taken = new Float64Array(yesOf.length);
  const found: Gain[] = [];
  let [start, above, before, captured, yesStart] = [0, 0, 0, 0, 0];
  for (let k = 1; k <= groups; k++) {
    const earlier = taken.slice();
    const exact = (all * k) / groups;
    const bound = k === groups ? all : weights === undefined ? Math.round(exact) : exact;
    while (start < n && above < bound) {
      const score = scores[order[start]!]!;
      let [end, yesEnd, here] = [start, yesStart, 0];
      for (; end < n && scores[order[end]!] === score; end++) {
        here += weights?.[order[end]!] ?? 1;
        yesEnd += answer[order[end]!]!;
      }
      const part = above + here <= bound || k === groups ? 1 : (bound - above) / here;
      for (let i = yesStart; i < yesEnd; i++) taken[i] = part * yesOf[i]!;
      if (part < 1) break;
      above += here;
      [start, yesStart] = [end, yesEnd];
    }
    const rows = bound - before;
    if (rows <= 0) continue;
    for (let i = 0; i < taken.length; i++) earlier[i] = taken[i]! - earlier[i]!;
    const own = shareInterval(earlier, yesOf, whose);
    const capture = before === 0 ? own : shareInterval(taken, yesOf, whose);
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
