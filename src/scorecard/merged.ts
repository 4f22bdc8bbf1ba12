/** Rows of which so many are a yes. */
export interface Counted {
  readonly rows: number;
  readonly yes: number;
}

/** Rows with a yes, and with a no. */
const answers = ({ rows, yes }: Counted) => [yes, rows - yes];

/**
 * Neighbours put together, in order, until each group counts at least `fewest` of everything that is counted: of rows with
 * a yes and of rows with a no, if not said otherwise. What is left at the end joins the last group. None where all of them
 * together count too few. O(n).
 */
export function merged<Row extends Counted>(rows: readonly Row[], fewest: number): Row[][];
export function merged<Row>(
  rows: readonly Row[],
  fewest: number,
  counts: (row: Row) => readonly number[],
): Row[][];
export function merged<Row>(
  rows: readonly Row[],
  fewest: number,
  counts: (row: Row) => readonly number[] = answers as never,
): Row[][] {
  const groups: Row[][] = [];
  let open: Row[] = [];
  let sums: number[] = [];
  for (const row of rows) {
    open.push(row);
    sums = counts(row).map((count, i) => count + (sums[i] ?? 0));
    if (sums.some((sum) => sum < fewest)) continue;
    groups.push(open);
    [open, sums] = [[], []];
  }
  if (open.length > 0) groups.at(-1)?.push(...open);
  return groups;
}
