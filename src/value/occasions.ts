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
  const at = (logs: readonly number[]) =>
    aheadOf(occasionsAhead(form.logs(logs).map(Math.exp)), standings, ahead, discount);
  const steps = own.covariance === undefined ? [] : principalSteps(own.covariance);
  const beside = (by: number) =>
    steps.map((step) => at(own.logs.map((log, i) => log + by * REACH * step[i]!)));
  const [best, above, below] = [at(own.logs), beside(1), beside(-1)];
  const between = (of: "alive" | "expected" | "residual", most: number): Between => {
    const value = best[of];
    const [up, down] = [above, below].map((models) => models.map((model) => model[of])) as [
      Float64Array[],
      Float64Array[],
    ];
    const parts = bounds({ middle: value, above: up, below: down });
    const end = (part: Float64Array) => value.map((own, i) => Math.min(most, own * part[i]!));
    return { value, low: end(parts.low), high: end(parts.high) };
  };
  const none = best.alive.map(() => Number.NaN);
  return {
    alive: between("alive", 1),
    next: best.next,
    expected: between("expected", ahead),
    residual:
      discount < LEAST_DISCOUNT
        ? { value: none, low: none, high: none }
        : between("residual", Number.POSITIVE_INFINITY),
  };
}

/** What one model expects of each pattern; nothing of all to come where the discount is too small. */
function aheadOf(model: OccasionsAhead, { x, last, n }: Standings, ahead: number, discount: number) {
  const alive = x.map((bought, i) => model.alive(bought, last[i]!, n[i]!));
  const times = (of: (x: number, n: number) => number) => alive.map((chance, i) => chance * of(x[i]!, n[i]!));
  return {
    alive,
    next: times((bought, occasions) => model.purchases(bought, occasions, 1)),
    expected: times((bought, occasions) => model.purchases(bought, occasions, ahead)),
    residual: times((bought, occasions) =>
      discount < LEAST_DISCOUNT ? 0 : model.residual(bought, occasions, discount),
    ),
  };
}

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
