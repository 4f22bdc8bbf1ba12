import type { Fitted } from "./card.js";
import type { Examples } from "./counts.js";
import { dealFolds } from "./folds.js";

/** Examples whose customers are known. */
export interface Past extends Examples {
  /** The customer of each row, as a number. */
  readonly group: Int32Array;
}

/**
 * The log odds of each of `rows` by a card learnt without its fold: binning, selection and penalties are all done again
 * on the other folds.
 * @param learn makes a card from some examples
 */
export const outOfFold = (
  learn: (examples: Examples) => Fitted,
  past: Past,
  dealt: { readonly folds: number; readonly seed: number },
): Float64Array => allOutOfFold((examples) => [learn(examples)], past, dealt)[0]!;

/** The same of several cards that are learnt together. */
export function allOutOfFold(
  learn: (examples: Examples) => readonly Fitted[],
  past: Past,
  { folds, seed }: { readonly folds: number; readonly seed: number },
): Float64Array[] {
  const { rows, answer, weights, group } = past;
  const fold = dealFolds(rows, answer, group, folds, seed);
  const odds: Float64Array[] = [];
  for (let k = 0; k < folds; k++) {
    const tested = rows.filter((_, i) => fold[i] === k);
    const learnt = rows.filter((_, i) => fold[i] !== k);
    const cards = learn({ answer, rows: learnt, ...(weights && { weights }) });
    for (const [c, card] of cards.entries()) {
      odds[c] ??= new Float64Array(rows.length);
      const scored = card.score(tested);
      for (let i = 0, next = 0; i < rows.length; i++) if (fold[i] === k) odds[c]![i] = scored[next++]!;
    }
  }
  return odds;
}
