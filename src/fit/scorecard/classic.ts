import { elasticNetLogistic } from "../../numeric/elastic-net-logistic.js";
import { type Binning, type BinningSettings, binColumn, CLASSIC_BINS, type Column } from "./binning.js";
import type { Card, CardTerm, Fitted } from "./card.js";
import { byChance } from "./chance.js";
import type { Examples } from "./counts.js";

/** What a classic card is made by. */
export interface ClassicSettings {
  readonly bins: BinningSettings;
  /** Bins of one feature otherwise than of the rest: its trend, its special numbers. */
  readonly of?: Readonly<Record<string, Partial<BinningSettings>>>;
  /** A feature of less information value is left out. */
  readonly leastIv: number;
  /** A feature whose bins would tell as much by chance more often than this is left out. */
  readonly chance: number;
  /** Of two features whose woe correlate more, the one of less information value is left out. */
  readonly mostCorrelation: number;
  /** 0: ridge; 1: lasso; between: elastic net. */
  readonly mixture: number;
}

/** A card for a firm that says nothing: finer pre-bins where yes is rare, and bins of 2 % at least. */
export const CLASSIC: ClassicSettings = {
  bins: { ...CLASSIC_BINS, prebins: 40, balance: 0.5, minShare: 0.02 },
  leastIv: 0.02,
  chance: 0.05,
  mostCorrelation: 0.8,
  mixture: 0,
};

/** Penalties that are tried, per row. */
const PENALTIES = [0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001];

/**
 * The classic scorecard: optimal bins, woe in place of values, and one weight from 0 up for each feature, by a logistic
 * regression whose penalty is chosen by leaving rows out (Siddiqi, Credit Risk Scorecards, 2006). A feature whose weight
 * would be below 0, against what it says alone, is left out.
 * @throws {RangeError} if not both answers occur
 */
export function fitClassic(
  columns: readonly Column[],
  examples: Examples,
  settings: ClassicSettings,
): Fitted {
  const left = new Map<string, string>();
  const binned = columns.flatMap((column) => {
    const own = { ...settings.bins, ...settings.of?.[column.name] };
    const binning = binColumn(column, examples, own);
    if (binning.unusable !== undefined) left.set(column.name, binning.unusable);
    else if (binning.iv < settings.leastIv) left.set(column.name, "iv");
    else if (byChance(binning) > settings.chance) left.set(column.name, "chance");
    else return [{ column, binning }];
    return [];
  });
  const { rows, answer, weights } = examples;
  const woes = binned.map(({ column, binning }) => woeOf(column, binning, rows));
  const masses = weights === undefined ? undefined : Float64Array.from(rows, (row) => weights[row]!);
  const kept = uncorrelated(binned, woes, settings.mostCorrelation, left);
  const fit = elasticNetLogistic(
    kept.map((k) => woes[k]!),
    Uint8Array.from(rows, (row) => answer[row]!),
    { mixture: settings.mixture, penalties: PENALTIES, positive: true, ...(masses && { masses }) },
  );
  let intercept = fit.intercept;
  const used: { column: Column; binning: Binning; term: CardTerm }[] = [];
  for (const [place, k] of kept.entries()) {
    const { column, binning } = binned[k]!;
    const weight = fit.weights[place]!;
    if (weight === 0) {
      left.set(column.name, "sign");
      continue;
    }
    const mean = weight * meanOf(woes[k]!, masses);
    intercept += mean;
    const bins = binning.bins.map((bin) => ({ ...bin, effect: weight * bin.woe - mean }));
    const { feature, kind, trend, iv } = binning;
    used.push({ column, binning, term: { feature, kind, trend, iv, weight, bins } });
  }
  const card: Card = { form: "classic", intercept, terms: used.map(({ term }) => term), pairs: [] };
  const score = (of: Int32Array) => {
    const odds = new Float64Array(of.length).fill(intercept);
    for (const { column, binning, term } of used)
      for (let i = 0; i < of.length; i++)
        odds[i]! += term.bins[binning.binOf[column.codes[of[i]!]! + 1]!]?.effect ?? 0;
    return odds;
  };
  return { card, score, left };
}

function woeOf({ codes }: Column, { bins, binOf }: Binning, rows: Int32Array): Float64Array {
  const woe = Float64Array.from(binOf, (bin) => bins[bin]?.woe ?? 0);
  return Float64Array.from(rows, (row) => woe[codes[row]! + 1]!);
}

/** Places of the features that are kept, in their order. */
function uncorrelated(
  binned: readonly { readonly column: Column; readonly binning: Binning }[],
  woes: readonly Float64Array[],
  most: number,
  left: Map<string, string>,
): number[] {
  const byIv = [...binned.keys()].sort((a, b) => binned[b]!.binning.iv - binned[a]!.binning.iv || a - b);
  const kept: number[] = [];
  for (const k of byIv) {
    const other = kept.find((earlier) => correlation(woes[k]!, woes[earlier]!) > most);
    if (other === undefined) kept.push(k);
    else left.set(binned[k]!.column.name, `like ${binned[other]!.column.name}`);
  }
  return kept.sort((a, b) => a - b);
}

function correlation(x: Float64Array, y: Float64Array): number {
  const [mx, my] = [meanOf(x), meanOf(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - mx, y[i]! - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

function meanOf(values: Float64Array, masses?: Float64Array): number {
  let [sum, all] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const mass = masses === undefined ? 1 : masses[i]!;
    sum += mass * values[i]!;
    all += mass;
  }
  return sum / all;
}
