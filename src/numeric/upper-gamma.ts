import { logGamma } from "./log-gamma.js";

const ROUNDS = 10_000;
const SMALL = 1e-300;
const EPSILON = 1e-17;
/** Below it the continued fraction takes few terms for every z. */
const FAR_BELOW = -20;
/** Coefficients of the logarithm of Γ(1 + a): Euler's constant, and ζ(k) / k with its sign. */
const AROUND_ONE = [
  -0.5772156649015329, 0.8224670334241132, -0.40068563438653143, 0.27058080842778454, -0.20738555102867398,
  0.1695571769974082, -0.1440498967688461, 0.1255096695247131, -0.11133426586956469,
];
const CLOSE = 0.01;

/**
 * Logarithm of the upper incomplete gamma function Γ(a, z), a of any sign, z above 0, to some 13 digits. A continued
 * fraction for z above 1 and a; where a is above both, what the series of the lower function leaves of Γ(a); for z below 1
 * and a around 0 the series that has no pole there, and from it down by recurrence (NIST Digital Library of Mathematical
 * Functions, 8.9.2, 8.7.1, 8.7.3 and 8.8.2). Values over e^(−z) z^a throughout, which neither vanish nor overflow.
 * @throws {RangeError} unless z is above 0
 */
export function logUpperGamma(a: number, z: number): number {
  if (!(z > 0)) throw new RangeError("z is to be above 0");
  if (a > 1 && z <= a) return logGamma(a) + Math.log1p(-lowerPart(a, z));
  if (z >= 1 || a < FAR_BELOW) return a * Math.log(z) - z + Math.log(fraction(a, z));
  const down = Math.max(0, Math.round(-a));
  let at = a + down;
  let value = nearZero(at, z) * Math.exp(z - at * Math.log(z));
  for (let i = 0; i < down; i++) {
    at -= 1;
    value = (1 - z * value) / -at;
  }
  return a * Math.log(z) - z + Math.log(value);
}

/** 1 − Γ(a, z) / Γ(a). */
function lowerPart(a: number, z: number): number {
  let term = Math.exp(a * Math.log(z) - z - logGamma(a + 1));
  let sum = 0;
  for (let n = 1; term > EPSILON * sum; n++) {
    sum += term;
    term *= z / (a + n);
  }
  return sum;
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

/** Γ(a, z) for a from −½ to 1 and z below 1: Γ(a) − z^a / a, which goes beyond bounds at 0 each, is told together. */
function nearZero(a: number, z: number): number {
  let sum = 0;
  let term = 1;
  for (let n = 1; Math.abs(term) > EPSILON; n++) {
    term *= -z / n;
    sum += term / (a + n);
  }
  const power = a * Math.log(z);
  const rest = a === 0 ? Math.log(z) : Math.expm1(power) / a;
  return gammaLessPole(a) - rest - sum * Math.exp(power);
}

/** Γ(a) − 1 / a. */
function gammaLessPole(a: number): number {
  if (Math.abs(a) >= CLOSE) return Math.expm1(logGamma(a + 1)) / a;
  const slope = AROUND_ONE.reduceRight((sum, coefficient) => coefficient + a * sum, 0);
  return a === 0 ? slope : Math.expm1(a * slope) / a;
}
