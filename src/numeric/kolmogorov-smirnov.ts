import { ascendingOrder } from "./ascending-order.js";
import type { Estimate, Weighing } from "./judged.js";
import { twoKindsVariance } from "./two-kinds-variance.js";
import { unitInterval } from "./unit-interval.js";

/**
 * The greatest distance between the distributions of scores with a yes and with a no, and where it is. The interval is that
 * of the distance at this cut, which is right in large samples with one best cut (Raghavachari, Annals of Statistics 1
 * (1973) 67); the greatest of many distances is a little too great in small ones. O(n).
 * @param answer 1 for yes, 0 for no
 * @returns `at`: the cut, the least score of those above it; of equal distances the lowest. NaN where one kind is missing
 */
export function kolmogorovSmirnov(
  scores: Float64Array,
  answer: Uint8Array,
  { weights, cluster }: Weighing = {},
): Estimate & { readonly at: number } {
  const n = scores.length;
  const order = ascendingOrder(scores);
  const weight = (row: number) => (weights === undefined ? 1 : weights[row]!);
  const total = [0, 0];
  for (let i = 0; i < n; i++) total[answer[i]!]! += weight(i);
  const below = [0, 0];
  let found = { value: total[0]! > 0 && total[1]! > 0 ? 0 : Number.NaN, at: Number.NaN, shares: [0, 0] };
  for (let start = 0; start < n; ) {
    const score = scores[order[start]!]!;
    const shares = below.map((each, kind) => each / total[kind]!);
    const value = Math.abs(shares[0]! - shares[1]!);
    if (start > 0 && (value > found.value || Number.isNaN(found.at))) found = { value, at: score, shares };
    for (; start < n && scores[order[start]!] === score; start++)
      below[answer[order[start]!]!]! += weight(order[start]!);
  }
  const sign = found.shares[0]! < found.shares[1]! ? -1 : 1;
  const influence = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const kind = answer[i]!;
    const off = (scores[i]! < found.at ? 1 : 0) - found.shares[kind]!;
    influence[i] = ((kind === 0 ? sign : -sign) * weight(i) * off) / total[kind]!;
  }
  const { variance, yes, no } = twoKindsVariance(influence, answer, cluster);
  return { ...unitInterval(found.value, variance, Math.min(yes, no)), at: found.at };
}
