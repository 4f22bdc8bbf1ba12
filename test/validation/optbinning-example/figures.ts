import { informationValue } from "../../../src/numeric/information-value.js";
import { optimalBinning } from "../../../src/numeric/optimal-binning.js";

const NO = [3, 3, 7, 10, 28, 44, 117];
const YES = [115, 76, 61, 39, 55, 10, 1];

/** The example of optbinning's README: malignant (no) and benign (yes) by the mean radius of the nuclei. */
export async function figures(): Promise<Record<string, number>> {
  const joined = optimalBinning(YES, NO, { trend: "auto" });
  return {
    IV: informationValue(YES, NO).iv,
    KS: farthest(YES, NO),
    "bins joined": joined.ends.length,
    "IV of bins joined": joined.iv,
  };
}

/** Kolmogorov and Smirnov: the greatest distance of the two distribution functions. */
function farthest(yes: readonly number[], no: readonly number[]): number {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return Math.max(
    ...yes.map((_, i) => Math.abs(sum(yes.slice(0, i + 1)) / sum(yes) - sum(no.slice(0, i + 1)) / sum(no))),
  );
}
