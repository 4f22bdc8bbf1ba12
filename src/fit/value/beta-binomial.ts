import { hypergeometricOne } from "../../numeric/hypergeometric.js";
import type { Evaluated } from "../../numeric/minimise.js";
import { betaRatios, risingFactorials } from "../../numeric/rising-factorial.js";

/** Histories of customers who can buy once at each of `n` occasions, as many customers as share each. */
export interface Occasions {
  /** Occasions with a purchase. */
  readonly x: ArrayLike<number>;
  /** The last one that had a purchase, from 1; 0 if none had. */
  readonly last: ArrayLike<number>;
  readonly n: ArrayLike<number>;
  readonly people: ArrayLike<number>;
}

/**
 * The log likelihood of the beta-geometric/beta-binomial model, by the logarithms of its parameters: a customer buys at an
 * occasion with a chance of the own, beta-distributed (alpha, beta), and leaves before one likewise (gamma, delta). Fader,
 * Hardie and Shang, Marketing Science 29 (2010) 6. A gamma of 0, its logarithm without end, is nobody who leaves. In terms
 * of what is between whole numbers it is one of sums, which lose no digits; what histories of as many purchases and
 * occasions share is worked out once.
 */
export function occasionsLikelihood({
  x,
  last,
  n,
  people,
}: Occasions): (logs: readonly number[]) => Evaluated {
  const order = Array.from(x, (_, g) => g).sort(
    (a, b) => x[a]! - x[b]! || n[a]! - n[b]! || last[b]! - last[a]!,
  );
  const counts = Array.from({ length: order.reduce((most, g) => Math.max(most, n[g]!), 0) + 1 }, (_, i) => i);
  return (theta) => {
    const [alpha, beta, gamma, delta] = theta.map(Math.exp) as [number, number, number, number];
    const [yes, no, all] = [alpha, beta, alpha + beta].map((shape) => risingFactorials(shape, counts)) as [
      ReturnType<typeof risingFactorials>,
      ReturnType<typeof risingFactorials>,
      ReturnType<typeof risingFactorials>,
    ];
    const stays = betaRatios(gamma, delta, counts);
    let value = 0;
    const slopes = [0, 0, 0, 0];
    // Of one number of purchases and of occasions: the sum of what may have been, in parts of the greatest, and its slopes.
    let [top, sum, a, b, c, d] = [0, 0, 0, 0, 0, 0];
    const add = (at: number, bought: number, left: number, byGamma: number, byDelta: number) => {
      const log = yes.log[bought]! + no.log[at - bought]! - all.log[at]! + left;
      if (log > top) {
        const scale = Math.exp(top - log);
        [sum, a, b, c, d] = [sum * scale, a * scale, b * scale, c * scale, d * scale];
        top = log;
      }
      const weight = Math.exp(log - top);
      sum += weight;
      a += weight * (yes.slope[bought]! - all.slope[at]!);
      b += weight * (no.slope[at - bought]! - all.slope[at]!);
      c += weight * byGamma;
      d += weight * byDelta;
    };
    let at = 0;
    order.forEach((g, i) => {
      const [bought, occasions] = [x[g]!, n[g]!];
      const before = order[i - 1];
      if (before === undefined || x[before] !== bought || n[before] !== occasions) {
        [top, sum, a, b, c, d] = [Number.NEGATIVE_INFINITY, 0, 0, 0, 0, 0];
        add(occasions, bought, stays.log[occasions]!, gamma * stays.byA[occasions]!, stays.byB[occasions]!);
        at = occasions;
      }
      while (at > last[g]!) {
        at -= 1;
        const rest = gamma + delta + at;
        const left = theta[2]! - Math.log(rest) + stays.log[at]!;
        if (gamma > 0)
          add(at, bought, left, 1 - gamma / rest + gamma * stays.byA[at]!, stays.byB[at]! - 1 / rest);
      }
      value += people[g]! * (top + Math.log(sum));
      slopes[0]! += (people[g]! * a * alpha) / sum;
      slopes[1]! += (people[g]! * b * beta) / sum;
      slopes[2]! += (people[g]! * c) / sum;
      slopes[3]! += (people[g]! * d * delta) / sum;
    });
    return { value, gradient: slopes };
  };
}

/**
 * What the model expects of a customer who bought at `x` of `n` occasions, the last one being the `last`-th. All but `alive`
 * are of one who would still buy at the next one.
 */
export interface OccasionsAhead {
  /** The chance that the customer would still buy at the next occasion, if it came. */
  alive(x: number, last: number, n: number): number;
  /** Purchases at the next occasions. */
  purchases(x: number, n: number, ahead: number): number;
  /** All purchases to come, one at the next occasion for 1 / (1 + d); d above 0. */
  residual(x: number, n: number, d: number): number;
}

/** @param parameters alpha, beta, gamma and delta; a gamma of 0 is nobody who leaves */
export function occasionsAhead(parameters: readonly number[]): OccasionsAhead {
  const [alpha, beta, gamma, delta] = parameters as [number, number, number, number];
  const yes = sums((j) => Math.log(alpha + j));
  const no = sums((j) => Math.log(beta + j));
  const all = sums((j) => Math.log(alpha + beta + j));
  const stays = sums((j) => -Math.log1p(gamma / (delta + j)));
  const history = (x: number, n: number) => yes(x) + no(n - x) - all(n);
  const alive = (x: number, last: number, n: number) => {
    const there = history(x, n) + stays(n);
    let sum = 1;
    if (gamma > 0)
      for (let at = last; at < n; at++)
        sum += Math.exp(history(x, at) + Math.log(gamma / (gamma + delta + at)) + stays(at) - there);
    return Math.exp(stays(n + 1) - stays(n)) / sum;
  };
  const next = (x: number, n: number) => (alpha + x) / (alpha + beta + n);
  const staying = known((n, ahead) => {
    let sum = 0;
    for (let i = 1; i <= ahead; i++) sum += Math.exp(stays(n + i) - stays(n + 1));
    return sum;
  });
  const forever = known((n, d) =>
    gamma > 0 ? hypergeometricOne(delta + n + 1, gamma + delta + n + 1, 1 / (1 + d)) / (1 + d) : 1 / d,
  );
  return {
    alive,
    purchases: (x, n, ahead) => next(x, n) * staying(n, ahead),
    residual(x, n, d) {
      if (!(d > 0)) throw new RangeError("all purchases to come are finite only at a discount");
      return next(x, n) * forever(n, d);
    },
  };
}

/** The sum of the first n of some terms; what was summed before is kept. */
function sums(term: (j: number) => number): (n: number) => number {
  const found = [0];
  return (n) => {
    for (let j = found.length - 1; j < n; j++) found.push(found[j]! + term(j));
    return found[n]!;
  };
}

/** What depends on the number of occasions and one setting, each worked out once. */
function known(of: (n: number, setting: number) => number): (n: number, setting: number) => number {
  const found = new Map<string, number>();
  return (n, setting) => {
    const key = `${n} ${setting}`;
    const value = found.get(key) ?? of(n, setting);
    found.set(key, value);
    return value;
  };
}
