import { digamma } from "../../numeric/digamma.js";
import { logGamma } from "../../numeric/log-gamma.js";
import type { Evaluated } from "../../numeric/minimise.js";

/** Customers with repeat purchases, in the order of x: how many, and their mean value, in units of the firm's mean. */
export interface Spending {
  readonly x: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
}

export const PARAMETERS = ["p", "q", "v"] as const;

/**
 * The gamma-gamma model of spend: a purchase is gamma-distributed around a customer's own mean, and the means of customers
 * inverse gamma-distributed. Fader and Hardie, brucehardie.com/notes/025; Colombo and Jiang, Journal of Interactive
 * Marketing 13 (1999) 2. The log likelihood by the logarithms of p, q, v.
 */
export function spendLikelihood({ x, mean }: Spending): (logs: readonly number[]) => Evaluated {
  const size = x.length;
  const logMean = Float64Array.from(mean, Math.log);
  return (theta) => {
    const [p, q, v] = theta.map(Math.exp) as [number, number, number];
    let [value, byP, byQ, byV] = [0, 0, 0, 0];
    let last = Number.NaN;
    let [shape, constant, slope, own] = [0, 0, 0, 0];
    const [digammaQ, logV] = [digamma(q), Math.log(v)];
    for (let i = 0; i < size; i++) {
      const n = x[i]!;
      if (n !== last) {
        last = n;
        shape = p * n + q;
        constant = logGamma(shape) - logGamma(p * n) - logGamma(q) + q * logV + p * n * Math.log(n);
        slope = digamma(shape);
        own = slope - digamma(p * n) + Math.log(n);
      }
      const total = v + n * mean[i]!;
      const log = Math.log(total);
      value += constant + (p * n - 1) * logMean[i]! - shape * log;
      byP += n * (own + logMean[i]! - log);
      byQ += slope - digammaQ + logV - log;
      byV += q / v - shape / total;
    }
    return { value, gradient: [byP * p, byQ * q, byV * v] };
  };
}
