import { type Renewing, survivalFrom } from "../fit/value/renewals.js";
import { interval } from "./intervals.js";
import type { RenewalModels } from "./renewal-models.js";

/** Subscriptions that were renewed so often and come up so often again until the horizon. */
export interface Standing {
  readonly renewals: number;
  readonly due: number;
}

/** What is expected of one subscription. Each payment is worth 1, the next one today, later ones less. */
export interface RenewalAhead {
  /** Renewals until the horizon, and the variance of their number. */
  readonly renewals: number;
  readonly variance: number;
  /** The chance of the next one, and of the last one before the horizon; 1 where none is due. */
  readonly next: number;
  readonly last: number;
  /** What they are worth, and the variance of that. */
  readonly worth: number;
  readonly worthVariance: number;
  /** What all renewals to come are worth; NaN where money keeps its worth. */
  readonly residual: number;
}

/** The share of subscriptions that are renewed and that are left after 1, 2 … renewals. */
export interface RenewalCurve {
  readonly retention: Bounded;
  readonly survival: Bounded;
}

export interface Bounded {
  readonly value: Float64Array;
  /** Ends of the interval of 90 %; NaN where they are not known. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Retention and survival over the first renewals, with intervals by draws of the parameters. */
export function renewalCurve({ best, draws }: RenewalModels, most: number): RenewalCurve {
  const retention = (model: Renewing) =>
    Float64Array.from({ length: most }, (_, i) => model.retention(i + 1));
  const survival = (model: Renewing) => survivalFrom(model, 0, most);
  return {
    retention: bounded(retention(best), draws.map(retention)),
    survival: bounded(survival(best), draws.map(survival)),
  };
}

/**
 * What one model expects of every standing.
 * @param discount how much less a payment is worth one period later; 0 if money keeps its worth
 */
export function renewalsAhead(
  model: Renewing,
  standings: readonly Standing[],
  discount: number,
): RenewalAhead[] {
  const farthest = standings.reduce((most, { renewals }) => Math.max(most, renewals), 0);
  const residual = new Float64Array(farthest + 1).fill(Number.NaN);
  if (discount > 0) {
    residual[farthest] = model.residual(farthest, discount);
    for (let n = farthest - 1; n >= 0; n--)
      residual[n] = model.retention(n + 1) * (1 + residual[n + 1]! / (1 + discount));
  }
  return standings.map(({ renewals, due }) => {
    let [chance, next, count, squares, worth, worthSquares] = [1, 1, 0, 0, 0, 0];
    let [paid, value] = [0, 1];
    for (let i = 1; i <= due; i++) {
      chance *= model.retention(renewals + i);
      if (i === 1) next = chance;
      count += chance;
      squares += (2 * i - 1) * chance;
      worth += chance * value;
      worthSquares += chance * value * (2 * paid + value);
      paid += value;
      value /= 1 + discount;
    }
    return {
      renewals: count,
      variance: Math.max(0, squares - count ** 2),
      next,
      last: chance,
      worth,
      worthVariance: Math.max(0, worthSquares - worth ** 2),
      residual: residual[renewals]!,
    };
  });
}

/** Ends of the interval of 90 % of each of some values, by draws; NaN without any. */
export function bounded(value: Float64Array, draws: readonly Float64Array[]): Bounded {
  const ends = Array.from(value, (_, i) =>
    draws.length === 0
      ? { low: Number.NaN, high: Number.NaN }
      : interval(Float64Array.from(draws, (draw) => draw[i]!)),
  );
  return {
    value,
    low: Float64Array.from(ends, ({ low }) => low),
    high: Float64Array.from(ends, ({ high }) => high),
  };
}
