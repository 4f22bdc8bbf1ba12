import { ascendingOrder } from "./ascending-order.js";

/** A cut of a score, and what lies at it or above. */
export interface RocPoint {
  /** The least score that is above the cut; infinite where nothing is. */
  readonly cut: number;
  /** The part of all rows: the CAP curve's abscissa; of the yes: its ordinate, and ROC's; of the no: ROC's abscissa. */
  readonly rows: number;
  readonly yes: number;
  readonly no: number;
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly farthest: number;
  readonly distance: number;
}

/**
 * The ROC curve from nothing to all, and with it the Lorenz and CAP curves. Of more corners than wanted those are kept that
 * lie farthest from the line drawn so far, one after the other (Ramer, Computer Graphics and Image Processing 1 (1972)
 * 244): each point is a true cut. O(n) a level of halving.
 * @param answer 1 for yes, 0 for no
 * @param weights how much each row counts; 1 each if left out
 * @param most how many points at most, from 2
 * @returns none where one answer is missing
 */
export function rocPoints(
  scores: Float64Array,
  answer: Uint8Array,
  { weights, most = 100 }: { readonly weights?: Float64Array | undefined; readonly most?: number } = {},
): RocPoint[] {
  const n = scores.length;
  const order = ascendingOrder(scores).reverse();
  const cuts = new Float64Array(n + 1);
  const [yes, no] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  cuts[0] = Number.POSITIVE_INFINITY;
  let last = 0;
  for (let i = 0; i < n; i++) {
    const row = order[i]!;
    if (i === 0 || scores[row] !== cuts[last]) {
      last++;
      cuts[last] = scores[row]!;
      yes[last] = yes[last - 1]!;
      no[last] = no[last - 1]!;
    }
    (answer[row] === 1 ? yes : no)[last]! += weights === undefined ? 1 : weights[row]!;
  }
  const [allYes, allNo] = [yes[last]!, no[last]!];
  if (!(allYes > 0 && allNo > 0)) return [];
  const kept = [0, last];
  const pieces = [piece(0, last)];
  while (kept.length < most) {
    let widest = 0;
    for (let k = 1; k < pieces.length; k++) if (pieces[k]!.distance > pieces[widest]!.distance) widest = k;
    const { from, to, farthest, distance } = pieces[widest]!;
    if (!(distance > 1e-12)) break;
    kept.push(farthest);
    pieces.splice(widest, 1, piece(from, farthest), piece(farthest, to));
  }
  return kept
    .sort((a, b) => a - b)
    .map((k) => ({
      cut: cuts[k]!,
      rows: (yes[k]! + no[k]!) / (allYes + allNo),
      yes: yes[k]! / allYes,
      no: no[k]! / allNo,
    }));

  function piece(from: number, to: number): Piece {
    const right = (no[to]! - no[from]!) / allNo;
    const up = (yes[to]! - yes[from]!) / allYes;
    const length = Math.hypot(right, up);
    let [farthest, distance] = [from, 0];
    for (let k = from + 1; k < to; k++) {
      const off = Math.abs((right * (yes[k]! - yes[from]!)) / allYes - (up * (no[k]! - no[from]!)) / allNo);
      if (off > distance * length) [farthest, distance] = [k, off / length];
    }
    return { from, to, farthest, distance };
  }
}
