import { FEWEST } from "./verdict.js";

/** Rows to learn from and later ones to test by, as places in `rows`. */
export interface Split {
  /** The first day of the tests. */
  readonly from: number;
  readonly learnt: Int32Array;
  readonly tested: Int32Array;
}

/** About this part of the rows is tested. */
const TESTED = 0.25;

/**
 * Splits rows by time: the latest are tested, by what was known before the first of them. Of all days at which enough
 * customers of either answer are on both sides, the one that leaves nearest to a quarter for the tests.
 * @param asked the day to split at, if it leaves enough
 * @param day of each row of `rows`, whole; `answeredOn`: the day on which its answer was known
 * @returns undefined where no day leaves enough
 */
export function splitByTime(
  rows: Int32Array,
  { answer, group, day, answeredOn }: Timed,
  asked?: number,
): Split | undefined {
  const days = [...new Set(Array.from(rows, (row) => day[row]!))].sort((a, b) => a - b).slice(1);
  const counted = days.map((from) => {
    let tested = 0;
    for (const row of rows) if (day[row]! >= from) tested++;
    return { from, away: Math.abs(tested / rows.length - TESTED) };
  });
  const first = (from: number) => Number(from === asked);
  counted.sort((a, b) => first(b.from) - first(a.from) || a.away - b.away || b.from - a.from);
  // With a day for each row, all but a few would be tried in vain.
  for (const { from } of counted.slice(0, 50)) {
    const learnt = rows.filter((row) => day[row]! < from && answeredOn[row]! <= from);
    const tested = rows.filter((row) => day[row]! >= from);
    if (suffices(learnt, answer, group) && suffices(tested, answer, group)) return { from, learnt, tested };
  }
  return undefined;
}

/** What a split looks at, by row. */
export interface Timed {
  readonly answer: Uint8Array;
  readonly group: Int32Array;
  readonly day: Float64Array;
  readonly answeredOn: Float64Array;
}

/** Whether enough customers gave either answer to learn from them. */
export function suffices(rows: Int32Array, answer: Uint8Array, group: Int32Array): boolean {
  const said = [new Set<number>(), new Set<number>()] as const;
  for (const row of rows) said[answer[row] as 0 | 1].add(group[row]!);
  return said.every(({ size }) => size >= FEWEST);
}
