import { chiSquareTail } from "./chi-square.js";

/** How far a distribution has moved; by cell; and the chance to see that much of it where nothing has moved. */
export interface Stability {
  readonly index: number;
  readonly parts: readonly number[];
  readonly tail: number;
}

/** An empty cell counts as half a row. */
const HALF = 0.5;

/**
 * The population stability index Σ (a − e) ln(a / e) of the shares of the same cells at two times; of a score PSI, of a
 * feature CSI. By convention below .1 nothing has moved, above .25 much. A cell empty at one time counts as half a row
 * there, which keeps the index finite; one empty at both counts nothing. Small samples move by chance: where nothing has,
 * the index over 1 / n + 1 / m is chi-square with a degree fewer than cells (Yurdakul, Statistical Properties of the
 * Population Stability Index, 2018), which gives `tail`. Of rows that are in both, k of them, what moves is less: over
 * 1 / n + 1 / m − 2 k / (n m).
 * @param expected rows of each cell before
 * @param actual rows of the same cells now
 * @param shared how many rows are among those before and those now
 * @returns NaN where one time has no rows; `tail` NaN for a single cell, or the same rows at both times
 * @throws {RangeError} if cells differ in number or have less than no rows
 */
export function populationStability(
  expected: ArrayLike<number>,
  actual: ArrayLike<number>,
  shared = 0,
): Stability {
  const cells = Array.from(expected, (before, k) => [before, actual[k]!] as const);
  if (actual.length !== expected.length || cells.some(([before, now]) => !(before >= 0 && now >= 0)))
    throw new RangeError("as many rows from 0 at one time as at the other are needed");
  const all = [0, 1].map((time) => cells.reduce((sum, cell) => sum + cell[time]!, 0)) as [number, number];
  if (all[0] === 0 || all[1] === 0)
    return { index: Number.NaN, parts: cells.map(() => Number.NaN), tail: Number.NaN };
  const parts = cells.map(([before, now]) => {
    if (before === 0 && now === 0) return 0;
    const [e, a] = [Math.max(before, HALF) / all[0], Math.max(now, HALF) / all[1]];
    return (a - e) * Math.log(a / e);
  });
  const index = parts.reduce((sum, part) => sum + part, 0);
  const degrees = cells.filter(([before, now]) => before > 0 || now > 0).length - 1;
  const scale = 1 / all[0] + 1 / all[1] - (2 * shared) / (all[0] * all[1]);
  const tail = degrees >= 1 && scale > 0 ? chiSquareTail(index / scale, degrees) : Number.NaN;
  return { index, parts, tail };
}
