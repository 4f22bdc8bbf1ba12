import { type Estimate, estimate } from "./estimate.js";
import {
  type LifeTable,
  oneRate,
  type RenewalModel,
  type RenewalName,
  shiftedBetaGeometric,
} from "./renewals.js";

/**
 * `good`: customers differ; `one_rate`: one chance for all tells it as well; `falling`: the longer a contract has lasted, the
 * less surely it is renewed, which neither model knows: one chance for all is a rough guide. Of the others nothing is told:
 * too few contracts came up for renewal, nobody has left yet, or everybody left at the first renewal.
 */
export type RenewalVerdict = "good" | "one_rate" | "falling" | "too_few" | "nobody_left" | "nobody_stayed";

/** Fewest contracts that came up for renewal, and fewest that ended and that went on, of which a model can be told. */
const PEOPLE = 25;
const EACH = 5;
/** Twice the gain in log likelihood that chance alone exceeds once in 20 times, where customers are all alike. */
const ALIKE = 2.705543454095404;
/** Of the normal distribution: 1 % is beyond. */
const FALLING = 2.3263478740408408;

/** Retention by the model that the contracts call for. */
export interface RenewalFit {
  readonly verdict: RenewalVerdict;
  /** Contracts that came up for renewal at all, how often they did, and how many of them ended so. */
  readonly people: number;
  readonly renewals: number;
  readonly left: number;
  readonly model?: RenewalName;
  readonly estimate?: Estimate;
  /** Twice the gain in log likelihood of customers who differ. */
  readonly gain?: number;
}

/**
 * Fits how contracts are renewed by maximum likelihood: the shifted beta-geometric model, or one rate for all where
 * customers do not seem to differ, or where the first renewal is all that was seen.
 */
export function fitRenewals(table: LifeTable): RenewalFit {
  const renewals = total(table.atRisk);
  const left = total(table.left);
  const counts = { people: Math.max(0, ...Array.from(table.atRisk)), renewals, left };
  if (counts.people < PEOPLE) return { ...counts, verdict: "too_few" };
  if (left === 0) return { ...counts, verdict: "nobody_left" };
  if (left === renewals) return { ...counts, verdict: "nobody_stayed" };
  if (left < EACH || renewals - left < EACH) return { ...counts, verdict: "too_few" };
  const plain = estimate(oneRate.likelihood(table), 1, renewals);
  const differing = estimate(shiftedBetaGeometric.likelihood(table), 2, renewals);
  const gain = 2 * (differing.logLikelihood - plain.logLikelihood);
  const holds = gain >= ALIKE && differing.converged && differing.covariance !== undefined;
  return holds
    ? { ...counts, verdict: "good", model: "sbg", estimate: differing, gain }
    : {
        ...counts,
        verdict: trendOf(table, left / renewals) > FALLING ? "falling" : "one_rate",
        model: "one_rate",
        estimate: plain,
        gain: Math.max(0, gain),
      };
}

/** How many standard errors those who leave come later than at one rate, by the score test for a trend. */
function trendOf({ atRisk, left }: LifeTable, rate: number): number {
  const risks = Array.from(atRisk);
  const middle = risks.reduce((sum, all, i) => sum + all * i, 0) / total(risks);
  const score = risks.reduce((sum, all, i) => sum + (i - middle) * (left[i]! - rate * all), 0);
  const spread = rate * (1 - rate) * risks.reduce((sum, all, i) => sum + all * (i - middle) ** 2, 0);
  return spread > 0 ? score / Math.sqrt(spread) : 0;
}

export const renewalModelOf = (name: RenewalName): RenewalModel =>
  name === "sbg" ? shiftedBetaGeometric : oneRate;

const total = (counts: ArrayLike<number>) => Array.from(counts).reduce((sum, count) => sum + count, 0);
