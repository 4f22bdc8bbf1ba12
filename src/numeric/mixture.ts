import { logBeta, logGamma } from "./log-gamma.js";

/** A distribution as points with weights of which the sum is 1. */
export interface Mixture {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** The logarithm of a density over its greatest at which it is left off. */
const TAIL = -30;
/** Steps per standard deviation; the trapezoidal rule over the whole line converges exponentially. */
const STEPS = 1.6;

/**
 * A beta distribution, spaced evenly in the logit. Means of functions that are smooth there, such as 1 / (p + c), come
 * out to some ten digits, however close to 0 or 1 the distribution comes (Trefethen and Weideman, SIAM Review 56 (2014)
 * 385).
 */
export function beta(a: number, b: number): Mixture {
  const constant = -logBeta(a, b);
  return spaced(
    Math.log(a / b),
    Math.min(0.5, Math.sqrt(1 / a + 1 / b) / STEPS),
    (w) => constant - a * Math.log1p(Math.exp(-w)) - b * Math.log1p(Math.exp(w)),
    (w) => 1 / (1 + Math.exp(-w)),
  );
}

/** A gamma distribution of scale 1, spaced evenly in the logarithm. */
export function gamma(shape: number): Mixture {
  const constant = -logGamma(shape);
  return spaced(
    Math.log(shape),
    Math.min(0.4, 1 / Math.sqrt(shape) / STEPS),
    (w) => constant + shape * w - Math.exp(w),
    Math.exp,
  );
}

function spaced(
  middle: number,
  step: number,
  logDensity: (w: number) => number,
  value: (w: number) => number,
): Mixture {
  const top = logDensity(middle);
  const nodes: number[] = [];
  const weights: number[] = [];
  for (const direction of [-1, 1]) {
    for (let i = direction === 1 ? 1 : 0; ; i++) {
      const w = middle + direction * i * step;
      const log = logDensity(w);
      if (!(log - top > TAIL)) break;
      nodes.push(value(w));
      weights.push(Math.exp(log));
    }
  }
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return { nodes: Float64Array.from(nodes), weights: Float64Array.from(weights, (weight) => weight / sum) };
}
