import { baseRate } from "./base-rate.js";
import type { Weighing } from "./judged.js";
import { lossSkill, type Skilled } from "./loss-skill.js";

/** A chance of 0 or 1 counts as so little from it; scikit-learn's bound. */
const LEAST = 2 ** -52;

/**
 * The mean of −ln of the chance that was given to what came true, and its skill: the part saved of what the base rate of
 * the same rows would lose (McFadden's pseudo R² in sample). Good, Journal of the Royal Statistical Society B 14 (1952)
 * 107. O(n).
 * @param p from 0 to 1; held 2⁻⁵² away from both
 * @param answer 1 for yes, 0 for no
 */
export function logLoss(p: Float64Array, answer: Uint8Array, weighing: Weighing = {}): Skilled {
  const rate = baseRate(answer, weighing.weights);
  const losses = p.map((chance, i) => {
    const held = Math.min(Math.max(chance, LEAST), 1 - LEAST);
    return answer[i] === 1 ? -Math.log(held) : -Math.log1p(-held);
  });
  const [ofYes, ofNo] = [-Math.log(rate), -Math.log1p(-rate)];
  const references = p.map((_, i) => (answer[i] === 1 ? ofYes : ofNo));
  return lossSkill(losses, references, weighing);
}
