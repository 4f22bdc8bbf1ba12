/**
 * Adjusted Rand index: how far two groupings of the same things agree, beyond chance. 1: they are the same up to names;
 * 0: as two groupings drawn at random; it can be below 0. Hubert and Arabie (1985), Journal of Classification 2, 193–218.
 * O(n) and the number of pairs of groups that meet.
 * @param a group of each thing
 * @param b another group of each thing
 * @throws {RangeError} if there is nothing, or not as many of one as of the other
 * @example adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2]); // 0.5714285714285714
 */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  if (n === 0 || n !== b.length) throw new RangeError("two groupings of the same things are needed");
  const both = new Map<string, number>();
  const left = new Map<number, number>();
  const right = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const key = `${a[i]},${b[i]}`;
    both.set(key, (both.get(key) ?? 0) + 1);
    left.set(a[i]!, (left.get(a[i]!) ?? 0) + 1);
    right.set(b[i]!, (right.get(b[i]!) ?? 0) + 1);
  }
  const together = pairs(both.values());
  const inA = pairs(left.values());
  const inB = pairs(right.values());
  const all = pairs([n]);
  const expected = all === 0 ? 0 : (inA * inB) / all;
  const most = (inA + inB) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

function pairs(sizes: Iterable<number>): number {
  let sum = 0;
  for (const size of sizes) sum += (size * (size - 1)) / 2;
  return sum;
}
