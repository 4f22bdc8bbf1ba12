/** By whole numbers n: the logarithm of s (s+1) … (s+n−1), and its slope along s. */
export interface Rising {
  readonly log: Float64Array;
  readonly slope: Float64Array;
}

/**
 * What ln Γ(s+n) − ln Γ(s) and ψ(s+n) − ψ(s) are for whole n: sums, which lose no digits where s is large.
 * @param s above 0
 * @param counts ascending whole numbers n
 */
export function risingFactorials(s: number, counts: ArrayLike<number>): Rising {
  return summed(counts, (j) => [Math.log(s + j), 1 / (s + j)]);
}

/**
 * ln B(a, b+n) − ln B(a, b) for whole n, and its slopes along a and b.
 * @param counts ascending whole numbers n
 */
export function betaRatios(a: number, b: number, counts: ArrayLike<number>) {
  const { log, slope } = summed(counts, (j) => [-Math.log1p(a / (b + j)), -1 / (a + b + j)]);
  const rising = risingFactorials(b, counts);
  return { log, byA: slope, byB: slope.map((each, i) => each + rising.slope[i]!) };
}

function summed(counts: ArrayLike<number>, term: (j: number) => readonly [number, number]): Rising {
  const log = new Float64Array(counts.length);
  const slope = new Float64Array(counts.length);
  let [logs, slopes, next] = [0, 0, 0];
  for (let i = 0; i < counts.length; i++) {
    for (; next < counts[i]!; next++) {
      const [value, inverse] = term(next);
      logs += value;
      slopes += inverse;
    }
    log[i] = logs;
    slope[i] = slopes;
  }
  return { log, slope };
}
