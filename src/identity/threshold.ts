/** Pairs that are one person with the same probability. */
export interface Likely {
  readonly probability: number;
  readonly pairs: number;
}

export const LOWEST = 0.5;
const HIGHEST = 0.95;

/**
 * The probability from which pairs are taken: the lowest that a pair has, from .5 to .95, at which the expected share of
 * false pairs is allowed. Where it is not even at .95, a stricter one would only lose more: the one with the highest expected F1, as long
 * as the share of false pairs is at most `most`; .95 if it never is.
 * @param falling the pairs from `LOWEST` on, the likeliest first
 * @param expected how many of all pairs are one person, by their probabilities
 */
export function thresholdOf(
  falling: readonly Likely[],
  { allowed, most, expected }: { readonly allowed: number; readonly most: number; readonly expected: number },
): number {
  let pairs = 0;
  let wrong = 0;
  const steps: { threshold: number; share: number; f1: number }[] = [];
  for (const row of falling) {
    pairs += row.pairs;
    wrong += row.pairs * (1 - row.probability);
    const step = {
      threshold: Math.min(row.probability, HIGHEST),
      share: wrong / pairs,
      f1: (2 * (pairs - wrong)) / (pairs + expected),
    };
    if (step.threshold === HIGHEST) steps.pop();
    steps.push(step);
  }
  const low = steps.filter(({ share }) => share <= allowed);
  if (low.length > 0) return low.at(-1)!.threshold;
  const usable = steps.filter(({ share }) => share <= most);
  return usable.reduce((best, step) => (step.f1 > best.f1 ? step : best), { threshold: HIGHEST, f1: 0 })
    .threshold;
}
