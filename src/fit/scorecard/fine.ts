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
import type { Examples } from "./counts.js";
import { findPairs, type PairSettings, pairTerm } from "./pairs.js";

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

/**
 * The fine scorecard: many bins a feature, whose effects are fitted together and smoothed as far as the rows bear out
 * (`additiveLogistic`); then, where asked, tables of two features for what the sum leaves over. It is a generalised additive
 * model in steps (Lou, Caruana, Gehrke and Hooker, KDD 2013), and scores as a table of points like the classic card.
 * @throws {RangeError} if not both answers occur
 */
export function fitFine(columns: readonly Column[], examples: Examples, settings: FineSettings): Fitted {
  const left = new Map<string, string>();
  const binned = columns.flatMap((column) => {
    const binning = binColumn(column, examples, { ...settings.bins, ...settings.of?.[column.name] });
    if (binning.unusable === undefined) return [{ column, binning }];
    left.set(column.name, binning.unusable);
    return [];
  });
  const { rows, weights } = examples;
  const answers = Uint8Array.from(rows, (row) => examples.answer[row]!);
  const masses = weights && Float64Array.from(rows, (row) => weights[row]!);
  const fit = additiveLogistic(
    binned.map(({ column, binning }) => termOf(column, binning, rows)),
    answers,
    masses && { masses },
  );
  const pairs =
    settings.pairs === undefined
      ? []
      : findPairs(
          binned.map(({ column }) => column),
          examples,
          fit.logOdds,
          settings.pairs,
          settings.of,
        );
  const more =
    pairs.length === 0
      ? undefined
      : additiveLogistic(
          pairs.map((pair) => pairTerm(pair, rows)),
          answers,
          {
            offset: fit.logOdds,
            ...(masses && { masses }),
          },
        );
  const intercept = fit.intercept + (more?.intercept ?? 0);
  const terms = binned.map(({ binning }, t): CardTerm => {
    const { feature, kind, trend, iv } = binning;
    const bins = binning.bins.map((bin, b) => ({
      ...bin,
      effect: fit.effects[t]![b]!,
      error: fit.errors[t]![b]!,
    }));
    return { feature, kind, trend, iv, bins };
  });
  const card: Card = {
    form: settings.pairs === undefined ? "fine" : "pairs",
    intercept,
    terms,
    pairs: pairs.map(({ columns: [a, b], binnings, counts }, t) => ({
      features: [a.name, b.name],
      axes: [
        { kind: a.kind, bins: binnings[0].bins },
        { kind: b.kind, bins: binnings[1].bins },
      ],
      effects: [...more!.effects[t]!],
      rows: [...counts],
    })),
  };
  const score = (of: Int32Array) => {
    const odds = new Float64Array(of.length).fill(intercept);
    for (const [t, { column, binning }] of binned.entries()) {
      const effects = fit.effects[t]!;
      for (let i = 0; i < of.length; i++) odds[i]! += effects[binning.binOf[column.codes[of[i]!]! + 1]!] ?? 0;
    }
    for (const [t, pair] of pairs.entries()) {
      const effects = more!.effects[t]!;
      for (let i = 0; i < of.length; i++) odds[i]! += effects[pair.cellOf(of[i]!)] ?? 0;
    }
    return odds;
  };
  return { card, score, left };
}

function termOf({ codes }: Column, { bins, binOf }: Binning, rows: Int32Array): AdditiveTerm {
  const cells = new Uint16Array(rows.length);
  for (let i = 0; i < rows.length; i++) cells[i] = binOf[codes[rows[i]!]! + 1]!;
  return {
    cells,
    size: bins.length,
    neighbours: neighboursOf(bins),
    pull: bins.map(({ kind }) => PULL[kind]),
  };
}

/** Ranges that lie side by side. */
function neighboursOf(bins: readonly Bin[]): number[] {
  return bins.flatMap(({ kind }, b) => (kind === "range" && bins[b + 1]?.kind === "range" ? [b, b + 1] : []));
}
