import { digamma } from "../../numeric/digamma.js";
import { hypergeometricOne } from "../../numeric/hypergeometric.js";
import { logBeta, logGamma } from "../../numeric/log-gamma.js";
import type { Evaluated } from "../../numeric/minimise.js";
import { type Estimate, estimate } from "./estimate.js";

/** Histories of customers who can buy once at each of `n` occasions, as many customers as share each. */
export interface Occasions {
  /** Occasions with a purchase. */
  readonly x: ArrayLike<number>;
  /** The last one that had a purchase, from 1; 0 if none had. */
  readonly last: ArrayLike<number>;
  readonly n: ArrayLike<number>;
  readonly people: ArrayLike<number>;
}

export const BETA_BINOMIAL = ["alpha", "beta", "gamma", "delta"] as const;

/** `flat`: the data do not settle all parameters, as where everybody buys always or nobody is seen to leave. */
export type OccasionVerdict = "good" | "flat" | "too_few" | "nobody_bought";

/** Fewest customers, and fewest who bought at an occasion, of whom the model can be told. */
const PEOPLE = 50;
const BUYERS = 25;

export interface OccasionFit {
  readonly verdict: OccasionVerdict;
  readonly people: number;
  readonly buyers: number;
  /** By the logarithms of the parameters; where the data do not settle them, one of the best. */
  readonly estimate?: Estimate;
}

/**
 * The beta-geometric/beta-binomial model of purchases at discrete occasions: a customer buys at one with a chance of the
 * own, beta-distributed (alpha, beta), and leaves before one likewise (gamma, delta). Fader, Hardie and Shang, Marketing
 * Science 29 (2010) 6. Maximum likelihood.
 * @throws {RangeError} unless x ≤ last ≤ n, and x is 0 where last is
 */
export function fitOccasions(occasions: Occasions): OccasionFit {
  let [people, buyers] = [0, 0];
  for (let g = 0; g < occasions.x.length; g++) {
    const [x, last, n] = [occasions.x[g]!, occasions.last[g]!, occasions.n[g]!];
    if (!(x >= 0 && x <= last && last <= n && (x > 0 || last === 0))) throw new RangeError("no history");
    people += occasions.people[g]!;
    buyers += x > 0 ? occasions.people[g]! : 0;
  }
  const counts = { people, buyers };
  if (people >= PEOPLE && buyers === 0) return { ...counts, verdict: "nobody_bought" };
  if (people < PEOPLE || buyers < BUYERS) return { ...counts, verdict: "too_few" };
  const found = estimate(occasionsLikelihood(occasions), 4, people);
  const settled = found.converged && found.covariance !== undefined;
  return { ...counts, verdict: settled ? "good" : "flat", estimate: found };
}

/** The log likelihood by the logarithms of the parameters: every argument is one of them and a whole number. */
export function occasionsLikelihood({
  x,
  last,
  n,
  people,
}: Occasions): (logs: readonly number[]) => Evaluated {
  const most = Math.max(...Array.from(n));
  return (theta) => {
    const [alpha, beta, gamma, delta] = theta.map(Math.exp) as [number, number, number, number];
    const buying = betas(alpha, beta, most);
    const leaving = betas(gamma, delta, most + 1);
    const [none, ever] = [buying(0, 0), leaving(0, 0)];
    let value = 0;
    const slopes = [0, 0, 0, 0];
    for (let g = 0; g < x.length; g++) {
      const parts = [[buying(x[g]!, n[g]! - x[g]!), leaving(0, n[g]!)] as const];
      for (let at = last[g]!; at < n[g]!; at++) parts.push([buying(x[g]!, at - x[g]!), leaving(1, at)]);
      const logs = parts.map(([bought, left]) => bought[0] + left[0]);
      const top = Math.max(...logs);
      const weights = logs.map((log) => Math.exp(log - top));
      const sum = weights.reduce((all, weight) => all + weight, 0);
      value += people[g]! * (top + Math.log(sum) - none[0] - ever[0]);
      parts.forEach(([bought, left], i) => {
        const weight = (people[g]! * weights[i]!) / sum;
        slopes[0]! += weight * (bought[1] - none[1]);
        slopes[1]! += weight * (bought[2] - none[2]);
        slopes[2]! += weight * (left[1] - ever[1]);
        slopes[3]! += weight * (left[2] - ever[2]);
      });
    }
    return { value, gradient: slopes.map((slope, i) => slope * Math.exp(theta[i]!)) };
  };
}

/** ln B(a + i, b + j) with its slopes along a and b, from tables. */
function betas(a: number, b: number, most: number) {
  const table = (f: (at: number) => number, from: number, size: number) =>
    Float64Array.from({ length: size }, (_, i) => f(from + i));
  const [logA, logB, logAB] = [
    table(logGamma, a, most + 2),
    table(logGamma, b, most + 2),
    table(logGamma, a + b, most + 3),
  ];
  const [psiA, psiB, psiAB] = [
    table(digamma, a, most + 2),
    table(digamma, b, most + 2),
    table(digamma, a + b, most + 3),
  ];
  return (i: number, j: number): readonly [number, number, number] => [
    logA[i]! + logB[j]! - logAB[i + j]!,
    psiA[i]! - psiAB[i + j]!,
    psiB[j]! - psiAB[i + j]!,
  ];
}

/** What the model expects of a customer who bought at `x` of `n` occasions, the last one being the `last`-th. */
export interface OccasionsAhead {
  /** The chance that the customer would still buy at the next occasion, if it came. */
  alive(x: number, last: number, n: number): number;
  /** Purchases at the next occasions. */
  purchases(x: number, last: number, n: number, ahead: number): number;
  /** All purchases to come, one at the next occasion for 1 / (1 + d); d above 0. */
  residual(x: number, last: number, n: number, d: number): number;
}

export function occasionsAhead(parameters: readonly number[]): OccasionsAhead {
  const [alpha, beta, gamma, delta] = parameters as [number, number, number, number];
  const evidence = (x: number, last: number, n: number) =>
    occasionsLikelihood({ x: [x], last: [last], n: [n], people: [1] })(parameters.map(Math.log)).value;
  const stays = (n: number) => logBeta(gamma, delta + n) - logBeta(gamma, delta);
  const buys = (x: number, n: number, more: number) =>
    logBeta(alpha + x + more, beta + n - x) - logBeta(alpha, beta);
  return {
    alive: (x, last, n) => Math.exp(buys(x, n, 0) + stays(n + 1) - evidence(x, last, n)),
    purchases(x, last, n, ahead) {
      const given = buys(x, n, 1) - evidence(x, last, n);
      let sum = 0;
      for (let i = 1; i <= ahead; i++) sum += Math.exp(given + stays(n + i));
      return sum;
    },
    residual(x, last, n, d) {
      if (!(d > 0)) throw new RangeError("all purchases to come are finite only at a discount");
      const next = Math.exp(buys(x, n, 1) + stays(n + 1) - evidence(x, last, n)) / (1 + d);
      return next * hypergeometricOne(delta + n + 1, gamma + delta + n + 1, 1 / (1 + d));
    },
  };
}
