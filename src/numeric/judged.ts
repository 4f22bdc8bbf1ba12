/** How rows count, and which belong together. */
export interface Weighing {
  /** How much each row counts, from 0; 1 each if left out. */
  readonly weights?: Float64Array | undefined;
  /** Whose each row is, whole numbers from 0, few gaps: rows of one are not independent. Each its own if left out. */
  readonly cluster?: Int32Array | undefined;
}

/** A number with the standard error of its sample and the bounds of 95 % confidence; NaN what the data do not tell. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Refuses what is no list of scores beside answers.
 * @param answer 1 for yes, 0 for no
 * @throws {RangeError} if lengths differ, a score or a weight is no number, an answer is neither, a weight or a cluster is
 * below 0
 */
export function checkJudged(
  scores: Float64Array,
  answer: Uint8Array,
  { weights, cluster }: Weighing = {},
): void {
  const n = scores.length;
  if (answer.length !== n || (weights?.length ?? n) !== n || (cluster?.length ?? n) !== n)
    throw new RangeError("scores, answers, weights and clusters are to be equally many");
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(scores[i])) throw new RangeError("each score is to be a number");
    if (answer[i]! > 1) throw new RangeError("each answer is to be 0 or 1");
    if (weights !== undefined && !(weights[i]! >= 0 && weights[i]! < Number.POSITIVE_INFINITY))
      throw new RangeError("each weight is to be a number from 0");
    if (cluster !== undefined && cluster[i]! < 0)
      throw new RangeError("each cluster is to be a number from 0");
  }
}
