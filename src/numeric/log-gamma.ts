import { gammaln } from "simple-statistics";

/**
 * Logarithm of the gamma function for x above 0, to some 15 digits. simple-statistics' approximation loses digits near 0,
 * where the recurrence of the function takes over.
 */
export function logGamma(x: number): number {
  return x < 1 ? gammaln(x + 1) - Math.log(x) : gammaln(x);
}

/** Logarithm of the beta function, arguments above 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
