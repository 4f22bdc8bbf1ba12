import { populationStability } from "../../numeric/population-stability.js";

/** How many rows of a month are in a cell, and how many of these a card was learnt from. */
export interface MonthCell {
  /** The first day of the month, ISO. */
  readonly month: string;
  readonly cell: number;
  readonly rows: number;
  readonly learnt: number;
}

/** `stable`: the index is below .1, or chance alone explains it; `moved`: below .25; `shifted`: from there on. */
export type State = "stable" | "moved" | "shifted";

/** How far a month's rows are spread otherwise over the cells than those learnt from. */
export interface Moved {
  readonly month: string;
  readonly rows: number;
  readonly index: number;
  /** How often chance alone would give as much; null where it cannot be told. */
  readonly tail: number | null;
  readonly state: State;
}

const [MOVED, SHIFTED] = [0.1, 0.25];
/** Of what chance gives more often than this nothing is said. */
const CHANCE = 0.01;

/**
 * The population stability index of each month against the rows that a card was learnt from, in order of the months. A month
 * that is itself among these is told so far as it is not all of them. Nothing where nothing was learnt from.
 * @param size how many cells there are
 */
export function movedByMonth(counts: readonly MonthCell[], size: number): Moved[] {
  const expected = new Float64Array(size);
  for (const { cell, learnt } of counts) expected[cell]! += learnt;
  if (expected.every((rows) => rows === 0)) return [];
  const months = new Map<string, { cells: Float64Array; rows: number; shared: number }>();
  for (const { month, cell, rows, learnt } of counts) {
    const own = months.get(month) ?? { cells: new Float64Array(size), rows: 0, shared: 0 };
    own.cells[cell]! += rows;
    own.rows += rows;
    own.shared += learnt;
    months.set(month, own);
  }
  return [...months]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, { cells, rows, shared }]) => {
      const { index, tail } = populationStability(expected, cells, shared);
      const known = Number.isFinite(tail) ? tail : null;
      return { month, rows, index, tail: known, state: stateOf(index, known) };
    });
}

function stateOf(index: number, tail: number | null): State {
  if (index < MOVED || tail === null || tail > CHANCE) return "stable";
  return index < SHIFTED ? "moved" : "shifted";
}
