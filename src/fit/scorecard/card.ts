import type { Bin, Column } from "./binning.js";

/** How a card was made: few bins and one weight a feature; many smoothed bins; these and tables of two features. */
export type Form = "classic" | "fine" | "pairs";

/** A bin with its effect on the log odds of yes, against the mean of the rows learnt from. */
export interface CardBin extends Bin {
  readonly effect: number;
  /** Standard error of the effect, where it was fitted by itself. */
  readonly error?: number;
}

/** What a card says by one feature. */
export interface CardTerm {
  readonly feature: string;
  readonly kind: Column["kind"];
  readonly trend: string;
  readonly iv: number;
  /** What the woe of the bins is multiplied with, in a classic card. */
  readonly weight?: number;
  readonly bins: readonly CardBin[];
}

/** What a card says by two features together, beyond what it says by each. */
export interface CardPair {
  readonly features: readonly [string, string];
  /** The bins of each feature, coarser than its own ones. */
  readonly axes: readonly [Axis, Axis];
  /** By bin of the first, then of the second. */
  readonly effects: readonly number[];
  /** Rows learnt from, by cell. */
  readonly rows: readonly number[];
}

export interface Axis {
  readonly kind: Column["kind"];
  readonly bins: readonly Bin[];
}

/** A model as a sum: log odds of yes = intercept + one effect a term + one a pair. */
export interface Card {
  readonly form: Form;
  readonly intercept: number;
  readonly terms: readonly CardTerm[];
  readonly pairs: readonly CardPair[];
}

/** A card with the bin of every code of the columns it was learnt from, to score rows of these at once. */
export interface Fitted {
  readonly card: Card;
  /** The log odds of yes of some rows. */
  score(rows: Int32Array): Float64Array;
  /** Features that were looked at and are in no term, and why. */
  readonly left: ReadonlyMap<string, string>;
}

/** The same card with other log odds, `intercept + slope` × its own: calibration keeps a sum a sum. */
export function rescaled(card: Card, { intercept, slope }: { intercept: number; slope: number }): Card {
  return {
    ...card,
    intercept: intercept + slope * card.intercept,
    terms: card.terms.map((term) => ({
      ...term,
      ...(term.weight === undefined ? {} : { weight: slope * term.weight }),
      bins: term.bins.map(({ effect, error, ...bin }) => ({
        ...bin,
        effect: slope * effect,
        ...(error === undefined ? {} : { error: slope * error }),
      })),
    })),
    pairs: card.pairs.map((pair) => ({ ...pair, effects: pair.effects.map((effect) => slope * effect) })),
  };
}

/**
 * The place of a value's bin.
 * @param at a number, a word, or null where it is missing; a number that is not finite is missing, too
 */
export function binAt(bins: readonly Bin[], at: number | string | null): number {
  const value = typeof at === "number" && !Number.isFinite(at) ? null : at;
  const found = bins.findIndex(({ kind, low, high, levels = [], value: special }) => {
    if (value === null) return kind === "missing";
    if (kind === "special") return special === value;
    if (kind === "levels") return levels.includes(value as string);
    if (kind !== "range") return false;
    const number = value as number;
    return (low === null || number >= low) && (high === null || number < high) && !isSpecial(bins, number);
  });
  return found >= 0 ? found : bins.findIndex(({ kind }) => kind === (value === null ? "missing" : "other"));
}

const isSpecial = (bins: readonly Bin[], value: number) =>
  bins.some(({ kind, value: special }) => kind === "special" && special === value);

/** The log odds of yes of one row, for who has the card alone. */
export function logOdds(card: Card, row: Readonly<Record<string, number | string | null>>): number {
  let sum = card.intercept;
  for (const { feature, bins } of card.terms) sum += bins[binAt(bins, row[feature] ?? null)]?.effect ?? 0;
  for (const { features, axes, effects } of card.pairs) {
    const [a, b] = axes.map(({ bins }, k) => binAt(bins, row[features[k]!] ?? null)) as [number, number];
    sum += effects[a * axes[1].bins.length + b] ?? 0;
  }
  return sum;
}
