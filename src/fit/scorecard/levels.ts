import type { Counts } from "./counts.js";

/** Levels of a category in an order that bins can be cut from. */
export interface OrderedLevels {
  /** Levels with enough rows, as codes: from the lowest rate of yes to the highest. */
  readonly kept: Int32Array;
  /** Levels with rows, but too few, as codes. */
  readonly pooled: Int32Array;
}

/**
 * Orders levels by their rate of yes, and sets aside those with few rows. Rates are drawn to the overall one as by
 * `rare` further rows of it, so that a small level leads only if it is far out; equal ones keep their order. The best
 * bins of levels are runs of this order (Fisher 1958). O(levels log levels).
 * @param rare fewer rows than this are few
 */
export function orderLevels({ rows, yes, no }: Counts, rare: number): OrderedLevels {
  let [allYes, all] = [0, 0];
  const kept: number[] = [];
  const pooled: number[] = [];
  for (let slot = 1; slot < rows.length; slot++) {
    allYes += yes[slot]!;
    all += yes[slot]! + no[slot]!;
    if (rows[slot]! >= Math.max(rare, 1)) kept.push(slot - 1);
    else if (rows[slot]! > 0) pooled.push(slot - 1);
  }
  const drawn = (code: number) =>
    (yes[code + 1]! + (rare * allYes) / all) / (yes[code + 1]! + no[code + 1]! + rare);
  const rates = new Map(kept.map((code) => [code, drawn(code)]));
  kept.sort((a, b) => rates.get(a)! - rates.get(b)! || a - b);
  return { kept: Int32Array.from(kept), pooled: Int32Array.from(pooled) };
}
