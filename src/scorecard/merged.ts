/** Rows of which so many are a yes. */
export interface Counted {
  readonly rows: number;
  readonly yes: number;
}

/**
 * Neighbours put together, in order, until each group has at least `fewest` rows with a yes and `fewest` with a no; what
 * is left at the end joins the last group. None where all of them together have not. O(n).
 */
export function merged<Row extends Counted>(rows: readonly Row[], fewest: number): Row[][] {
  const groups: Row[][] = [];
  let open: Row[] = [];
  let [yes, no] = [0, 0];
  for (const row of rows) {
    open.push(row);
    yes += row.yes;
    no += row.rows - row.yes;
    if (yes < fewest || no < fewest) continue;
    groups.push(open);
    [open, yes, no] = [[], 0, 0];
  }
  if (open.length > 0) groups.at(-1)?.push(...open);
  return groups;
}
