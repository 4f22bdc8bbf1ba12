const ROUNDS = 10_000_000;
const SMALL = 1e-17;

/**
 * Gauss's hypergeometric function ₂F₁(1, b; c; z) for 0 < b ≤ c and 0 ≤ z < 1: its own series, all of whose terms are
 * positive, so that nothing cancels. As many terms as it takes, some 37 / (1 − z) (NIST Digital Library of Mathematical
 * Functions, 15.2.1).
 * @throws {RangeError} outside of that, and where z is so near 1 that the series does not end
 */
export function hypergeometricOne(b: number, c: number, z: number): number {
  if (!(b > 0 && c >= b && z >= 0 && z < 1)) throw new RangeError("0 < b ≤ c and 0 ≤ z < 1 are needed");
  let [sum, term] = [1, 1];
  for (let n = 0; n < ROUNDS; n++) {
    term *= (z * (b + n)) / (c + n);
    sum += term;
    if (term <= SMALL * (1 - z) * sum) return sum;
  }
  throw new RangeError("z is too near 1");
}
