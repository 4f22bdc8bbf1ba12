import type { Estimate } from "../fit/value/estimate.js";
import type { Expectations } from "../fit/value/model.js";
import { principalSteps } from "../numeric/principal-steps.js";
import { type Around, bounds, REACH } from "./intervals.js";
import { inWeeks, days as ofDays, type Weeks } from "./time.js";

/** Histories as of today, one entry a pattern. */
export interface Histories {
  /** What customers are told apart by; absent where by nothing. */
  readonly stratum?: Float64Array;
  readonly x: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
}

/** The ends of the months ahead, and what one unit of money is worth within each. */
export interface Horizon {
  readonly ends: readonly Weeks[];
  readonly worth: readonly number[];
  /** Continuous discount a week; 0 if money keeps its worth. */
  readonly rate: number;
}

/** What is expected of the customers of each pattern; one entry a pattern. */
export interface Outlook {
  readonly alive: Float64Array;
  /** Purchases within the horizon, their mean square, the chance of any. */
  readonly purchases: Float64Array;
  readonly square: Float64Array;
  readonly any: Float64Array;
  /** Purchases within the horizon, each for what it is worth today. */
  readonly discounted: Float64Array;
  /** All purchases to come, likewise; NaN where money keeps its worth. */
  readonly residual: Float64Array;
  /** Ends of the interval of 90 %, in parts of what is expected; NaN where it is not known. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** What is discounted, with other parameters, too. */
  readonly around: Around;
}

/** A model of which the parameters may mean something else for each stratum. */
interface Stratified {
  expectations(parameters: readonly number[], stratum: number): Expectations;
}

/** What a model expects of customers, and between what bounds. */
export function outlook(
  model: Stratified,
  { logs, covariance }: Pick<Estimate, "logs" | "covariance">,
  { x, recency, age, stratum = new Float64Array(x.length) }: Histories,
  { ends, worth, rate }: Horizon,
): Outlook {
  const size = x.length;
  const times = age.map((day) => inWeeks(ofDays(day))) as unknown as Weeks[];
  const last = recency.map((day) => inWeeks(ofDays(day))) as unknown as Weeks[];
  const group = groupsOf(stratum, x, age);
  const perGroup = (f: (i: number, n: number, time: Weeks) => number): Float64Array => {
    const values = Float64Array.from(group.first, (i) => f(i, x[i]!, times[i]!));
    return group.of.length === 0 ? new Float64Array(0) : Float64Array.from(group.of, (g) => values[g]!);
  };
  const with_ = (point: readonly number[]) => {
    const parameters = point.map(Math.exp);
    const known = new Map<number, Expectations>();
    return (i: number): Expectations => {
      const found = known.get(stratum[i]!) ?? model.expectations(parameters, stratum[i]!);
      known.set(stratum[i]!, found);
      return found;
    };
  };
  const at = with_(logs);
  const alive = Float64Array.from(x, (n, i) => at(i).alive(n, last[i]!, times[i]!));
  const times_alive = (values: Float64Array) => values.map((value, i) => value * alive[i]!);
  const discountedBy = (expectations: typeof at) =>
    perGroup((i, n, time) => {
      let [sum, before] = [0, 0];
      for (const [month, end] of ends.entries()) {
        const until = expectations(i).purchases(n, time, end);
        sum += (until - before) * worth[month]!;
        before = until;
      }
      return sum;
    });
  const horizon = ends.at(-1)!;
  const discounted = times_alive(discountedBy(at));

  const steps = covariance === undefined ? [] : principalSteps(covariance);
  const discountedAt = (step: readonly number[], by: number) => {
    const moved = with_(logs.map((value, j) => value + by * step[j]!));
    return discountedBy(moved).map((value, i) => value * moved(i).alive(x[i]!, last[i]!, times[i]!));
  };
  const around: Around = {
    middle: discounted,
    above: steps.map((step) => discountedAt(step, REACH)),
    below: steps.map((step) => discountedAt(step, -REACH)),
  };
  return {
    alive,
    purchases: times_alive(perGroup((i, n, time) => at(i).purchases(n, time, horizon))),
    square: times_alive(perGroup((i, n, time) => at(i).square(n, time, horizon))),
    any: times_alive(perGroup((i, n, time) => at(i).any(n, time, horizon))),
    discounted,
    residual:
      rate > 0
        ? times_alive(perGroup((i, n, time) => at(i).residual(n, time, rate)))
        : new Float64Array(size).fill(Number.NaN),
    ...bounds(around),
    around,
  };
}

/** Patterns that share stratum, purchases and age: all that is expected of one who still buys depends on these alone. */
function groupsOf(stratum: Float64Array, x: Float64Array, age: Float64Array) {
  const strata = new Map<number, Map<number, number>>();
  const first: number[] = [];
  const of = Int32Array.from(x, (n, i) => {
    const known = strata.get(stratum[i]!) ?? new Map<number, number>();
    strata.set(stratum[i]!, known);
    const key = n * 1e6 + age[i]!;
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, first.length);
    return first.push(i) - 1;
  });
  return { first, of };
}
