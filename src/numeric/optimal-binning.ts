import { chiSquareQuantile } from "./chi-square-quantile.js";
import { twoProportionTest } from "./two-proportion-test.js";

/** What the rates of yes may do from bin to bin; `optimalBinning` says what each means. */
export type Trend = "increasing" | "decreasing" | "monotone" | "peak" | "valley" | "free" | "auto";

/** What they do: `free` is whatever turns more than once, `none` is one bin. */
export type Shape = "increasing" | "decreasing" | "peak" | "valley" | "free" | "none";

export interface BinningOptions {
  readonly trend: Trend;
  /** 8 if left out. */
  readonly maxBins?: number;
  /** The part of all yes and no that a bin has at least; .05 if left out. */
  readonly minShare?: number;
  /** How many yes, and how many no, a bin has at least, above 0; 1 if left out. */
  readonly minClass?: number;
  /** By how much the rates of neighbours differ at least; if left out, at all. */
  readonly minDifference?: number;
  /** Neighbours differ by a two-sided z-test with at most this p; any if left out. */
  readonly maxPValue?: number;
  /** All yes and no, where some are in no pre-bin: what shares are shares of. The sums of the pre-bins if left out. */
  readonly whole?: { readonly yes: number; readonly no: number };
}

export interface OptimalBinning {
  /** Of each bin the pre-bin after its last one, ascending; the last is the number of pre-bins. */
  readonly ends: Int32Array;
  /** Sum over the bins of (share of yes − share of no) · ln (share of yes / share of no). */
  readonly iv: number;
  readonly trend: Shape;
}

/** `auto` turns only for so much more information value than the best monotone bins have … */
const TURN_GAIN = 0.1;
/** … and if either arm is there with at most this p. */
const TURN_P = 0.001;
/** Rates nearer than this are equal. */
const EQUAL = 1e-12;

type Sign = 1 | -1 | 0;

/**
 * Joins neighbouring pre-bins to the bins of the greatest information value, exactly, by dynamic programming over the last
 * bin and the number of bins: what optbinning asks of a solver (Navas-Palencia 2020, arXiv:2001.08025). Of equally good
 * ones the fewest bins. Trends: rates of yes that are `increasing`, `decreasing`, either of them (`monotone`), rise and
 * then fall (`peak`; an arm may be empty), fall and then rise (`valley`), or do as they please (`free`). `auto` is
 * monotone, unless the best peak or valley has a tenth more information value and both its arms stand a z-test, the bin
 * at the turn against the first and against the last, with p ≤ .001: so strict since the bins are the best of many (of 20
 * pre-bins that tell nothing, one draw in a hundred turns).
 * What allows no split is one bin. O(pairs of neighbouring bins · maxBins): below n³/6 · maxBins.
 * @param yes of each pre-bin, in order: counts, or sums of weights; `no` likewise
 * @throws {RangeError} if there is no pre-bin, or an option is out of range
 * @example optimalBinning([10, 20, 5], [90, 30, 45], { trend: "peak" }).ends; // [1, 2, 3]
 */
export function optimalBinning(
  yes: ArrayLike<number>,
  no: ArrayLike<number>,
  options: BinningOptions,
): OptimalBinning {
  const cells = cellsOf(yes, no, options);
  const search = (...signs: Sign[]) => best(cells, signs);
  switch (options.trend) {
    case "increasing":
      return search(1)[0]!;
    case "decreasing":
      return search(-1)[0]!;
    case "monotone":
      return better(search(1)[0]!, search(-1)[0]!);
    case "peak":
      return search(1, -1)[1]!;
    case "valley":
      return search(-1, 1)[1]!;
    case "free":
      return search(0)[0]!;
    case "auto": {
      const [increasing, peak] = search(1, -1) as [OptimalBinning, OptimalBinning];
      const [decreasing, valley] = search(-1, 1) as [OptimalBinning, OptimalBinning];
      const monotone = better(increasing, decreasing);
      const turning = better(peak, valley);
      const pays = turning.iv >= (1 + TURN_GAIN) * monotone.iv + EQUAL;
      return pays && turns(cells, turning) ? turning : monotone;
    }
  }
}

/** All bins that may be, by their start and then their end. */
interface Cells {
  /** Pre-bins. */
  readonly n: number;
  /** What all of them as one bin are worth. */
  readonly undivided: number;
  readonly count: number;
  readonly maxBins: number;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly mass: Float64Array;
  readonly rate: Float64Array;
  readonly iv: Float64Array;
  /** Those that end before pre-bin e: `byEnd` from `endingAt[e]` to `endingAt[e + 1]`. */
  readonly byEnd: Int32Array;
  readonly endingAt: Int32Array;
  readonly minDifference: number;
  /** The least square of z between neighbours. */
  readonly minSquare: number;
}

function cellsOf(yes: ArrayLike<number>, no: ArrayLike<number>, options: BinningOptions): Cells {
  const { maxBins = 8, minShare = 0.05, minClass = 1, minDifference = 0, maxPValue, whole } = options;
  const n = yes.length;
  if (n === 0 || no.length !== n) throw new RangeError("pre-bins with a yes and a no each are needed");
  if (!(maxBins >= 1 && minClass > 0 && minShare >= 0 && minDifference >= 0))
    throw new RangeError("a bin, a minClass above 0, minShare and minDifference from 0 are needed");
  const yesTo = sums(yes);
  const noTo = sums(no);
  const allYes = whole?.yes ?? yesTo[n]!;
  const allNo = whole?.no ?? noTo[n]!;
  const minMass = minShare * (allYes + allNo) * (1 - EQUAL);
  const leastClass = minClass * (1 - EQUAL);
  const most = (n * (n + 1)) / 2;
  const cells = {
    ...{ start: new Int32Array(most), end: new Int32Array(most) },
    ...{ mass: new Float64Array(most), rate: new Float64Array(most), iv: new Float64Array(most) },
  };
  const endingAt = new Int32Array(n + 2);
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j <= n; j++) {
      const y = yesTo[j]! - yesTo[i]!;
      const o = noTo[j]! - noTo[i]!;
      if (y < leastClass || o < leastClass || y + o < minMass) continue;
      cells.start[count] = i;
      cells.end[count] = j;
      cells.mass[count] = y + o;
      cells.rate[count] = y / (y + o);
      cells.iv[count] = worthOf(y / allYes, o / allNo);
      endingAt[j + 1]!++;
      count++;
    }
  }
  for (let e = 0; e <= n; e++) endingAt[e + 1]! += endingAt[e]!;
  const byEnd = new Int32Array(count);
  const filled = endingAt.slice();
  for (let c = 0; c < count; c++) byEnd[filled[cells.end[c]!]!++] = c;
  return {
    ...cells,
    ...{ n, count, byEnd, endingAt },
    undivided: worthOf(yesTo[n]! / allYes, noTo[n]! / allNo),
    maxBins: Math.min(maxBins, n, minShare > 0 ? Math.floor((1 + EQUAL) / minShare) : n),
    minDifference: minDifference > 0 ? minDifference - EQUAL : EQUAL,
    minSquare: maxPValue === undefined ? 0 : chiSquareQuantile(maxPValue, 1) * (1 - EQUAL),
  };
}

/**
 * The best bins whose rates move by the first sign, from some bin on by the second: of each layer, that is of those that
 * end with a move by that sign or an earlier one.
 */
function best(cells: Cells, signs: readonly Sign[]): OptimalBinning[] {
  const { n, count, maxBins, start, end, mass, rate, iv, byEnd, endingAt, minDifference, minSquare } = cells;
  const layers = signs.length;
  const size = count * maxBins;
  // What the bins up to a cell are worth at most, by layer, cell and number of bins; and the cell and layer before.
  const worth = new Float64Array(layers * size).fill(-Infinity);
  const before = new Int32Array(layers * size);
  for (let c = 0; c < count; c++) {
    const from = start[c]!;
    if (from === 0) {
      worth[c * maxBins] = iv[c]!;
      continue;
    }
    const gain = iv[c]!;
    const bins = Math.min(maxBins, from + 1);
    for (let b = endingAt[from]!; b < endingAt[from + 1]!; b++) {
      const p = byEnd[b]!;
      const step = rate[c]! - rate[p]!;
      if (Math.abs(step) < minDifference) continue;
      if (minSquare > 0 && squareBetween(c, p, step) < minSquare) continue;
      for (let l = 0; l < layers; l++) {
        if (signs[l]! * step < 0) continue;
        for (let m = l === 0 ? 0 : l - 1; m <= l; m++)
          extend(m * size + p * maxBins, l * size + c * maxBins, p * layers + m, gain, bins);
      }
    }
  }
  return signs.map((_, l) => readBack(l));

  /** Puts a cell after another: of each number of bins, if that is worth more than what was found before. */
  function extend(source: number, target: number, mark: number, gain: number, bins: number): void {
    for (let k = 1; k < bins; k++) {
      const value = worth[source + k - 1]! + gain;
      if (value > worth[target + k]!) {
        worth[target + k] = value;
        before[target + k] = mark;
      }
    }
  }

  function squareBetween(c: number, p: number, step: number): number {
    const all = mass[c]! + mass[p]!;
    const pooled = (rate[c]! * mass[c]! + rate[p]! * mass[p]!) / all;
    return (step * step * mass[c]! * mass[p]!) / (all * pooled * (1 - pooled));
  }

  function readBack(layer: number): OptimalBinning {
    let top = -Infinity;
    for (let l = 0; l <= layer; l++)
      for (let b = endingAt[n]!; b < endingAt[n + 1]!; b++)
        for (let k = 0; k < maxBins; k++) top = Math.max(top, worth[l * size + byEnd[b]! * maxBins + k]!);
    if (top === -Infinity) return { ends: Int32Array.of(n), iv: cells.undivided, trend: "none" };
    for (let k = 0; k < maxBins; k++) {
      for (let l = 0; l <= layer; l++) {
        for (let b = endingAt[n]!; b < endingAt[n + 1]!; b++) {
          const found = worth[l * size + byEnd[b]! * maxBins + k]!;
          if (found >= top - EQUAL) return trace(l, byEnd[b]!, k, found);
        }
      }
    }
    throw new RangeError("counts are to be finite");
  }

  function trace(layer: number, cell: number, last: number, found: number): OptimalBinning {
    const ends = new Int32Array(last + 1);
    const rates = new Float64Array(last + 1);
    for (let k = last, l = layer, c = cell; k >= 0; k--) {
      ends[k] = end[c]!;
      rates[k] = rate[c]!;
      const mark = before[l * size + c * maxBins + k]!;
      [c, l] = [Math.floor(mark / layers), mark % layers];
    }
    return { ends, iv: found, trend: shapeOf(rates) };
  }
}

/** Whether both arms of a peak or a valley are more than chance. */
function turns({ count, start, end, mass, rate }: Cells, { ends, trend }: OptimalBinning): boolean {
  if (trend !== "peak" && trend !== "valley") return false;
  const chosen: number[] = [];
  for (let c = 0; c < count; c++)
    if (start[c] === (chosen.length === 0 ? 0 : ends[chosen.length - 1]) && end[c] === ends[chosen.length])
      chosen.push(c);
  const sign = trend === "peak" ? 1 : -1;
  const turn = chosen.reduce((top, c) => (sign * rate[c]! > sign * rate[top]! ? c : top));
  return [chosen[0]!, chosen.at(-1)!].every((arm) => {
    const counts = [arm, turn].flatMap((c) => [rate[c]! * mass[c]!, (1 - rate[c]!) * mass[c]!]);
    return twoProportionTest(...(counts as [number, number, number, number])) <= TURN_P;
  });
}

function shapeOf(rates: Float64Array): Shape {
  const moves: boolean[] = [];
  for (let k = 1; k < rates.length; k++) {
    const up = rates[k]! > rates[k - 1]!;
    if (moves.at(-1) !== up) moves.push(up);
  }
  if (moves.length === 0) return "none";
  if (moves.length === 1) return moves[0] ? "increasing" : "decreasing";
  if (moves.length === 2) return moves[0] ? "peak" : "valley";
  return "free";
}

const better = (one: OptimalBinning, other: OptimalBinning) => (other.iv > one.iv + EQUAL ? other : one);

const worthOf = (yesShare: number, noShare: number) =>
  yesShare > 0 && noShare > 0 ? (yesShare - noShare) * Math.log(yesShare / noShare) : 0;

function sums(values: ArrayLike<number>): Float64Array {
  const to = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) to[i + 1] = to[i]! + values[i]!;
  return to;
}
