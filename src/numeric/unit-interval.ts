import type { Estimate } from "./judged.js";
import { NORMAL_95 } from "./normal-95.js";
import { wilsonInterval } from "./wilson-interval.js";

/**
 * Bounds of an estimate that lies from 0 to 1: normal in the logarithm of its odds, so that they lie there, too (Pepe,
 * The Statistical Evaluation of Medical Tests, 2003, 5.2.5). At 0 or 1 itself the sample has no spread; the bounds are
 * then Wilson's for that share of the trials.
 * @param variance of the estimate; 0 where it could not have been other
 * @param trials how many independent things the estimate rests on, at least
 */
export function unitInterval(value: number, variance: number, trials: number): Estimate {
  const error = Math.sqrt(variance);
  if (!(value >= 0 && value <= 1) || Number.isNaN(error) || !(trials > 0))
    return { value, error: Number.NaN, low: Number.NaN, high: Number.NaN };
  if (value === 0 || value === 1) return { value, error, ...wilsonInterval(value * trials, trials) };
  const odds = value / (1 - value);
  const factor = Math.exp((NORMAL_95 * error) / (value * (1 - value)));
  return { value, error, low: 1 / (1 + factor / odds), high: 1 / (1 + 1 / (odds * factor)) };
}
