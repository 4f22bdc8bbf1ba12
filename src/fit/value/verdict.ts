import type { Estimate } from "./estimate.js";

export type Verdict =
  | "good"
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

/** Whether a model of purchases may be used, or why not. */
export function verdictOf(
  { logs, logLikelihood, converged, covariance }: Estimate,
  withoutDropout: Estimate | undefined,
): Verdict {
  if (withoutDropout !== undefined && 2 * (logLikelihood - withoutDropout.logLikelihood) < DROPOUT)
    return "no_dropout";
  if (Math.exp(logs[0]!) > ONE_RATE) return "same_rate";
  if (!converged) return "not_converged";
  return covariance === undefined ? "flat" : "good";
}
