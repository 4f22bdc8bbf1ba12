import type { Card } from "./card.js";

/** How log odds become points: `score` points at odds of `odds` yes to one no, twice the odds for `double` points. */
export interface Scaling {
  readonly score: number;
  readonly odds: number;
  readonly double: number;
  /** Whether more points mean that a yes is likelier, or less likely. */
  readonly more: "likelier" | "unlikelier";
}

/** A card's whole points: of the base, of each bin by term, of each cell by pair. */
export interface Points {
  readonly base: number;
  readonly terms: readonly (readonly number[])[];
  readonly pairs: readonly (readonly number[])[];
}

/** The unit in which effects are kept, so that their sum is the same in any order. */
export const UNIT = 1e-6;

/**
 * Points of a card, each rounded to a whole number: factor = double / ln 2; base = score ± factor · (intercept − ln odds);
 * a bin = ± factor · effect (Siddiqi, Credit Risk Scorecards, 2006).
 */
export function pointsOf(card: Card, scaling: Scaling): Points {
  const exact = exactPoints(scaling);
  return {
    base: Math.round(scaling.score + exact(card.intercept - Math.log(scaling.odds))),
    terms: card.terms.map(({ bins }) => bins.map(({ effect }) => Math.round(exact(effect)) + 0)),
    pairs: card.pairs.map(({ effects }) => effects.map((effect) => Math.round(exact(effect)) + 0)),
  };
}

/** Log odds as points from 0, not rounded. */
export function exactPoints({ double, more }: Scaling): (logOdds: number) => number {
  const factor = ((more === "likelier" ? 1 : -1) * double) / Math.LN2;
  return (odds) => factor * odds;
}

/** A card whose effects are whole numbers of `UNIT`: what is written down is what scores. */
export function settled(card: Card): Card {
  const whole = (value: number) => Math.round(value / UNIT) * UNIT + 0;
  return {
    ...card,
    intercept: whole(card.intercept),
    terms: card.terms.map((term) => ({
      ...term,
      bins: term.bins.map((bin) => ({ ...bin, effect: whole(bin.effect) })),
    })),
    pairs: card.pairs.map((pair) => ({ ...pair, effects: pair.effects.map(whole) })),
  };
}
