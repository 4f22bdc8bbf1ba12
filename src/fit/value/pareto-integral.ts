import { gaussLegendre } from "../../numeric/gauss-legendre.js";
import type { Layout } from "./patterns.js";

const RULE = gaussLegendre(12);
/** Enough, to 13 digits, where an integrand falls by few powers of e. */
const SHORT = gaussLegendre(6);
const FEW = 1.5;
/** How many powers of e an integrand may fall within one piece, and after how many it is left off. */
const PIECE = 6;
const NOTHING = 45;
const MOST = 64;

/**
 * ∫ (α+u)^−k (1+u/β)^−(s+1) du from the last purchase to the day of the look, a pattern an entry, its logarithm; and means
 * under it, of ln(α+u), ln(1+u/β), 1/(α+u) and u/(β+u).
 */
interface Integrals {
  readonly log: Float64Array;
  readonly logAlpha: Float64Array;
  readonly logBeta: Float64Array;
  readonly inverseAlpha: Float64Array;
  readonly shareBeta: Float64Array;
}

const PARTS = 5;

/**
 * The integrals of a Pareto/NBD likelihood for all patterns of one number of purchases. The pieces between the days that
 * occur are integrated once and summed from the latest; a pattern's integral is a difference of two sums. Gauss–Legendre in
 * ln(α + u), where hypergeometric functions lose digits.
 */
export function integralsOf(layout: Layout, times: Float64Array) {
  const groups = Array.from(layout.xs, (_, g) => knotsOf(layout, g));
  const most = Math.max(0, ...groups.map(({ first }) => first.length));
  const result: Integrals = {
    log: new Float64Array(most),
    logAlpha: new Float64Array(most),
    logBeta: new Float64Array(most),
    inverseAlpha: new Float64Array(most),
    shareBeta: new Float64Array(most),
  };
  const parts = [result.logAlpha, result.logBeta, result.inverseAlpha, result.shareBeta];
  return (g: number, k: number, alpha: number, s: number, beta: number): Integrals => {
    const { knots, first, last } = groups[g]!;
    const scales = new Float64Array(knots.length);
    const sums = new Float64Array(knots.length * PARTS);
    scales[knots.length - 1] = Number.NEGATIVE_INFINITY;
    const piece = new Float64Array(PARTS);
    for (let i = knots.length - 2; i >= 0; i--) {
      const scale = integrate(piece, k, alpha, s, beta, times[knots[i]!]!, times[knots[i + 1]!]!);
      const top = Math.max(scale, scales[i + 1]!);
      const [here, later] = [Math.exp(scale - top), Math.exp(scales[i + 1]! - top)];
      scales[i] = top;
      for (let j = 0; j < PARTS; j++)
        sums[i * PARTS + j] = here * piece[j]! + later * sums[(i + 1) * PARTS + j]!;
    }
    for (let i = 0; i < first.length; i++) {
      const [from, to] = [first[i]!, last[i]!];
      const rest = from === to ? 1 : Math.exp(scales[to]! - scales[from]!);
      const all = sums[from * PARTS]! - rest * sums[to * PARTS]!;
      result.log[i] = from === to ? Number.NEGATIVE_INFINITY : scales[from]! + Math.log(all);
      for (let j = 1; j < PARTS; j++)
        parts[j - 1]![i] = from === to ? 0 : (sums[from * PARTS + j]! - rest * sums[to * PARTS + j]!) / all;
    }
    return result;
  };
}

/** The integral itself, its logarithm, between two times. */
export function logIntegral(
  k: number,
  alpha: number,
  s: number,
  beta: number,
  from: number,
  to: number,
): number {
  if (from === to) return Number.NEGATIVE_INFINITY;
  const piece = new Float64Array(PARTS);
  return integrate(piece, k, alpha, s, beta, from, to) + Math.log(piece[0]!);
}

/** The days that occur among the patterns of one number, and where each pattern's begin and end among them. */
function knotsOf({ starts, recency, age }: Layout, g: number) {
  const [start, end] = [starts[g]!, starts[g + 1]!];
  const knots = Int32Array.from(
    new Set([...recency.subarray(start, end), ...age.subarray(start, end)]),
  ).sort();
  const place = new Map(Array.from(knots, (day, i): [number, number] => [day, i]));
  return {
    knots,
    first: Int32Array.from(recency.subarray(start, end), (day) => place.get(day)!),
    last: Int32Array.from(age.subarray(start, end), (day) => place.get(day)!),
  };
}

/** Fills `into` with the integral and four moments, all over e to the power of what it returns. */
function integrate(
  into: Float64Array,
  k: number,
  alpha: number,
  s: number,
  beta: number,
  from: number,
  to: number,
): number {
  const first = alpha + from;
  const start = Math.log(first);
  // The least and the greatest rate at which the integrand falls; ln(α + u) grows by 1 per power of e.
  const [early, late] = [first / (beta + from), (alpha + to) / (beta + to)];
  const least = Math.max(k - 1, 0) + (s + 1) * Math.min(early, late);
  const most = Math.abs(k - 1) + (s + 1) * Math.max(early, late);
  const length = Math.min(Math.log1p((to - from) / first), NOTHING / least);
  const { nodes, weights } = length * most < FEW ? SHORT : RULE;
  const pieces = Math.min(MOST, Math.max(1, Math.ceil((length * most) / PIECE)));
  const logBeta = Math.log1p(from / beta);
  const half = length / pieces / 2;
  into.fill(0);
  for (let p = 0; p < pieces; p++) {
    const middle = (2 * p + 1) * half;
    for (let i = 0; i < nodes.length; i++) {
      const v = middle + half * nodes[i]!;
      const ahead = first * Math.expm1(v);
      const grown = Math.log1p(ahead / (beta + from));
      const f = weights[i]! * half * Math.exp(-(k - 1) * v - (s + 1) * grown);
      into[0]! += f;
      into[1]! += f * (start + v);
      into[2]! += f * (logBeta + grown);
      into[3]! += f / (first + ahead);
      into[4]! += (f * (from + ahead)) / (beta + from + ahead);
    }
  }
  return -(k - 1) * start - (s + 1) * logBeta;
}
