/** What an empty cell counts as, where nothing else is said. */
const EMPTY = 0.5;

/** How much a grouping tells of a yes-or-no answer, and each of its groups. */
export interface Information {
  /** Sum over the groups of (share of yes − share of no) · woe; from 0. */
  readonly iv: number;
  /** What each group adds to it; from 0. */
  readonly parts: Float64Array;
  /** ln (share of all yes / share of all no), by group: above 0 where yes is likelier than overall; 0 for an empty group. */
  readonly woe: Float64Array;
}

/**
 * Weight of evidence of each group and information value of all: Kullback's divergence between where the yes and where the
 * no are (Good 1950; Kullback 1959). A group with yes and no no, or the reverse, would tell infinitely much: its empty
 * cell counts as `empty`, in the totals too, so that shares add up to one. Groups without any are left out. O(groups).
 * @param yes counts or weights by group; `no` likewise
 * @param empty above 0: .5 (Haldane and Anscombe) by default; R's scorecard has .99, its Python twin .9, toad 1
 * @throws {RangeError} where there is no yes at all or no no at all, or counts differ in number
 * @example informationValue([10, 30], [40, 20]).iv; // 0.6931…
 */
export function informationValue(
  yes: ArrayLike<number>,
  no: ArrayLike<number>,
  empty: number = EMPTY,
): Information {
  const groups = yes.length;
  if (no.length !== groups) throw new RangeError("as many counts of no as of yes are needed");
  if (!(empty > 0)) throw new RangeError("an empty cell counts as something above 0");
  let [allYes, allNo, anyYes, anyNo] = [0, 0, false, false];
  for (let i = 0; i < groups; i++) {
    if (!(yes[i]! > 0 || no[i]! > 0)) continue;
    anyYes ||= yes[i]! > 0;
    anyNo ||= no[i]! > 0;
    allYes += yes[i]! || empty;
    allNo += no[i]! || empty;
  }
  if (!anyYes || !anyNo) throw new RangeError("both yes and no are needed");
  const woe = new Float64Array(groups);
  const parts = new Float64Array(groups);
  let iv = 0;
  for (let i = 0; i < groups; i++) {
    if (!(yes[i]! > 0 || no[i]! > 0)) continue;
    const shareOfYes = (yes[i]! || empty) / allYes;
    const shareOfNo = (no[i]! || empty) / allNo;
    woe[i] = Math.log(shareOfYes / shareOfNo);
    parts[i] = (shareOfYes - shareOfNo) * woe[i]!;
    iv += parts[i]!;
  }
  return { iv, parts, woe };
}
