import { chiSquareTail } from "../../numeric/chi-square.js";
import type { Binning } from "./binning.js";

/**
 * How often bins that tell nothing would have so much information value: over 1 / yes + 1 / no it is chi-square, as the
 * stability index is (Yurdakul 2018), with a degree fewer than bins. Of bins that are the best of many it says too little.
 */
export function byChance({ iv, bins }: Binning): number {
  const filled = bins.filter(({ rows }) => rows > 0);
  const [yes, no] = [
    filled.reduce((sum, bin) => sum + bin.yes, 0),
    filled.reduce((sum, bin) => sum + bin.no, 0),
  ];
  return filled.length > 1 ? chiSquareTail(iv / (1 / yes + 1 / no), filled.length - 1) : 1;
}
