import { clusterVariance } from "./cluster-variance.js";
import type { Estimate, Weighing } from "./judged.js";
import { NORMAL_95 } from "./normal-95.js";

const ROUNDS = 50;
const STILL = 1e-10;
const LEAST = 1e-12;
/** Odds that steep are those of answers which the chances part without a fault: the line has no end. */
const STEEPEST = 1e4;

/**
 * The logistic line of the answer on the logit of the chance: intercept 0 and slope 1 where chances are right; a slope
 * below 1 where they are too extreme, as those of a model that has learnt by heart are. Cox, Biometrika 45 (1958) 562.
 * Newton's method; errors by the sandwich over clusters, as chances that are wrong make no logistic line. O(n) a round.
 * @param p from 0 to 1; held 10⁻¹² away from both
 * @param answer 1 for yes, 0 for no
 * @returns NaN where there is no line: one answer only, equal chances, or chances that part the answers
 */
export function calibrationLine(
  p: Float64Array,
  answer: Uint8Array,
  { weights, cluster }: Weighing = {},
): { readonly intercept: Estimate; readonly slope: Estimate } {
  const n = p.length;
  const x = p.map((chance) => {
    const held = Math.min(Math.max(chance, LEAST), 1 - LEAST);
    return Math.log(held) - Math.log1p(-held);
  });
  const weight = (i: number) => (weights === undefined ? 1 : weights[i]!);
  let middle = 0;
  let all = 0;
  for (let i = 0; i < n; i++) {
    middle += weight(i) * x[i]!;
    all += weight(i);
  }
  middle /= all;
  let [level, slope] = [middle, 1];
  let state = sums(level, slope);
  let settled = false;
  for (let round = 0; round < ROUNDS && !settled; round++) {
    const { g0, g1, h00, h01, h11, loss } = state;
    const determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 1e-12 * h00 * h11) || !(Math.abs(slope) < STEEPEST)) break;
    const steps = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant] as const;
    let next = state;
    let size = 1;
    for (; size > 1e-6; size /= 2) {
      next = sums(level + size * steps[0], slope + size * steps[1]);
      if (next.loss <= loss + 1e-11 * Math.abs(loss)) break;
    }
    level += size * steps[0];
    slope += size * steps[1];
    settled = Math.max(Math.abs(steps[0]), Math.abs(steps[1])) < STILL;
    state = next;
  }
  const { h00, h01, h11 } = state;
  const determinant = h00 * h11 - h01 * h01;
  if (!settled || !(determinant > 1e-12 * h00 * h11)) return { intercept: NOTHING, slope: NOTHING };
  const ofIntercept = new Float64Array(n);
  const ofSlope = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const away = x[i]! - middle;
    const off = weight(i) * (answer[i]! - 1 / (1 + Math.exp(-(level + slope * away))));
    ofSlope[i] = (off * (h00 * away - h01)) / determinant;
    ofIntercept[i] = (off * (h11 - h01 * away)) / determinant - middle * ofSlope[i]!;
  }
  return { intercept: around(level - slope * middle, ofIntercept), slope: around(slope, ofSlope) };

  /** Loss, its slopes downwards and its curvature, of a line through `level` at the mean logit. */
  function sums(level: number, slope: number) {
    let [g0, g1, h00, h01, h11, loss] = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const w = weight(i);
      const away = x[i]! - middle;
      const odds = level + slope * away;
      const small = Math.exp(-Math.abs(odds));
      const chance = odds >= 0 ? 1 / (1 + small) : small / (1 + small);
      const off = w * (answer[i]! - chance);
      const bend = w * (small / ((1 + small) * (1 + small)));
      g0 += off;
      g1 += off * away;
      h00 += bend;
      h01 += bend * away;
      h11 += bend * away * away;
      loss += w * (Math.max(odds, 0) - answer[i]! * odds + Math.log1p(small));
    }
    return { g0, g1, h00, h01, h11, loss };
  }

  function around(value: number, influence: Float64Array): Estimate {
    const error = Math.sqrt(clusterVariance(influence, cluster));
    return { value, error, low: value - NORMAL_95 * error, high: value + NORMAL_95 * error };
  }
}

const NOTHING: Estimate = { value: Number.NaN, error: Number.NaN, low: Number.NaN, high: Number.NaN };
