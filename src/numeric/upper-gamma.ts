import { logGamma } from "./log-gamma.js";

const ROUNDS = 10_000;
const SMALL = 1e-300;

/**
 * Logarithm of the upper incomplete gamma function Γ(a, z), a of any sign, z above 0. A continued fraction for z from 1
 * on; below it the series around 0 for a between 0 and 1, and from there by recurrence (NIST Digital Library of Mathematical
 * Functions, 8.8.2, 8.7.3 and 8.9.2).
 */
export function logUpperGamma(a: number, z: number): number {
  if (!(z > 0)) throw new RangeError("z is to be above 0");
  if (z >= 1 && z > a) return a * Math.log(z) - z + Math.log(fraction(a, z));
  if (a > 1) {
    const below = logUpperGamma(a - 1, z) + Math.log(a - 1);
    const edge = (a - 1) * Math.log(z) - z;
    const top = Math.max(below, edge);
    return top + Math.log(Math.exp(below - top) + Math.exp(edge - top));
  }
  if (a <= -1e-9) return Math.log((Math.exp(a * Math.log(z) - z) - Math.exp(logUpperGamma(a + 1, z))) / -a);
  return Math.log(nearZero(Math.max(a, 0), z));
}

/** Γ(a, z) e^z z^(−a), by Lentz's method. */
function fraction(a: number, z: number): number {
  let b = z + 1 - a;
  let c = 1 / SMALL;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < ROUNDS; i++) {
    const an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < SMALL) d = SMALL;
    c = b + an / c;
    if (Math.abs(c) < SMALL) c = SMALL;
    d = 1 / d;
    const factor = d * c;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}

/** Γ(a, z) for a from 0 to 1 and z below 1, where Γ(a) − z^a / a cancels as a goes to 0. */
function nearZero(a: number, z: number): number {
  let sum = 0;
  let term = 1;
  for (let n = 1; n < 200; n++) {
    term *= -z / n;
    const part = (term * z ** a) / (a + n);
    sum += part;
    if (Math.abs(part) < 1e-18) break;
  }
  const EULER = 0.5772156649015329;
  const head =
    a < 1e-9 ? -EULER - Math.log(z) : (Math.expm1(logGamma(a + 1)) - Math.expm1(a * Math.log(z))) / a;
  return head - sum;
}
