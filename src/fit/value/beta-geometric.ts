import { logBeta } from "../../numeric/log-gamma.js";
import { beta as betaMixture, gamma as gammaMixture, type Mixture } from "../../numeric/mixture.js";
import { negativeBinomial } from "../../numeric/negative-binomial.js";
import { betaRatios, risingFactorials } from "../../numeric/rising-factorial.js";
import type { Weeks } from "../../value/time.js";
import { ALIKE } from "./edge.js";
import type { Expectations, ModelName, TransactionModel } from "./model.js";

/** Powers of e up to which the series holds; beyond, all stop at nearly one chance, and sums over it do. */
const SERIES_UP_TO = 300;
/** Terms of the series at most; it takes 5 to 80 for a year ahead, and some thousands for a century. */
const TERMS = 200_000;

/**
 * Purchases at a gamma-distributed rate; after each a customer may stop, by a chance that is beta-distributed.
 * BG/NBD: Fader, Hardie and Lee, Marketing Science 24 (2005) 275. MBG/NBD, where one may stop after the first purchase,
 * too: Batislam, Denizel and Filiztekin, International Journal of Research in Marketing 24 (2007) 201.
 * @param first how often a customer could stop before the first repeat purchase: 0 for BG/NBD, 1 for MBG/NBD
 */
function betaGeometric(name: ModelName, first: 0 | 1): TransactionModel {
  return {
    name,
    parameters: [
      { name: "r", perTime: false },
      { name: "alpha", perTime: true },
      { name: "a", perTime: false },
      { name: "b", perTime: false },
    ],

    likelihood({ xs, peopleOf, starts, days, recency, age, people }, unit) {
      const times = days.map((day) => day / unit);
      const chances = xs.map((x) => x + first);
      const logs = new Float64Array(times.length);
      const inverses = new Float64Array(times.length);
      return (theta) => {
        const [r, alpha, a, b] = theta.map(Math.exp) as [number, number, number, number];
        for (let i = 0; i < times.length; i++) {
          logs[i] = Math.log(alpha + times[i]!);
          inverses[i] = 1 / (alpha + times[i]!);
        }
        const slopes = [0, 0, 0, 0] as [number, number, number, number];
        let value = 0;
        const rises = risingFactorials(r, xs);
        const lasts = betaRatios(a, b, chances);
        for (let g = 0; g < xs.length; g++) {
          const x = xs[g]!;
          const stays = b + x + first;
          const mayStop = x + first > 0;
          const log = mayStop ? Math.log(a) - Math.log(stays - 1) : Number.NEGATIVE_INFINITY;
          const k = r + x;
          let [times0, stopped, inverse] = [0, 0, 0];
          for (let i = starts[g]!; i < starts[g + 1]!; i++) {
            const [late, early, n] = [age[i]!, recency[i]!, people[i]!];
            const odds = mayStop ? Math.exp(log + k * (logs[late]! - logs[early]!)) : 0;
            const w = odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds);
            value +=
              n *
              ((odds === Number.POSITIVE_INFINITY
                ? log + k * (logs[late]! - logs[early]!)
                : Math.log1p(odds)) -
                k * logs[late]!);
            times0 += n * (logs[late]! - w * (logs[late]! - logs[early]!));
            inverse += n * ((1 - w) * inverses[late]! + w * inverses[early]!);
            stopped += n * w;
          }
          const n = peopleOf[g]!;
          value += n * (rises.log[g]! + r * Math.log(alpha) + lasts.log[g]!);
          slopes[0] += n * (rises.slope[g]! + Math.log(alpha)) - times0;
          slopes[1] += (n * r) / alpha - k * inverse;
          slopes[2] += n * lasts.byA[g]! + stopped / a;
          slopes[3] += n * lasts.byB[g]! - (mayStop ? stopped / (stays - 1) : 0);
        }
        return { value, gradient: [slopes[0] * r, slopes[1] * alpha, slopes[2] * a, slopes[3] * b] };
      };
    },

    edge: {
      at(place) {
        const [stops, stays] = [-Math.log1p(Math.exp(-place)), -Math.log1p(Math.exp(place))];
        return { logs: [ALIKE + stops, ALIKE + stays], slopes: [Math.exp(stays), -Math.exp(stops)] };
      },
    },

    expectations(parameters) {
      return expectationsOf(parameters as [number, number, number, number], first);
    },
  };
}

export const bgNbd = betaGeometric("bg_nbd", 0);
export const mbgNbd = betaGeometric("mbg_nbd", 1);

/** Of a customer who still buys the rate is again gamma-distributed, and the chance of stopping beta-distributed. */
function expectationsOf(
  [r, alpha, a, b]: readonly [number, number, number, number],
  first: 0 | 1,
): Expectations {
  const stops = new Map<number, Mixture>();
  const rates = new Map<number, Mixture>();
  const stopsOf = (x: number) => once(stops, x, () => betaMixture(a, b + x + first));
  const ratesOf = (x: number) => once(rates, x, () => gammaMixture(r + x));
  return {
    alive(x, recency, age) {
      if (x + first === 0) return 1;
      const log =
        Math.log(a) - Math.log(b + x + first - 1) + (r + x) * Math.log((alpha + age) / (alpha + recency));
      return 1 / (1 + Math.exp(log));
    },

    purchases(x, age, ahead) {
      const z = ahead / (alpha + age + ahead);
      if ((1 - a) * Math.log1p(-z) < SERIES_UP_TO) return untilStopped(r + x, a, b + x + first, z);
      const { nodes, weights } = stopsOf(x);
      return nodes.reduce((sum, p, i) => {
        const stopped = -Math.expm1(-(r + x) * Math.log1p((p * ahead) / (alpha + age)));
        return sum + (weights[i]! * stopped) / p;
      }, 0);
    },

    square(x, age, ahead) {
      const k = r + x;
      const { nodes, weights } = stopsOf(x);
      let sum = 0;
      for (let i = 0; i < nodes.length; i++) {
        const p = nodes[i]!;
        const two = twoOrMore(k, (p * ahead) / (alpha + age));
        sum += ((weights[i]! * 2 * (1 - p)) / (p * p)) * two;
      }
      return this.purchases(x, age, ahead) + sum;
    },

    any: (x, age, ahead) => -Math.expm1(-(r + x) * Math.log1p(ahead / (alpha + age))),

    residual(x, age, rate) {
      const chances = stopsOf(x);
      const speeds = ratesOf(x);
      let sum = 0;
      for (let j = 0; j < speeds.nodes.length; j++) {
        const speed = speeds.nodes[j]! / (alpha + age);
        let part = 0;
        for (let i = 0; i < chances.nodes.length; i++)
          part += chances.weights[i]! / (speed * chances.nodes[i]! + rate);
        sum += speeds.weights[j]! * speed * part;
      }
      return sum;
    },

    frequencies(age: Weeks, most: number) {
      const counts = negativeBinomial(r, alpha, age, most);
      let fewer = 0;
      const chances = counts.map((chance, n) => {
        const stays = b + n + first;
        const still = Math.exp(logBeta(a, stays) - logBeta(a, b));
        const stopped = n + first === 0 ? 0 : (still * a) / (stays - 1);
        const all = still * chance + stopped * (1 - fewer);
        fewer += chance;
        return all;
      });
      return lastTakesRest(chances);
    },
  };
}

/**
 * E[(1 − e^(−λpt)) / p], λ gamma-distributed with shape k, p with Beta(a, c + 1 − a), z = t over t and the rate's scale:
 * the purchases until one stops or the time is over. The textbook form is singular at a = 1 and overflows for large k;
 * this one is not and does not.
 */
function untilStopped(k: number, a: number, stays: number, z: number): number {
  const c = a + stays - 1;
  const log = Math.log1p(-z);
  const power = Math.exp((a - 1) * log);
  const grown = Math.abs(a - 1) < 1e-12 ? -log : -Math.expm1((a - 1) * log) / (a - 1);
  let term = (c - k) * z;
  let sum = 0;
  for (let n = 1; n < TERMS; n++) {
    sum += term;
    if (Math.abs(term) <= 1e-16 * Math.abs(sum) || term === 0) break;
    term *= ((c - k + n) * (a + n - 1) * z) / ((c + n) * (n + 1));
  }
  return c * grown - power * sum;
}

/** The chance of two purchases or more, of shape k, q the time over the scale; digits are kept where it is small. */
function twoOrMore(k: number, q: number): number {
  if (k * q > 0.5) return 1 - (1 + q) ** -k * (1 + (k * q) / (1 + q));
  const share = q / (1 + q);
  let term = (1 + q) ** -k * ((k * (k + 1)) / 2) * share * share;
  let sum = 0;
  for (let n = 2; term > 1e-16 * sum; n++) {
    sum += term;
    term *= ((k + n) / (n + 1)) * share;
  }
  return sum;
}

/** Makes the last of some chances what is left of 1. */
export function lastTakesRest(chances: readonly number[]): number[] {
  const others = chances.slice(0, -1);
  return [...others, Math.max(0, 1 - others.reduce((sum, chance) => sum + chance, 0))];
}

function once<T>(known: Map<number, T>, key: number, make: () => T): T {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
