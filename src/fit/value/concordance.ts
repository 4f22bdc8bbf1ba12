/**
 * Harrell's concordance: of the pairs of which one is known to end first, the share in which it had the higher hazard, equal
 * hazards counting half. Who goes on at a time outlasts who ends then; two that end at one time are no pair. n log n, with
 * a tree of counts (Fenwick) over the ranks of the hazard.
 * @param time latest first
 * @returns null where there is no such pair
 */
export function concordance(
  time: ArrayLike<number>,
  ended: ArrayLike<number>,
  running: ArrayLike<number>,
  hazard: readonly number[],
): number | null {
  const ranks = new Map(
    [...new Set(hazard)].sort((a, b) => a - b).map((value, i): [number, number] => [value, i + 1]),
  );
  const tree = new Float64Array(ranks.size + 1);
  const add = (rank: number, count: number) => {
    for (let i = rank; i < tree.length; i += i & -i) tree[i]! += count;
  };
  const below = (rank: number) => {
    let total = 0;
    for (let i = rank; i > 0; i -= i & -i) total += tree[i]!;
    return total;
  };
  let [pairs, good] = [0, 0];
  for (let start = 0; start < time.length; ) {
    let end = start;
    while (end < time.length && time[end] === time[start]) end++;
    for (let i = start; i < end; i++) if (running[i]! > 0) add(ranks.get(hazard[i]!)!, running[i]!);
    const outlast = below(ranks.size);
    for (let i = start; i < end; i++) {
      if (!(ended[i]! > 0)) continue;
      const rank = ranks.get(hazard[i]!)!;
      const [lower, upTo] = [below(rank - 1), below(rank)];
      pairs += ended[i]! * outlast;
      good += ended[i]! * (lower + (upTo - lower) / 2);
    }
    for (let i = start; i < end; i++) if (ended[i]! > 0) add(ranks.get(hazard[i]!)!, ended[i]!);
    start = end;
  }
  return pairs > 0 ? good / pairs : null;
}
