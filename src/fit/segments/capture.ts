/**
 * How many seeds stand within the top share of a ranking, each judged among the others alone. Where equal scores cross
 * the limit, a seed counts by the chance that it falls within: scores that tell nothing capture just that share.
 * O((n + m) log m).
 * @param seeds scores of the seeds
 * @param others scores of those who are none
 * @param depth share of the ranking, from 0 to 1
 */
export function captured(seeds: readonly number[], others: readonly number[], depth: number): number {
  const sorted = Float64Array.from(others).sort();
  const limit = depth * (sorted.length + 1);
  let sum = 0;
  for (const score of seeds) {
    const above = sorted.length - first(sorted, (x) => x > score);
    const level = sorted.length - above - first(sorted, (x) => x >= score);
    sum += Math.min(Math.max((limit - above) / (level + 1), 0), 1);
  }
  return sum;
}

/** The first place of a sorted array from which on a condition holds. */
function first(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
