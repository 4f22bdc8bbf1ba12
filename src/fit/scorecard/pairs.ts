import type { AdditiveTerm } from "../../numeric/additive-logistic.js";
import { chiSquareTail } from "../../numeric/chi-square.js";
import { type Bin, type Binning, type BinningSettings, binColumn, type Column } from "./binning.js";
import type { Examples } from "./counts.js";

/** Which tables of two features are looked for. */
export interface PairSettings {
  /** How many at most. */
  readonly most: number;
  /** The bins along each side. */
  readonly bins: BinningSettings;
  /** The chance that any pair is found where none is there. */
  readonly level: number;
}

/** Two features whose cells say more than the sum of both. */
export interface FoundPair {
  readonly columns: readonly [Column, Column];
  readonly binnings: readonly [Binning, Binning];
  /** The cell of a row; −1 where it has none. */
  readonly cellOf: (row: number) => number;
  readonly counts: Float64Array;
}

/** How strongly a cell is drawn to 0, beside its neighbours' pull of 1. */
const PULL = 0.3;
/** A cell of less curvature than this tells nothing. */
const BENT = 1;

/**
 * The pairs of features whose tables explain most of what a sum of features leaves over: by the score test of the cells,
 * those that no pair would reach by chance (Bonferroni), the largest excess over its degrees of freedom first. One pass a pair.
 * @param logOdds what the sum says of each of `examples.rows`
 */
export function findPairs(
  columns: readonly Column[],
  examples: Examples,
  logOdds: Float64Array,
  { most, bins, level }: PairSettings,
  of: Readonly<Record<string, Partial<BinningSettings>>> = {},
): FoundPair[] {
  const { rows, answer, weights } = examples;
  const [off, bent] = [new Float64Array(rows.length), new Float64Array(rows.length)];
  for (let i = 0; i < rows.length; i++) {
    const chance = 1 / (1 + Math.exp(-logOdds[i]!));
    const mass = weights?.[rows[i]!] ?? 1;
    off[i] = mass * (answer[rows[i]!]! - chance);
    bent[i] = mass * chance * (1 - chance);
  }
  const sides = columns.map((column) => {
    const special = of[column.name]?.special;
    const own = { ...bins, join: column.kind === "category", ...(special && { special }) };
    const binning = binColumn(column, examples, own);
    return { column, binning, cells: Int16Array.from(rows, (row) => binning.binOf[column.codes[row]! + 1]!) };
  });
  const tried: { a: number; b: number; excess: number; p: number }[] = [];
  for (let a = 0; a < sides.length; a++)
    for (let b = 0; b < a; b++) {
      const width = sides[b]!.binning.bins.length;
      const size = sides[a]!.binning.bins.length * width;
      const [pulls, curves] = [new Float64Array(size), new Float64Array(size)];
      for (let i = 0; i < rows.length; i++) {
        const cell = sides[a]!.cells[i]! * width + sides[b]!.cells[i]!;
        pulls[cell]! += off[i]!;
        curves[cell]! += bent[i]!;
      }
      let [statistic, told] = [0, 0];
      const [across, down] = [new Set<number>(), new Set<number>()];
      for (let cell = 0; cell < size; cell++)
        if (curves[cell]! > BENT) {
          statistic += pulls[cell]! ** 2 / curves[cell]!;
          told++;
          down.add(Math.floor(cell / width));
          across.add(cell % width);
        }
      const freedom = told - across.size - down.size + 1;
      if (freedom > 0)
        tried.push({ a, b, excess: statistic - freedom, p: chiSquareTail(statistic, freedom) });
    }
  return tried
    .filter(({ p }) => p * tried.length < level)
    .sort((one, other) => other.excess - one.excess || one.a - other.a || one.b - other.b)
    .slice(0, most)
    .map(({ a, b }) => found(sides[a]!, sides[b]!, rows));
}

interface Side {
  readonly column: Column;
  readonly binning: Binning;
}

function found(first: Side, second: Side, rows: Int32Array): FoundPair {
  const width = second.binning.bins.length;
  const place = ({ column, binning }: Side, row: number) => binning.binOf[column.codes[row]! + 1]!;
  const cellOf = (row: number) => {
    const [a, b] = [place(first, row), place(second, row)];
    return a < 0 || b < 0 ? -1 : a * width + b;
  };
  const counts = new Float64Array(first.binning.bins.length * width);
  for (const row of rows) counts[cellOf(row)]!++;
  return {
    columns: [first.column, second.column],
    binnings: [first.binning, second.binning],
    cellOf,
    counts,
  };
}

/** The term of a pair's table: a cell's neighbours are those beside it along either side. */
export function pairTerm({ binnings: [first, second], cellOf }: FoundPair, rows: Int32Array): AdditiveTerm {
  const [tall, wide] = [first.bins.length, second.bins.length];
  const cells = new Uint16Array(rows.length);
  for (let i = 0; i < rows.length; i++) cells[i] = cellOf(rows[i]!);
  const neighbours: number[] = [];
  for (let a = 0; a < tall; a++)
    for (let b = 0; b < wide; b++) {
      if (beside(first.bins, a)) neighbours.push(a * wide + b, (a + 1) * wide + b);
      if (beside(second.bins, b)) neighbours.push(a * wide + b, a * wide + b + 1);
    }
  return { cells, size: tall * wide, neighbours, pull: new Float64Array(tall * wide).fill(PULL), start: 10 };
}

const beside = (bins: readonly Bin[], b: number) =>
  bins[b]!.kind === "range" && bins[b + 1]?.kind === "range";
