import type { Estimate } from "./estimate.js";

export type Verdict =
  | "good"
  | "same_dropout"
  | "no_dropout"
  | "same_rate"
  | "flat"
  | "not_converged"
  | "too_few"
  | "one_time_only";

/** Fewest customers, and fewest who came back, of whom a model can be told. */
export const PEOPLE = 50;
export const REPEATERS = 25;

/**
 * What twice the gain in log likelihood must exceed for dropout to be more than chance, at 5 %: the model without it lies on
 * the edge of the one with it, so that half of two chi-square distributions, of one and two degrees of freedom, count (Self
 * and Liang, Journal of the American Statistical Association 82 (1987) 605).
 */
export const DROPOUT = 5.138;
/** The shape of a gamma distribution from which on all customers buy at one rate. */
const ONE_RATE = 100;

/** Whether customers stop buying, by more than chance. */
export const stops = (found: Estimate, withoutDropout: Estimate): boolean =>
  2 * (found.logLikelihood - withoutDropout.logLikelihood) >= DROPOUT;

/** How far the logarithm of a parameter that is used may be from 0, and its variance at most. */
export const FAR = 25;

/** Whether the data settle all parameters. */
export const settled = ({ logs, covariance }: Estimate): boolean =>
  covariance !== undefined &&
  logs.every((log) => Math.abs(log) <= FAR) &&
  covariance.every((row, i) => row[i]! <= FAR);

/**
 * Whether a model of purchases may be used, or why not: `good` and `same_dropout` may.
 * @param alike whether all are taken to stop at one chance or rate
 */
export function verdictOf(found: Estimate, withoutDropout: Estimate | undefined, alike: boolean): Verdict {
  const { logs, converged } = found;
  if (withoutDropout !== undefined && !stops(found, withoutDropout)) return "no_dropout";
  if (Math.exp(logs[0]!) > ONE_RATE) return "same_rate";
  if (!converged) return "not_converged";
  if (!settled(found)) return "flat";
  return alike ? "same_dropout" : "good";
}
