import { solved } from "./solved.js";

/** What is known of a table's rows beside the rows themselves, and how uncertain what is missing has to be. */
export interface Cover<Row> {
  /** Groups of rows that add up to known numbers. */
  readonly groups: readonly (readonly Row[])[];
  readonly size: (row: Row) => number;
  /** Rows that are missing from a group at least, if any is. */
  readonly rows: number;
  /** What they come to at least. */
  readonly sum: number;
}

/**
 * Complementary suppression: adds further rows to `gone`, the smallest first, until every group that misses a row misses
 * enough of them, and none of the first ones follows from all groups together. Of a group of one that is gone from the
 * start nothing is known.
 */
export function complete<Row>(gone: Set<Row>, given: Cover<Row>): void {
  const first = [...gone];
  const groups = given.groups.filter((group) => group.length > 1 || !first.includes(group[0]!));
  const cover = { ...given, groups };
  for (;;) {
    completeGroups(gone, cover);
    const known = solved([...gone], cover.groups);
    const bare = first.filter((row) => known.has(row));
    const next = smallest(
      cover.groups.filter((group) => group.some((row) => bare.includes(row))).flat(),
      gone,
      cover,
    );
    if (next === undefined) return;
    gone.add(next);
  }
}

/** A row taken out of one group may be missing from another, which then misses too few. */
function completeGroups<Row>(gone: Set<Row>, cover: Cover<Row>): void {
  for (let before = -1; before < gone.size; ) {
    before = gone.size;
    for (const group of cover.groups) completeGroup(group, gone, cover);
  }
}

function completeGroup<Row>(group: readonly Row[], gone: Set<Row>, cover: Cover<Row>): void {
  for (;;) {
    const missing = group.filter((row) => gone.has(row));
    const sum = missing.reduce((all, row) => all + cover.size(row), 0);
    if (missing.length === 0 || (missing.length >= cover.rows && sum >= cover.sum)) return;
    const next = smallest(group, gone, cover);
    if (next === undefined) return;
    gone.add(next);
  }
}

function smallest<Row>(rows: readonly Row[], gone: ReadonlySet<Row>, { size }: Cover<Row>): Row | undefined {
  const left = rows.filter((row) => !gone.has(row) && size(row) > 0);
  return left.reduce<Row | undefined>(
    (least, row) => (least === undefined || size(row) < size(least) ? row : least),
    undefined,
  );
}
