import { type OccasionsAhead, occasionsAhead } from "../fit/value/beta-binomial.js";
import type { OccasionForm } from "../fit/value/fit-occasions.js";
import { principalSteps } from "../numeric/principal-steps.js";
import { bounds, REACH } from "./intervals.js";

/** Histories at occasions, one entry a pattern: purchases at `x` of `n`, the latest at the `last`-th. */
export interface Standings {
  readonly x: Float64Array;
  readonly last: Float64Array;
  readonly n: Float64Array;
}

/** A value of each pattern, with the ends of its interval of 90 %; NaN where these are not known. */
export interface Between {
  readonly value: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** What is expected of the customers of each pattern. */
export interface OccasionOutlook {
  /** The chance that one still buys at the next occasion. */
  readonly alive: Between;
  /** Purchases at the next one, and at all of those ahead. */
  readonly next: Float64Array;
  readonly expected: Between;
  /** All purchases to come, discounted; NaN where money keeps its worth. */
  readonly residual: Between;
}

/** Below it a discount is as good as none: the sum of all to come would take millions of terms. */
const LEAST_DISCOUNT = 1e-5;

/**
 * What a model expects at the next occasions, with intervals by the covariance of its coordinates: values at the estimate
 * and at some distance to either side of it.
 * @param own the estimate in the coordinates of the form, and their covariance where it is known
 * @param discount how much less a purchase is worth one occasion later
 */
export function occasionOutlook(
  form: OccasionForm,
  own: { readonly logs: readonly number[]; readonly covariance: readonly (readonly number[])[] | undefined },
  standings: Standings,
  ahead: number,
  discount: number,
): OccasionOutlook {
  const at = (logs: readonly number[]) => occasionsAhead(form.logs(logs).map(Math.exp));
  const steps = own.covariance === undefined ? [] : principalSteps(own.covariance);
  const beside = (by: number) =>
    steps.map((step) => at(own.logs.map((log, i) => log + by * REACH * step[i]!)));
  const [best, above, below] = [at(own.logs), beside(1), beside(-1)];
  const between = (of: Measure, most: number): Between => {
    const each = (model: OccasionsAhead) => measured(model, standings, of);
    const value = each(best);
    const parts = bounds({ middle: value, above: above.map(each), below: below.map(each) });
    const end = (part: Float64Array) => value.map((own, i) => Math.min(most, own * part[i]!));
    return { value, low: end(parts.low), high: end(parts.high) };
  };
  const none = new Float64Array(standings.x.length).fill(Number.NaN);
  return {
    alive: between((model, ...history) => model.alive(...history), 1),
    next: measured(best, standings, (model, ...history) => model.purchases(...history, 1)),
    expected: between((model, ...history) => model.purchases(...history, ahead), ahead),
    residual:
      discount < LEAST_DISCOUNT
        ? { value: none, low: none, high: none }
        : between((model, ...history) => model.residual(...history, discount), Number.POSITIVE_INFINITY),
  };
}

type Measure = (model: OccasionsAhead, x: number, last: number, n: number) => number;

const measured = (model: OccasionsAhead, { x, last, n }: Standings, of: Measure) =>
  x.map((bought, i) => of(model, bought, last[i]!, n[i]!));

/** Everybody goes on as often as so far; who has come at the last occasion for the first time, as often as all do. */
export function atOwnShare({ x, n }: Standings, people: Float64Array, ahead: number): Float64Array {
  const [bought, occasions] = [x, n].map((counts) =>
    counts.reduce((sum, count, i) => sum + count * people[i]!, 0),
  ) as [number, number];
  const all = occasions > 0 ? bought / occasions : 0;
  return x.map((count, i) => ahead * (n[i]! > 0 ? count / n[i]! : all));
}

/** Everybody does what was done at the last occasion. */
export const asAtTheLast = ({ last, n }: Standings, ahead: number): Float64Array =>
  last.map((latest, i) => (latest === n[i]! ? ahead : 0));
