import { aucInterval } from "../../numeric/auc-interval.js";
import { checkJudged, type Weighing } from "../../numeric/judged.js";

export type Usable = "usable" | "no_signal" | "too_few" | "one_class";

/**
 * Fewest customers with a yes, and with a no, of whom a card can be told. An area's error near .5 is at least
 * √(1 / 12 n) for n of the rarer answer: 50 leave its bounds ± .08, so that a card of .58 is just told from chance;
 * of fewer only what is plain to see without a card would be.
 */
export const FEWEST = 50;

/** Whether a card may be used, with the area under the curve of rows that it did not see and how it was found apparent. */
export interface VerdictRow {
  readonly verdict: Usable;
  /** Customers of the answer that fewer have. */
  readonly rarer: number;
  readonly auc: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Apparent less honest area: what the card has learnt by heart. */
  readonly gap: number | null;
}

/**
 * Whether chances of a yes tell anything, judged by rows that their card did not see: `no_signal` unless the whole 95 %
 * interval of the area under the curve lies above .5. Of chances from noise 3 to 5 in 100 pass (out of fold, 250 to
 * 2,000 rows, simulated). It is the area and not the log loss that decides: a loss worse than the base rate's also comes of
 * a rate that has changed since, which the calibration line tells and which leaves who is likelier as it was.
 * @param p chances of rows out of time or out of fold
 * @param cluster whose each row is; customers are counted, not rows
 * @param apparent the area of the rows that the card was fitted to
 * @throws {RangeError} unless these are as many chances, answers, weights and clusters
 */
export function verdict(
  p: Float64Array,
  answer: Uint8Array,
  { apparent, ...weighing }: Weighing & { readonly apparent?: number } = {},
): VerdictRow {
  checkJudged(p, answer, weighing);
  const rarer = Math.min(...[0, 1].map((kind) => customers(answer, kind, weighing.cluster)));
  const { value, low, high } = aucInterval(p, answer, weighing);
  const known = (each: number) => (Number.isFinite(each) ? each : null);
  return {
    verdict: answer.length === 0 ? "too_few" : judged(rarer, low),
    rarer,
    auc: known(value),
    low: known(low),
    high: known(high),
    gap: known((apparent ?? Number.NaN) - value),
  };
}

function judged(rarer: number, low: number): Usable {
  if (rarer === 0) return "one_class";
  if (rarer < FEWEST) return "too_few";
  return low > 0.5 ? "usable" : "no_signal";
}

function customers(answer: Uint8Array, kind: number, cluster: Int32Array | undefined): number {
  if (cluster === undefined) return answer.filter((each) => each === kind).length;
  return new Set(cluster.filter((_, i) => answer[i] === kind)).size;
}
