const ASYMPTOTIC_FROM = 10;
/** Coefficients of x⁻², x⁻⁴ …: Bernoulli numbers B₂ₖ over 2k. */
const SERIES = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12];

/**
 * The derivative of the logarithm of the gamma function, for x above 0: recurrence up to 10, then the asymptotic series
 * (Abramowitz and Stegun, 6.3.5 and 6.3.18). Some 15 digits.
 */
export function digamma(x: number): number {
  let sum = 0;
  let at = x;
  for (; at < ASYMPTOTIC_FROM; at++) sum -= 1 / at;
  const square = 1 / (at * at);
  let tail = 0;
  for (let k = SERIES.length - 1; k >= 0; k--) tail = (tail + SERIES[k]!) * square;
  return sum + Math.log(at) - 1 / (2 * at) - tail;
}
