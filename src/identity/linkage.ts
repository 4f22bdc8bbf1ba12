/** How strongly two records of a component belong together, in bits; below 0 they rather do not. */
export interface Link {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

/** One pair cannot outweigh many others: weights count up to so many bits either way. */
const MOST = 12;

/**
 * Cuts one component into clusters whose records belong together on average: from single records on, the two clusters
 * with the highest mean weight between them are joined, as long as it is above 0. Pairs without a weight count as -MOST.
 * Ties go to the smaller records, so the order of the links is no matter. Cost: cubic in the records.
 * Returns for every record the smallest of its cluster.
 */
export function averageLinkage(links: readonly Link[]): Map<number, number> {
  const records = [...new Set(links.flatMap(({ low, high }) => [low, high]))].sort((a, b) => a - b);
  const place = new Map(records.map((record, i) => [record, i]));
  const n = records.length;
  const sums = Array.from({ length: n }, () => new Float64Array(n).fill(-MOST));
  for (const { low, high, weight } of links) {
    const [i, j] = [place.get(low)!, place.get(high)!];
    sums[i]![j] = sums[j]![i] = Math.max(-MOST, Math.min(MOST, weight));
  }
  const sizes = new Array<number>(n).fill(1);
  const owner = records.map((_, i) => i);
  const alive = records.map((_, i) => i);
  for (;;) {
    let best = 0;
    let pair: [number, number] | undefined;
    for (const [x, a] of alive.entries()) {
      for (const b of alive.slice(x + 1)) {
        const mean = sums[a]![b]! / (sizes[a]! * sizes[b]!);
        if (mean > best + 1e-9) {
          best = mean;
          pair = [a, b];
        }
      }
    }
    if (pair === undefined) break;
    const [a, b] = pair;
    for (const other of alive) {
      if (other === a || other === b) continue;
      sums[a]![other]! += sums[b]![other]!;
      sums[other]![a] = sums[a]![other]!;
    }
    sizes[a]! += sizes[b]!;
    for (const [i, own] of owner.entries()) if (own === b) owner[i] = a;
    alive.splice(alive.indexOf(b), 1);
  }
  return new Map(records.map((record, i) => [record, records[owner[i]!]!]));
}
