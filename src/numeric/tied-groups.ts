import { ascendingOrder } from "./ascending-order.js";

/**
 * Groups of rows by score, equal in weight as far as equal scores are in one group: each is closed once it has its part of
 * what those before have left. Fewer than asked for where many scores are equal. O(n).
 * @param groups how many at most, up to 255
 * @returns of each row its group, 0 the one of the lowest scores, and how many groups there are
 */
export function tiedGroups(
  scores: Float64Array,
  groups: number,
  weights?: Float64Array,
): { readonly group: Uint8Array; readonly count: number } {
  const n = scores.length;
  const order = ascendingOrder(scores);
  const weight = (row: number) => (weights === undefined ? 1 : weights[row]!);
  let all = 0;
  for (let i = 0; i < n; i++) all += weight(i);
  const group = new Uint8Array(n);
  let [count, below, bound] = [0, 0, all / groups];
  for (let start = 0, end = 0; start < n; start = end) {
    const score = scores[order[start]!]!;
    for (; end < n && scores[order[end]!] === score; end++) {
      group[order[end]!] = count;
      below += weight(order[end]!);
    }
    if (end < n && below < bound * (1 - 1e-12)) continue;
    count++;
    bound = count < groups ? below + (all - below) / (groups - count) : Number.POSITIVE_INFINITY;
  }
  return { group, count };
}
