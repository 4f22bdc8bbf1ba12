import { clusterVariance } from "./cluster-variance.js";
import type { Estimate, Weighing } from "./judged.js";
import { NORMAL_95 } from "./normal-95.js";

/** A mean loss, and the part of a reference's loss that is saved. */
export interface Skilled extends Estimate {
  readonly skill: Estimate;
}

/**
 * A mean loss and its skill, 1 − loss / loss of a reference, with intervals: ratios of means, their variance by the delta
 * method over clusters. Where the reference is the best constant of the same rows, that it was taken from them adds
 * nothing to the variance: its loss is flat there. O(n).
 * @param losses of each row
 * @param references the loss of the reference at each row
 * @returns a skill of NaN where the reference loses nothing
 */
export function lossSkill(
  losses: Float64Array,
  references: Float64Array,
  { weights, cluster }: Weighing = {},
): Skilled {
  const n = losses.length;
  let [weight, loss, reference] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    weight += w;
    loss += w * losses[i]!;
    reference += w * references[i]!;
  }
  loss /= weight;
  reference /= weight;
  const skill = reference > 0 ? 1 - loss / reference : Number.NaN;
  const ofLoss = new Float64Array(n);
  const ofSkill = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const share = (weights === undefined ? 1 : weights[i]!) / weight;
    ofLoss[i] = share * (losses[i]! - loss);
    ofSkill[i] = (share * ((1 - skill) * references[i]! - losses[i]!)) / reference;
  }
  return { ...around(loss, ofLoss), skill: around(skill, ofSkill) };

  function around(value: number, influence: Float64Array): Estimate {
    const error = Math.sqrt(clusterVariance(influence, cluster));
    return { value, error, low: value - NORMAL_95 * error, high: value + NORMAL_95 * error };
  }
}
