import type { Estimate } from "../fit/value/estimate.js";
import type { TransactionModel } from "../fit/value/model.js";
import { normalDraws } from "../numeric/normal-draws.js";
import { principalSteps } from "../numeric/principal-steps.js";
import { inWeeks, days as ofDays, type Weeks } from "./time.js";

/** How many draws of parameters an interval is made of, and what part of them lies below and above it. */
export const DRAWS = 500;
export const TAIL = 0.05;
const SEED = 1;
/** How many standard deviations from the estimate a model is looked at to see how its expectations bend. */
const REACH = 1.5;
const LEAST = 1e-300;

/** Histories as of today, one entry a pattern. */
export interface Histories {
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
  /** By pattern and draw: what is expected with other parameters, in parts of the estimate. */
  readonly parts: (pattern: number, into: Float64Array) => void;
}

/** What a model expects of customers, and between what bounds. */
export function outlook(
  model: TransactionModel,
  { logs, covariance }: Pick<Estimate, "logs" | "covariance">,
  { x, recency, age }: Histories,
  { ends, worth, rate }: Horizon,
): Outlook {
  const size = x.length;
  const times = age.map((day) => inWeeks(ofDays(day))) as unknown as Weeks[];
  const last = recency.map((day) => inWeeks(ofDays(day))) as unknown as Weeks[];
  const group = groupsOf(x, age);
  const perGroup = (f: (n: number, time: Weeks) => number): Float64Array => {
    const values = Float64Array.from(group.first, (i) => f(x[i]!, times[i]!));
    return group.of.length === 0 ? new Float64Array(0) : Float64Array.from(group.of, (g) => values[g]!);
  };
  const with_ = (point: readonly number[]) => model.expectations(point.map(Math.exp));
  const at = with_(logs);
  const alive = Float64Array.from(x, (n, i) => at.alive(n, last[i]!, times[i]!));
  const times_alive = (values: Float64Array) => values.map((value, i) => value * alive[i]!);
  const discountedBy = (expectations: typeof at) =>
    perGroup((n, time) => {
      let [sum, before] = [0, 0];
      for (const [month, end] of ends.entries()) {
        const until = expectations.purchases(n, time, end);
        sum += (until - before) * worth[month]!;
        before = until;
      }
      return sum;
    });
  const horizon = ends.at(-1)!;
  const discounted = times_alive(discountedBy(at));

  const steps = covariance === undefined ? [] : principalSteps(covariance);
  const log = (point: readonly number[]) => {
    const moved = with_(point);
    const given = discountedBy(moved);
    return given.map((value, i) =>
      Math.log(Math.max(LEAST, value * moved.alive(x[i]!, last[i]!, times[i]!))),
    );
  };
  const middle = discounted.map((value) => Math.log(Math.max(LEAST, value)));
  const bends = steps.map((step) => {
    const above = log(logs.map((value, j) => value + REACH * step[j]!));
    const below = log(logs.map((value, j) => value - REACH * step[j]!));
    return {
      slope: above.map((value, i) => (value - below[i]!) / (2 * REACH)),
      curve: above.map((value, i) => (value + below[i]! - 2 * middle[i]!) / (2 * REACH * REACH)),
    };
  });
  const draws = normalDraws(DRAWS, steps.length, SEED);
  const parts = (pattern: number, into: Float64Array) => {
    for (let k = 0; k < DRAWS; k++) {
      let moved = 0;
      for (let j = 0; j < bends.length; j++) {
        const z = draws[k]![j]!;
        moved += (bends[j]!.slope[pattern]! + bends[j]!.curve[pattern]! * z) * z;
      }
      into[k] = moved;
    }
  };
  const low = new Float64Array(size).fill(Number.NaN);
  const high = new Float64Array(size).fill(Number.NaN);
  if (steps.length > 0) {
    const moved = new Float64Array(DRAWS);
    for (let i = 0; i < size; i++) {
      parts(i, moved);
      moved.sort();
      low[i] = Math.exp(quantile(moved, TAIL));
      high[i] = Math.exp(quantile(moved, 1 - TAIL));
    }
  }
  return {
    alive,
    purchases: times_alive(perGroup((n, time) => at.purchases(n, time, horizon))),
    square: times_alive(perGroup((n, time) => at.square(n, time, horizon))),
    any: times_alive(perGroup((n, time) => at.any(n, time, horizon))),
    discounted,
    residual:
      rate > 0
        ? times_alive(perGroup((n, time) => at.residual(n, time, rate)))
        : new Float64Array(size).fill(Number.NaN),
    low,
    high,
    parts,
  };
}

/** A quantile of sorted values, between the two that are next to it (type 7). */
export function quantile(sorted: Float64Array, part: number): number {
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}

/** Patterns that share purchases and age: all that is expected of one who still buys depends on these alone. */
function groupsOf(x: Float64Array, age: Float64Array) {
  const known = new Map<number, number>();
  const first: number[] = [];
  const of = Int32Array.from(x, (n, i) => {
    const key = n * 1e6 + age[i]!;
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, first.length);
    return first.push(i) - 1;
  });
  return { first, of };
}
