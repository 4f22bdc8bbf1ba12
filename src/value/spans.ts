/** Steps in a row that are told as one: from the first to the last, both within. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Fewest that end within a span, and that do not. */
const FEW = 10;

/**
 * Steps put together until so many ended, and so many did not, that neither tells of a few. What is left at the end is in
 * no span.
 * @param atRisk how many there were, of all steps of a span: where those of one are those of the next, of its first
 */
export function spansOf(ended: readonly number[], atRisk: (from: number, to: number) => number): Span[] {
  const spans: Span[] = [];
  let [from, gone] = [0, 0];
  for (const [to, count] of ended.entries()) {
    gone += count;
    if (gone < FEW || atRisk(from, to) - gone < FEW) continue;
    spans.push({ from, to });
    [from, gone] = [to + 1, 0];
  }
  return spans;
}
