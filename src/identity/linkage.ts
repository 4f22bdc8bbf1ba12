/** How strongly two records of a component belong together, in bits; below 0 they rather do not. */
export interface Link {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

/** What people have decided: pairs that are one person, and pairs that are not, whatever the weights say. */
export interface Decisions {
  readonly together: readonly (readonly [number, number])[];
  readonly apart: readonly (readonly [number, number])[];
}

/** One pair cannot outweigh many others: weights count up to so many bits either way. */
const MOST = 12;
/** A weight that says that two records are never one, whatever the others say. */
const NEVER = -1e9;

/**
 * Cuts one component into clusters whose records belong together on average: from single records on, the two clusters
 * with the highest mean weight between them are joined, as long as it is above 0 and no pair of theirs was decided to be
 * apart. Pairs without a weight count as -MOST. Ties go to the smaller records, so the order of the links is no matter.
 * A record that is the bridge between two groups goes to the one with which its mean weight is higher. Records that were
 * decided to be one count as one, as near to another as the nearest of them.
 * Cost: cubic in the records. Returns for every record the smallest of its cluster.
 */
export function averageLinkage(
  links: readonly Link[],
  { together, apart }: Decisions = { together: [], apart: [] },
): Map<number, number> {
  const records = [...new Set(links.flatMap(({ low, high }) => [low, high]))].sort((a, b) => a - b);
  const place = new Map(records.map((record, i) => [record, i]));
  const n = records.length;
  const sums = Array.from({ length: n }, () => new Float64Array(n).fill(-MOST));
  const set = (a: number, b: number, value: number) => {
    const [i, j] = [place.get(a), place.get(b)];
    if (i !== undefined && j !== undefined) sums[i]![j] = sums[j]![i] = value;
  };
  for (const { low, high, weight } of links)
    set(low, high, weight <= NEVER ? Number.NEGATIVE_INFINITY : Math.max(-MOST, Math.min(MOST, weight)));
  for (const [a, b] of apart) set(a, b, Number.NEGATIVE_INFINITY);
  const sizes = new Array<number>(n).fill(1);
  const owner = records.map((_, i) => i);
  const alive = records.map((_, i) => i);
  const join = (a: number, b: number, weight: (one: number, other: number) => number) => {
    for (const other of alive) {
      if (other === a || other === b) continue;
      sums[a]![other] = weight(sums[a]![other]!, sums[b]![other]!);
      sums[other]![a] = sums[a]![other]!;
    }
    for (const [i, own] of owner.entries()) if (own === b) owner[i] = a;
    alive.splice(alive.indexOf(b), 1);
  };
  for (const [one, other] of together) {
    const [i, j] = [place.get(one), place.get(other)];
    if (i === undefined || j === undefined || owner[i] === owner[j]) continue;
    const [a, b] = [owner[i]!, owner[j]!].sort((x, y) => x - y) as [number, number];
    // Apart from one is apart from both; the contradiction within is told before.
    join(a, b, (x, y) =>
      Math.min(x, y) === Number.NEGATIVE_INFINITY ? Number.NEGATIVE_INFINITY : Math.max(x, y),
    );
  }
  for (;;) {
    let best = 0;
    let pair: [number, number] | undefined;
    for (const [x, a] of alive.entries()) {
      for (let y = x + 1; y < alive.length; y++) {
        const b = alive[y]!;
        const mean = sums[a]![b]! / (sizes[a]! * sizes[b]!);
        if (mean > best + 1e-9) {
          best = mean;
          pair = [a, b];
        }
      }
    }
    if (pair === undefined) break;
    const [a, b] = pair;
    join(a, b, (x, y) => x + y);
    sizes[a]! += sizes[b]!;
  }
  return new Map(records.map((record, i) => [record, records[owner[i]!]!]));
}

/**
 * Parts of a component that is too large to be cut pair by pair: its links are taken from the strongest on, and one that
 * would make a part of more than `most` records is left out. Returns for every record the smallest of its part.
 */
export function cappedParts(links: readonly Link[], most: number): Map<number, number> {
  const parent = new Map<number, number>();
  const size = new Map<number, number>();
  const find = (record: number): number => {
    let root = record;
    while ((parent.get(root) ?? root) !== root) root = parent.get(root)!;
    for (let at = record; at !== root; ) {
      const next = parent.get(at) ?? root;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  const strongest = [...links].sort((a, b) => b.weight - a.weight || a.low - b.low || a.high - b.high);
  for (const { low, high } of strongest) {
    const [a, b] = [find(low), find(high)];
    const records = (size.get(a) ?? 1) + (size.get(b) ?? 1);
    if (a === b || records > most) continue;
    const [root, child] = a < b ? [a, b] : [b, a];
    parent.set(child, root);
    size.set(root, records);
  }
  return new Map(
    [...new Set(links.flatMap(({ low, high }) => [low, high]))].map((record) => [record, find(record)]),
  );
}
