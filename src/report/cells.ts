import { complete } from "./complement.js";

/** What the rows of a table say of people, and which of their figures hang together. */
export interface Cells {
  /** Columns that say which row it is. All others are figures of its people, and go with them. */
  readonly keys?: readonly string[];
  /** The figures that go, where a row tells of more than these people. */
  readonly figures?: readonly string[];
  /** The column that counts the row's people; none if rows go by their names alone. */
  readonly people?: string;
  /** Columns that count a part of these people. Neither the part nor the rest may be too few. */
  readonly parts?: readonly string[];
  /** Columns that count other people, of whom the row tells too. */
  readonly also?: readonly string[];
  /** Rows equal in these columns add up to a number that is known elsewhere: `[[]]`, all rows, if not said. */
  readonly within?: readonly (readonly string[])[];
  /** How many such numbers a group has: 1 if not said. */
  readonly sums?: number;
  /** One row that goes takes all others with it. */
  readonly together?: boolean;
  /** The figure that the rows add up to: where it is withheld, so are they. */
  readonly total?: string;
  /** The column that names what the row belongs to, as `prefix.key`. A name that goes here goes everywhere. */
  readonly names?: Named;
  /** A column with a rule: the row goes with every name that the rule quotes. */
  readonly quotes?: Named;
  /** A column that lists several names, `by` between: named in `within`, it puts the row in the group of each. */
  readonly lists?: Named & { readonly by: string };
}

export interface Named {
  readonly column: string;
  readonly prefix: string;
  /** The row is only a part of what it is named after: it goes with the name, not the name with it. */
  readonly part?: boolean;
}

export type Cell = string | number | boolean | null;
export type TableRow = Record<string, Cell>;

/** "small": below the limit. "withheld": it would give a small one away. */
export type Veil = "small" | "withheld";

/** A row without the figures that are not to be shown, and which columns those are. */
export interface VeiledRow {
  readonly row: TableRow;
  readonly veils: Readonly<Record<string, Veil>>;
}

/**
 * Takes out all figures of a row that tells of fewer than `minimum` people (but not of none), and of as many further
 * rows as it takes that what is missing cannot be had by subtraction. What is named in `veiled` goes whatever its size.
 * Where a row is all there is of its name, a name that goes here is added to `veiled`.
 */
export function veilSmallCells(
  rows: readonly TableRow[],
  cells: Cells,
  minimum: number,
  veiled: Set<string>,
): VeiledRow[] {
  const gone = new Set(rows.filter((row) => tellsOfFew(row, cells, minimum) || isNamed(row, cells, veiled)));
  const all = cells.total !== undefined && veiled.has(cells.total);
  if (all || (cells.together === true && gone.size > 0)) for (const row of rows) gone.add(row);
  complete(gone, {
    groups: groupsOf(rows, cells, veiled),
    size: (row) => Number(row[cells.people ?? figuresOf(row, cells)[0] ?? ""] ?? 0),
    rows: 1 + (cells.sums ?? 1),
    sum: cells.people === undefined ? 0 : minimum,
  });
  return rows.map((row) => {
    if (!gone.has(row)) return { row, veils: {} };
    if (isWhole(cells)) veiled.add(nameOf(row, cells.names!));
    const figures = figuresOf(row, cells);
    const few = countsOf(cells).filter((column) => isFew(Number(row[column]), minimum));
    if (few.length === 0 && Number(row[cells.people ?? ""]) === 0) few.push(cells.people!);
    const veil = (column: string): Veil => (few.includes(column) ? "small" : "withheld");
    return {
      row: { ...row, ...Object.fromEntries(figures.map((column) => [column, null])) },
      veils: Object.fromEntries(figures.map((column) => [column, veil(column)])),
    };
  });
}

/** Whether each row of the table is all there is of what it names. */
export function isWhole({ names, within = [] }: Cells): boolean {
  return (
    names !== undefined && names.part !== true && !within.some((columns) => columns.includes(names.column))
  );
}

/** Whether a number of people is too small to be shown. */
export function isFew(people: number, minimum: number): boolean {
  return people > 0 && people < minimum;
}

/** Too few people, too small a part of them or rest, or figures of somebody where nobody is counted. */
function tellsOfFew(row: TableRow, cells: Cells, minimum: number): boolean {
  const people = Number(row[cells.people ?? ""] ?? 0);
  const rests = (cells.parts ?? []).map((column) => people - Number(row[column]));
  const counts = [...countsOf(cells).map((column) => Number(row[column])), ...rests];
  if (counts.some((count) => isFew(count, minimum))) return true;
  if (cells.people === undefined || row[cells.people] !== 0) return false;
  const others = figuresOf(row, cells).filter((column) => !countsOf(cells).includes(column));
  return minimum > 1 && others.some((column) => typeof row[column] === "number" && row[column] !== 0);
}

function isNamed(row: TableRow, { names, quotes, lists }: Cells, veiled: ReadonlySet<string>): boolean {
  if (names !== undefined && veiled.has(nameOf(row, names))) return true;
  if (lists !== undefined && listed(row, lists).some((name) => veiled.has(`${lists.prefix}.${name}`)))
    return true;
  if (quotes === undefined) return false;
  const quoted = [...String(row[quotes.column]).matchAll(/'([^']*)'/g)];
  return quoted.some(([, key]) => veiled.has(`${quotes.prefix}.${key}`));
}

/** The groups whose sums are known: not that of a name which is withheld itself. */
function groupsOf(
  rows: readonly TableRow[],
  { within = [[]], names, lists }: Cells,
  veiled: ReadonlySet<string>,
): TableRow[][] {
  return within.flatMap((columns) => {
    const found = new Map<string, TableRow[]>();
    const several = lists !== undefined && columns.includes(lists.column);
    for (const row of rows) {
      if (names !== undefined && columns.includes(names.column) && veiled.has(nameOf(row, names))) continue;
      for (const name of several ? listed(row, lists) : [null]) {
        const key = JSON.stringify(
          columns.map((column) => (several && column === lists.column ? name : row[column])),
        );
        const group = found.get(key);
        if (group === undefined) found.set(key, [row]);
        else group.push(row);
      }
    }
    return [...found.values()];
  });
}

function listed(row: TableRow, { column, by }: NonNullable<Cells["lists"]>): string[] {
  return String(row[column]).split(by);
}

function nameOf(row: TableRow, { column, prefix }: Named): string {
  return `${prefix}.${row[column]}`;
}

function countsOf({ people, parts = [], also = [] }: Cells): string[] {
  return [...(people === undefined ? [] : [people]), ...parts, ...also];
}

function figuresOf(row: TableRow, { figures, keys = [] }: Cells): readonly string[] {
  return figures ?? Object.keys(row).filter((column) => !keys.includes(column));
}
