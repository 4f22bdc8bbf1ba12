import { chiSquareTail } from "./chi-square.js";

/**
 * What a chi-square variable exceeds with chance p: the inverse of its tail, by bisection to the last digit. Its root, for
 * one degree of freedom, is what a normal variable exceeds on either side with chance p together. Some 60 tails.
 * @param p above 0, at most 1
 * @param degrees of freedom, at least 1
 * @example chiSquareQuantile(0.05, 1); // 3.841458820694124
 */
export function chiSquareQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p <= 1)) throw new RangeError("a chance above 0, at most 1, is needed");
  if (p === 1) return 0;
  let [low, high] = [0, 1];
  while (chiSquareTail(high, degrees) > p) [low, high] = [high, 2 * high];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (chiSquareTail(middle, degrees) > p) low = middle;
    else high = middle;
  }
}
