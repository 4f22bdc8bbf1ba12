/** What is learnt from: answers, how much each row counts, and which rows are learnt from. */
export interface Examples {
  /** By row: 1 for yes, 0 for no. */
  readonly answer: Uint8Array;
  /** By row, 1 each if left out. */
  readonly weights?: Float64Array;
  /** Those to count: the training rows of a fold, for example. */
  readonly rows: Int32Array;
}

/** Rows and answers by code, one place up: what is missing, code −1, comes first. */
export interface Counts {
  /** Rows, whatever their weight. */
  readonly rows: Float64Array;
  /** Weights of the yes; of the no. */
  readonly yes: Float64Array;
  readonly no: Float64Array;
}

/**
 * Counts a column by its codes, once for all that is asked of it. O(rows + codes).
 * @param codes of each row; −1 for missing
 * @param size how many codes there are
 */
export function countCodes(
  codes: Int32Array,
  size: number,
  { answer, weights, rows: chosen }: Examples,
): Counts {
  const rows = new Float64Array(size + 1);
  const yes = new Float64Array(size + 1);
  const no = new Float64Array(size + 1);
  for (let i = 0; i < chosen.length; i++) {
    const row = chosen[i]!;
    const slot = codes[row]! + 1;
    const weight = weights === undefined ? 1 : weights[row]!;
    rows[slot]! += 1;
    if (answer[row] === 1) yes[slot]! += weight;
    else no[slot]! += weight;
  }
  return { rows, yes, no };
}
