import { baseRate } from "./base-rate.js";
import type { Weighing } from "./judged.js";
import { lossSkill, type Skilled } from "./loss-skill.js";

/**
 * The mean square of chance less answer, and its skill: the part saved of what the base rate of the same rows would lose,
 * which is stricter than a base rate known before. Brier, Monthly Weather Review 78 (1950) 1. O(n).
 * @param answer 1 for yes, 0 for no
 * @example brierScore(Float64Array.of(0.1, 0.9), Uint8Array.of(0, 1)).value; // 0.01
 */
export function brierScore(p: Float64Array, answer: Uint8Array, weighing: Weighing = {}): Skilled {
  const rate = baseRate(answer, weighing.weights);
  const losses = p.map((chance, i) => (chance - answer[i]!) ** 2);
  const references = p.map((_, i) => (rate - answer[i]!) ** 2);
  return lossSkill(losses, references, weighing);
}
