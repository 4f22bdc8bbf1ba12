/**
 * Area under the ROC curve: the chance that a thing with a yes has a higher score than one with a no, of equal scores
 * half. 1: scores tell them apart; .5: they tell nothing. Mann and Whitney (1947). O(n log n).
 * @param labels 1 for yes, 0 for no
 * @returns NaN where there is no thing of one kind
 * @example rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]); // 0.75
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const n = scores.length;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let yes = 0;
  let won = 0;
  let noBelow = 0;
  for (let i = 0; i < n; ) {
    let [yesHere, noHere] = [0, 0];
    const score = scores[order[i]!]!;
    for (; i < n && scores[order[i]!] === score; i++) {
      if (labels[order[i]!] === 1) yesHere++;
      else noHere++;
    }
    won += yesHere * (noBelow + noHere / 2);
    yes += yesHere;
    noBelow += noHere;
  }
  return won / (yes * noBelow);
}
