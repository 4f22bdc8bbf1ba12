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
export function outOfFold(
  learn: (examples: Examples) => Fitted,
  past: Past,
  { folds, seed }: { readonly folds: number; readonly seed: number },
): Float64Array {
  const { rows, answer, weights, group } = past;
  const fold = dealFolds(rows, answer, group, folds, seed);
  const odds = new Float64Array(rows.length);
  for (let k = 0; k < folds; k++) {
    const tested = rows.filter((_, i) => fold[i] === k);
    const learnt = rows.filter((_, i) => fold[i] !== k);
    const scored = learn({ answer, rows: learnt, ...(weights && { weights }) }).score(tested);
    for (let i = 0, next = 0; i < rows.length; i++) if (fold[i] === k) odds[i] = scored[next++]!;
  }
  return odds;
}
