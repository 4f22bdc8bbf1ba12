/**
 * Mean silhouette: how much nearer things are to their own group than to the next one, from -1 to 1; a thing alone in its
 * group counts 0. Euclidean distances. Rousseeuw (1987), doi:10.1016/0377-0427(87)90125-7. O(n² d): for samples.
 * @param points coordinates of each thing
 * @param groups group of each thing, from 0
 * @returns NaN where there are fewer than two groups
 * @example silhouette([[0], [1], [10], [12]], [0, 0, 1, 1]); // 0.8561628874557936
 */
export function silhouette(points: readonly (readonly number[])[], groups: ArrayLike<number>): number {
  const n = points.length;
  const k = Math.max(0, ...Array.from(groups)) + 1;
  const sizes = new Float64Array(k);
  for (let i = 0; i < n; i++) sizes[groups[i]!]!++;
  if (sizes.filter((size) => size > 0).length < 2) return Number.NaN;
  const sums = new Float64Array(n * k);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const distance = euclidean(points[i]!, points[j]!);
      sums[i * k + groups[j]!]! += distance;
      sums[j * k + groups[i]!]! += distance;
    }
  let total = 0;
  for (let i = 0; i < n; i++) {
    const own = groups[i]!;
    if (sizes[own] === 1) continue;
    const within = sums[i * k + own]! / (sizes[own]! - 1);
    let next = Number.POSITIVE_INFINITY;
    for (let group = 0; group < k; group++)
      if (group !== own && sizes[group]! > 0) next = Math.min(next, sums[i * k + group]! / sizes[group]!);
    const larger = Math.max(within, next);
    if (larger > 0) total += (next - within) / larger;
  }
  return total / n;
}

function euclidean(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) {
    const difference = a[j]! - b[j]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
