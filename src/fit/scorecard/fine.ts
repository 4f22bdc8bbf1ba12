import { type AdditiveTerm, additiveLogistic } from "../../numeric/additive-logistic.js";
import {
  type Bin,
  type Binning,
  type BinningSettings,
  binColumn,
  type Column,
  FINE_BINS,
} from "./binning.js";
import type { Card, CardTerm, Fitted } from "./card.js";
import { byChance } from "./chance.js";
import type { Examples } from "./counts.js";
import { type FoundPair, findPairs, type PairSettings, pairTerm } from "./pairs.js";

/** What a fine card is made by. */
export interface FineSettings {
  readonly bins: BinningSettings;
  readonly of?: Readonly<Record<string, Partial<BinningSettings>>>;
  /** Tables of two features, where they pay; none if left out. */
  readonly pairs?: PairSettings;
}

/** A fine card for a firm that says nothing, without tables of two features; and with them. */
export const FINE: FineSettings = { bins: { ...FINE_BINS, prebins: 40, balance: 0.5 } };
export const WITH_PAIRS: FineSettings = {
  ...FINE,
  pairs: { most: 15, bins: { ...FINE_BINS, prebins: 8, balance: 0.5 }, level: 0.01 },
};

/** How strongly an effect is drawn to 0, beside its neighbour's pull of 1: of ranges, of words, and of all that has no neighbour. */
const PULL = { range: 0.01, levels: 1, other: 0.1, missing: 0.1, special: 0.1 } as const;

/** More cells than this, all features together, are not fitted at once, as the work grows with their cube; nor more than one for so many rows. */
const MOST_CELLS = 400;
const ROWS_A_CELL = 2;
/** Where they do not fit, those go first whose bins would tell as much by chance more often than this. */
const CHANCE = 0.05;
/** Features that crowd each other out keep so many pre-bins at least. */
const FEWEST_BINS = 4;

/**
 * The fine scorecard: many bins a feature, whose effects are fitted together and smoothed as far as the rows bear out
 * (`additiveLogistic`); then, where asked, tables of two features for what the sum leaves over. It is a generalised additive
 * model in steps (Lou, Caruana, Gehrke and Hooker, KDD 2013), and scores as a table of points like the classic card.
 * @returns the card without tables of two features, and with them where the settings have any: the first is in the second
 * @throws {RangeError} if not both answers occur
 */
export function fitFine(
  columns: readonly Column[],
  examples: Examples,
  { pairs: wanted, ...settings }: FineSettings,
): readonly [Fitted, Fitted?] {
  const left = new Map<string, string>();
  const binned = binAll(columns, examples, settings, left);
  const { rows, weights } = examples;
  const answers = Uint8Array.from(rows, (row) => examples.answer[row]!);
  const masses = weights && Float64Array.from(rows, (row) => weights[row]!);
  const cells = binned.map(({ binning }) => cellsOf(binning));
  const fit = additiveLogistic(
    binned.map(({ column, binning }, t) => termOf(column, binning, cells[t]!, rows)),
    answers,
    masses && { masses },
  );
  const effects = cells.map((own, t) => own.map((cell) => (cell < 0 ? 0 : fit.effects[t]![cell]!)));
  const terms = binned.map(({ binning }, t): CardTerm => {
    const { feature, kind, trend, iv } = binning;
    const bins = binning.bins.map((bin, b) => ({
      ...bin,
      effect: effects[t]![b]!,
      ...(bin.rows > 0 && { error: fit.errors[t]![cells[t]![b]!]! }),
    }));
    return { feature, kind, trend, iv, bins };
  });
  const score = (of: Int32Array) => {
    const odds = new Float64Array(of.length).fill(fit.intercept);
    for (const [t, { column, binning }] of binned.entries()) {
      const own = effects[t]!;
      for (let i = 0; i < of.length; i++) odds[i]! += own[binning.binOf[column.codes[of[i]!]! + 1]!] ?? 0;
    }
    return odds;
  };
  const card: Card = { form: "fine", intercept: fit.intercept, terms, pairs: [] };
  const fine: Fitted = { card, score, left };
  if (wanted === undefined) return [fine];
  const found = findPairs(
    binned.map(({ column }) => column),
    examples,
    fit.logOdds,
    wanted,
    settings.of,
  );
  return [fine, withPairs(fine, found, rows, answers, { offset: fit.logOdds, ...(masses && { masses }) })];
}

/** A fine card with tables of two features for what it leaves over. */
function withPairs(
  { card, score, left }: Fitted,
  found: readonly FoundPair[],
  rows: Int32Array,
  answers: Uint8Array,
  options: { readonly offset: Float64Array; readonly masses?: Float64Array },
): Fitted {
  if (found.length === 0) return { card: { ...card, form: "pairs" }, score, left };
  const fit = additiveLogistic(
    found.map((pair) => pairTerm(pair, rows)),
    answers,
    options,
  );
  const pairs = found.map(({ columns: [a, b], binnings, counts }, t) => ({
    features: [a.name, b.name] as const,
    axes: [
      { kind: a.kind, bins: binnings[0].bins },
      { kind: b.kind, bins: binnings[1].bins },
    ] as const,
    effects: [...fit.effects[t]!],
    rows: [...counts],
  }));
  return {
    card: { ...card, form: "pairs", intercept: card.intercept + fit.intercept, pairs },
    score: (of) => {
      const odds = score(of).map((each) => each + fit.intercept);
      for (const [t, { cellOf }] of found.entries()) {
        const own = fit.effects[t]!;
        for (let i = 0; i < of.length; i++) odds[i]! += own[cellOf(of[i]!)] ?? 0;
      }
      return odds;
    },
    left,
  };
}

interface Binned {
  readonly column: Column;
  readonly binning: Binning;
}

/**
 * The features that tell, binned so coarsely that they have no more cells together than may be fitted, those that tell no
 * more than chance left out before; if there are still more, those of the greatest information value.
 */
function binAll(
  columns: readonly Column[],
  examples: Examples,
  settings: FineSettings,
  left: Map<string, string>,
): Binned[] {
  const bin = (column: Column, prebins: number): Binned => {
    const own = { ...settings.bins, prebins, ...settings.of?.[column.name] };
    return { column, binning: binColumn(column, examples, own) };
  };
  const { prebins } = settings.bins;
  const most = Math.min(MOST_CELLS, examples.rows.length / ROWS_A_CELL);
  let all = columns.map((column) => bin(column, prebins));
  for (const { column, binning } of all)
    if (binning.unusable !== undefined) left.set(column.name, binning.unusable);
  all = all.filter(({ binning }) => binning.unusable === undefined);
  const width = (some: readonly Binned[]) => some.reduce((sum, { binning }) => sum + filled(binning), 0);
  if (width(all) > most) {
    for (const { column, binning } of all) if (byChance(binning) > CHANCE) left.set(column.name, "chance");
    all = all.filter(({ column }) => !left.has(column.name));
  }
  for (let room = prebins; width(all) > most && room > FEWEST_BINS; ) {
    room = Math.max(FEWEST_BINS, Math.min(room - 1, Math.floor((room * most) / width(all))));
    all = all.map((one) => (one.column.kind === "numeric" ? bin(one.column, room) : one));
  }
  const byIv = [...all].sort((a, b) => b.binning.iv - a.binning.iv);
  let cells = 0;
  for (const { column, binning } of byIv) {
    if (cells + filled(binning) > most) left.set(column.name, "crowded");
    else cells += filled(binning);
  }
  return all.filter(({ column }) => !left.has(column.name));
}

const filled = ({ bins }: Binning) => bins.filter(({ rows }) => rows > 0).length;

/** The cell of each bin; −1 of one without rows, of which nothing can be said. */
function cellsOf({ bins }: Binning): number[] {
  let next = 0;
  return bins.map(({ rows }) => (rows > 0 ? next++ : -1));
}

function termOf(
  { codes }: Column,
  { bins, binOf }: Binning,
  cellOf: readonly number[],
  rows: Int32Array,
): AdditiveTerm {
  const cells = new Uint16Array(rows.length);
  const cellOfCode = Int16Array.from(binOf, (bin) => cellOf[bin] ?? -1);
  for (let i = 0; i < rows.length; i++) cells[i] = cellOfCode[codes[rows[i]!]! + 1]!;
  const seen = bins.filter(({ rows }) => rows > 0);
  return {
    cells,
    size: seen.length,
    neighbours: neighboursOf(seen),
    pull: seen.map(({ kind }) => PULL[kind]),
  };
}

/** Ranges that lie side by side. */
function neighboursOf(bins: readonly Bin[]): number[] {
  return bins.flatMap(({ kind }, b) => (kind === "range" && bins[b + 1]?.kind === "range" ? [b, b + 1] : []));
}
