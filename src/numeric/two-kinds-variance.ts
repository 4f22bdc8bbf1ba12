/**
 * The variance of what compares rows with a yes and rows with a no, such as an area under a curve, from what each row
 * adds to it. Each row its own cluster: DeLong, DeLong and Clarke-Pearson (Biometrics 44 (1988) 837). Rows of one
 * cluster, of one kind or both: Obuchowski (Biometrics 53 (1997) 567). O(n).
 * @param influence of each row, of which the sum is 0 for each of the two kinds
 * @param answer 1 for yes, 0 for no
 * @param cluster whose each row is, whole numbers from 0
 * @returns the variance, NaN with fewer than two clusters of a kind, and how many clusters have a yes and a no
 */
export function twoKindsVariance(
  influence: Float64Array,
  answer: Uint8Array,
  cluster?: Int32Array,
): { readonly variance: number; readonly yes: number; readonly no: number } {
  const n = influence.length;
  const squares = [0, 0];
  const counts = [0, 0];
  let both = 0;
  let all = 0;
  if (cluster === undefined) {
    for (let i = 0; i < n; i++) {
      squares[answer[i]!]! += influence[i]! * influence[i]!;
      counts[answer[i]!]!++;
    }
  } else {
    let most = -1;
    for (const each of cluster) if (each > most) most = each;
    const sums = [new Float64Array(most + 1), new Float64Array(most + 1)];
    const seen = [new Uint8Array(most + 1), new Uint8Array(most + 1)];
    for (let i = 0; i < n; i++) {
      sums[answer[i]!]![cluster[i]!]! += influence[i]!;
      seen[answer[i]!]![cluster[i]!] = 1;
    }
    for (let g = 0; g <= most; g++) {
      for (const kind of [0, 1]) {
        squares[kind]! += sums[kind]![g]! ** 2;
        counts[kind]! += seen[kind]![g]!;
      }
      both += sums[0]![g]! * sums[1]![g]!;
      all += seen[0]![g]! | seen[1]![g]!;
    }
  }
  const [no, yes] = counts as [number, number];
  if (no < 2 || yes < 2) return { variance: Number.NaN, yes, no };
  const crossed = cluster === undefined ? 0 : (2 * both * all) / (all - 1);
  const variance = (squares[1]! * yes) / (yes - 1) + (squares[0]! * no) / (no - 1) + crossed;
  return { variance: Math.max(0, variance), yes, no };
}
