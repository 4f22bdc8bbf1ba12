import type { Expectations } from "../fit/value/model.js";
import { inWeeks, days as ofDays, type Weeks } from "./time.js";

/** Histories as of a day with what came of them after it; one entry a group of customers in every column. */
export interface Outcomes {
  /** What customers are told apart by; 0 for all where by nothing. */
  readonly stratum: Float64Array;
  readonly x: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  readonly bought: Float64Array;
  /** NaN where it is not known. */
  readonly yearBefore: Float64Array;
  readonly people: Float64Array;
}

/** What is expected of each group, and the chance that there is any purchase; NaN where nothing is said. */
export interface Prediction {
  readonly purchases: Float64Array;
  readonly any: Float64Array;
}

export interface Errors {
  readonly people: number;
  readonly actual: number;
  readonly expected: number;
  /** Mean absolute and root mean square error, a customer. */
  readonly mae: number;
  readonly rmse: number;
  readonly correlation: number | null;
}

export interface Bin {
  readonly decile: number;
  readonly people: number;
  readonly expected: number;
  readonly actual: number;
  /** The sum of the squares of what came, and of whom anything came. */
  readonly square: number;
  readonly buyers: number;
}

/** What a model expects of a stratum, and what it has been asked already. */
interface Expecting {
  readonly model: Expectations;
  readonly known: Map<number, readonly [number, number]>;
}

/** A spread that comes of rounding alone, in parts of the square. */
const ROUNDING = 1e-12;

/**
 * What a model expects of every group within some weeks.
 * @param modelOf what it expects of the customers of a stratum
 */
export function predict(
  modelOf: (stratum: number) => Expectations,
  { stratum, x, recency, age }: Outcomes,
  ahead: Weeks,
): Prediction {
  const purchases = new Float64Array(x.length);
  const any = new Float64Array(x.length);
  const strata = new Map<number, Expecting>();
  for (let i = 0; i < x.length; i++) {
    const place = stratum[i]!;
    const { model, known } = strata.get(place) ?? { model: modelOf(place), known: new Map() };
    strata.set(place, { model, known });
    const [n, time] = [x[i]!, inWeeks(ofDays(age[i]!))];
    const key = n * 1e5 + age[i]!;
    const alive = model.alive(n, inWeeks(ofDays(recency[i]!)), time);
    const given = known.get(key) ?? [model.purchases(n, time, ahead), model.any(n, time, ahead)];
    known.set(key, given);
    purchases[i] = alive * given[0];
    any[i] = alive * given[1];
  }
  return { purchases, any };
}

/** Everybody goes on at the own rate so far; who has come today for the first time, at that of all. */
export function atOwnRate({ x, age, people }: Outcomes, days: number): Prediction {
  const all = weighted(x, people) / Math.max(1, weighted(age, people));
  return naive(x.map((n, i) => (age[i]! > 0 ? n / age[i]! : all) * days));
}

/** Everybody does what was done in the same days a year before. */
export const asAYearBefore = ({ yearBefore }: Outcomes): Prediction => naive(yearBefore);

/** Everybody buys as often as all do on average. */
export function atOneRate({ x, age, people }: Outcomes, days: number): Prediction {
  const all = weighted(x, people) / Math.max(1, weighted(age, people));
  return naive(x.map(() => all * days));
}

const naive = (purchases: Float64Array): Prediction => ({
  purchases,
  any: purchases.map(() => Number.NaN),
});

export function errorsOf(
  { bought, people }: Pick<Outcomes, "bought" | "people">,
  { purchases }: Pick<Prediction, "purchases"> & Partial<Prediction>,
): Errors {
  let [n, actual, expected, absolute, square, aa, ee, ae] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < people.length; i++) {
    const [mass, a, e] = [people[i]!, bought[i]!, purchases[i]!];
    n += mass;
    actual += mass * a;
    expected += mass * e;
    absolute += mass * Math.abs(a - e);
    square += mass * (a - e) ** 2;
    aa += mass * a * a;
    ee += mass * e * e;
    ae += mass * a * e;
  }
  const [spreadActual, spreadExpected] = [aa - actual ** 2 / n, ee - expected ** 2 / n];
  return {
    people: n,
    actual,
    expected,
    mae: absolute / n,
    rmse: Math.sqrt(square / n),
    correlation:
      spreadActual > ROUNDING * aa && spreadExpected > ROUNDING * ee
        ? (ae - (actual * expected) / n) / Math.sqrt(spreadActual * spreadExpected)
        : null,
  };
}

/** Ten groups of about as many customers by what is expected of them; equal expectations stay together. */
export function deciles(people: Float64Array, expected: Float64Array, actual: ArrayLike<number>): Bin[] {
  const order = Array.from(expected, (_, i) => i).sort((a, b) => expected[a]! - expected[b]! || a - b);
  const total = people.reduce((sum, n) => sum + n, 0);
  const bins = new Map<number, { -readonly [key in keyof Omit<Bin, "decile">]: number }>();
  let before = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let mass = 0;
    for (; end < order.length && expected[order[end]!] === expected[order[start]!]; end++)
      mass += people[order[end]!]!;
    const decile = Math.min(10, 1 + Math.floor((10 * (before + mass / 2)) / total));
    const bin = bins.get(decile) ?? { people: 0, expected: 0, actual: 0, square: 0, buyers: 0 };
    for (let i = start; i < end; i++) {
      bin.people += people[order[i]!]!;
      bin.expected += people[order[i]!]! * expected[order[i]!]!;
      const [mass, came] = [people[order[i]!]!, actual[order[i]!]!];
      bin.actual += mass * came;
      bin.square += mass * came * came;
      if (came > 0) bin.buyers += mass;
    }
    bins.set(decile, bin);
    before += mass;
    start = end;
  }
  return [...bins].map(([decile, bin]) => ({ decile, ...bin }));
}

const weighted = (values: Float64Array, people: Float64Array) =>
  values.reduce((sum, value, i) => sum + value * people[i]!, 0);
