/** Which columns of a table count people, and what else would give a small count away. */
export interface Cells {
  /** The column that counts people. */
  readonly people: string;
  /** Columns withheld together with it: money and shares of the same people. */
  readonly with?: readonly string[];
  /** Further columns that count people, of whom too few are not shown either. */
  readonly also?: readonly string[];
  /** Rows equal in these columns add up to a number that is known elsewhere; all rows if empty. */
  readonly within?: readonly string[];
  /** The column that names what the row belongs to, as `prefix.key`: whoever obeys `veiled` names obeys here too. */
  readonly names?: { readonly column: string; readonly prefix: string };
}

export type Cell = string | number | boolean | null;
export type TableRow = Record<string, Cell>;

/** "small": below the limit. "withheld": it would give a small one away. */
export type Veil = "small" | "withheld";

/** A row with the figures of few people taken out, and which columns those are. */
export interface VeiledRow {
  readonly row: TableRow;
  readonly veils: Readonly<Record<string, Veil>>;
}

/**
 * Takes out the figures of rows with fewer than `minimum` people (but not none), and of as many further rows,
 * smallest first, as it takes that what is missing cannot be had by subtraction: at least two rows of a
 * group, together at least `minimum` people. Rows named in `veiled` are taken out whatever their size. Where a
 * row is all there is of its name (no `within`), a name taken out here is added to `veiled`.
 */
export function veilSmallCells(
  rows: readonly TableRow[],
  cells: Cells,
  minimum: number,
  veiled: Set<string>,
): VeiledRow[] {
  const people = (row: TableRow) => Number(row[cells.people] ?? 0);
  const name = (row: TableRow) =>
    cells.names ? `${cells.names.prefix}.${row[cells.names.column]}` : undefined;
  const veils = new Map<TableRow, Veil>();
  for (const row of rows) {
    const label = name(row);
    if (people(row) > 0 && people(row) < minimum) veils.set(row, "small");
    else if (people(row) > 0 && label !== undefined && veiled.has(label)) veils.set(row, "withheld");
  }
  for (const group of groups(rows, cells.within ?? [])) complete(group, people, minimum, veils);
  return rows.map((row) => {
    const columns: Record<string, Veil> = {};
    for (const column of cells.also ?? []) {
      if (Number(row[column]) > 0 && Number(row[column]) < minimum) columns[column] = "small";
    }
    const veil = veils.get(row);
    if (veil !== undefined) {
      const label = name(row);
      if (label !== undefined && isWhole(cells)) veiled.add(label);
      for (const column of cells.with ?? []) columns[column] = "withheld";
      columns[cells.people] = veil;
    }
    const hidden = Object.fromEntries(Object.keys(columns).map((column) => [column, null]));
    return { row: { ...row, ...hidden }, veils: columns };
  });
}

/** Whether each row of the table is all there is of what it names. */
export function isWhole(cells: Cells): boolean {
  return cells.names !== undefined && (cells.within ?? []).length === 0;
}

function complete(
  group: readonly TableRow[],
  people: (row: TableRow) => number,
  minimum: number,
  veils: Map<TableRow, Veil>,
): void {
  const hidden = group.filter((row) => veils.has(row));
  if (hidden.length === 0) return;
  const rest = group
    .filter((row) => !veils.has(row) && people(row) > 0)
    .sort((a, b) => people(a) - people(b));
  let count = hidden.length;
  let sum = hidden.reduce((total, row) => total + people(row), 0);
  for (const row of rest) {
    if (count >= 2 && sum >= minimum) return;
    veils.set(row, "withheld");
    count += 1;
    sum += people(row);
  }
}

function groups(rows: readonly TableRow[], by: readonly string[]): TableRow[][] {
  const found = new Map<string, TableRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((column) => row[column]));
    const group = found.get(key);
    if (group) group.push(row);
    else found.set(key, [row]);
  }
  return [...found.values()];
}
