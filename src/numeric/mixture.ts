import { logBeta, logGamma } from "./log-gamma.js";

/** A distribution as points with weights of which the sum is 1. */
export interface Mixture {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** The logarithm of a density over its greatest at which it is left off. */
const TAIL = -32;
/** How far from the middle, and from an odds of 1, a point is as good as the end of the line: e^−38 < 10^−16. */
const END = 38;
/** The widest step, and steps per standard deviation; the trapezoidal rule over the whole line converges exponentially. */
const WIDEST = 0.3;
const STEPS = 2;

/**
 * A beta distribution, spaced evenly in the logit. Means of functions that are smooth there, such as 1 / (p + c), come
 * out to some ten digits, however close to 0 or 1 the distribution comes (Trefethen and Weideman, SIAM Review 56 (2014)
 * 385). Some hundreds of points at most.
 */
export function beta(a: number, b: number): Mixture {
  const constant = -logBeta(a, b);
  return spaced(
    Math.log(a) - Math.log(b),
    Math.sqrt(1 / a + 1 / b),
    (w) => constant - a * softplus(-w) - b * softplus(w),
    (w) => 1 / (1 + Math.exp(-w)),
    a,
    b,
  );
}

/** A gamma distribution of scale 1, spaced evenly in the logarithm; likewise. */
export function gamma(shape: number): Mixture {
  const constant = -logGamma(shape);
  return spaced(
    Math.log(shape),
    1 / Math.sqrt(shape),
    (w) => constant + shape * w - Math.exp(w),
    Math.exp,
    shape,
    Number.POSITIVE_INFINITY,
  );
}

/**
 * @param down how fast the density falls far to the left, in powers of e a unit; `up` to the right. What is beyond the end of
 * the line is one point with the weight of all those that would follow.
 */
function spaced(
  middle: number,
  deviation: number,
  logDensity: (w: number) => number,
  value: (w: number) => number,
  down: number,
  up: number,
): Mixture {
  const step = Math.min(WIDEST, deviation / STEPS);
  const top = logDensity(middle);
  const nodes: number[] = [];
  const weights: number[] = [];
  for (const [direction, rate] of [
    [-1, down],
    [1, up],
  ] as const) {
    const end = Math.max(0, direction * middle) + END;
    for (let i = direction === 1 ? 1 : 0; ; i++) {
      const w = middle + direction * i * step;
      const log = logDensity(w) - top;
      if (log <= TAIL) break;
      const last = direction * w >= end;
      nodes.push(value(w));
      weights.push(last ? Math.exp(log) / -Math.expm1(-rate * step) : Math.exp(log));
      if (last) break;
    }
  }
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return { nodes: Float64Array.from(nodes), weights: Float64Array.from(weights, (weight) => weight / sum) };
}

/** ln(1 + e^w). */
const softplus = (w: number) => Math.max(w, 0) + Math.log1p(Math.exp(-Math.abs(w)));
