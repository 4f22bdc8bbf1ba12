import { NORMAL_95 as Z } from "./normal-95.js";

/**
 * Wilson's score interval: between which shares that of a whole is by a sample, with 95 % confidence. Wilson (1927),
 * Journal of the American Statistical Association 22, 209–212.
 * @param successes may be a fraction, where equal things were shared out
 * @param n at least 1
 * @example wilsonInterval(8, 20); // { low: 0.2188…, high: 0.6134… }
 */
export function wilsonInterval(
  successes: number,
  n: number,
): { readonly low: number; readonly high: number } {
  if (!(n > 0 && successes >= 0 && successes <= n))
    throw new RangeError("as many successes as trials at most are needed");
  const share = successes / n;
  const square = (Z * Z) / n;
  const middle = (share + square / 2) / (1 + square);
  const half = (Z * Math.sqrt((share * (1 - share)) / n + square / (4 * n))) / (1 + square);
  return {
    low: Math.max(0, Math.min(share, middle - half)),
    high: Math.min(1, Math.max(share, middle + half)),
  };
}
