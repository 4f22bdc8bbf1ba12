import { logGamma } from "./log-gamma.js";
import { logUpperGamma } from "./upper-gamma.js";

/**
 * The chance that a chi-square variable is at least so large: Γ(k/2, x/2) / Γ(k/2).
 * @param degrees of freedom, at least 1
 * @example chiSquareTail(3.841458820694124, 1); // 0.05
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (!(x >= 0 && degrees >= 1))
    throw new RangeError("x from 0 and at least one degree of freedom are needed");
  if (x === 0) return 1;
  return Math.min(1, Math.exp(logUpperGamma(degrees / 2, x / 2) - logGamma(degrees / 2)));
}
