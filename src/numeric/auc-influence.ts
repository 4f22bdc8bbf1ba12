import { ascendingOrder } from "./ascending-order.js";

/**
 * Area under the ROC curve by mid-ranks, and what each row adds to it: how far the share of rows of the other kind that
 * it stands right of is from the area, over all weight of its kind. These are the structural components of DeLong,
 * DeLong and Clarke-Pearson (Biometrics 44 (1988) 837), by one sort (Sun and Xu, IEEE Signal Processing Letters 21 (2014)
 * 1389). O(n).
 * @param answer 1 for yes, 0 for no
 * @param weights how much each row counts; 1 each if left out
 * @returns NaN where one kind has no weight
 */
export function aucInfluence(
  scores: Float64Array,
  answer: Uint8Array,
  weights?: Float64Array,
): { readonly auc: number; readonly influence: Float64Array } {
  const n = scores.length;
  const order = ascendingOrder(scores);
  const weight = (row: number) => (weights === undefined ? 1 : weights[row]!);
  const total = [0, 0];
  for (let i = 0; i < n; i++) total[answer[i]!]! += weight(i);
  const [allNo, allYes] = total as [number, number];
  const influence = new Float64Array(n);
  let won = 0;
  let [noBelow, yesBelow] = [0, 0];
  for (let start = 0, end = 0; start < n; start = end) {
    const score = scores[order[start]!]!;
    let [no, yes] = [0, 0];
    for (; end < n && scores[order[end]!] === score; end++) {
      const row = order[end]!;
      if (answer[row] === 1) yes += weight(row);
      else no += weight(row);
    }
    const ofYes = (noBelow + no / 2) / allNo;
    const ofNo = (allYes - yesBelow - yes / 2) / allYes;
    won += yes * ofYes;
    for (let i = start; i < end; i++) influence[order[i]!] = answer[order[i]!] === 1 ? ofYes : ofNo;
    noBelow += no;
    yesBelow += yes;
  }
  const auc = won / allYes;
  for (let i = 0; i < n; i++) influence[i] = (weight(i) * (influence[i]! - auc)) / total[answer[i]!]!;
  return { auc, influence };
}
