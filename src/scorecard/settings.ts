import { z } from "zod";
import type { BinningSettings } from "../fit/scorecard/binning.js";
import { CLASSIC } from "../fit/scorecard/classic.js";
import { FINE, WITH_PAIRS } from "../fit/scorecard/fine.js";
import type { LearnSettings } from "../fit/scorecard/learn.js";
import type { Scaling } from "../fit/scorecard/points.js";
import type { Trend } from "../numeric/optimal-binning.js";

const TRENDS = [
  "auto",
  "increasing",
  "decreasing",
  "monotone",
  "peak",
  "valley",
  "free",
] as const satisfies readonly Trend[];

/** Keys of a room that say how its cards are learnt, for the schema of its settings. */
export const card = {
  model: z
    .enum(["keep", "fit"])
    .default("keep")
    .describe(
      "keep: the card of the run before scores until run --retrain, or until the question is asked otherwise; fit: a new one every night.",
    ),
  form: z
    .enum(["classic", "fine", "pairs", "auto"])
    .default("classic")
    .describe(
      "classic: few bins and one weight a feature; fine: many smoothed bins; pairs: these and tables of two features; auto: the simplest that is not plainly worse than the best.",
    ),
  exclude: names("Features to leave out."),
  keep: names("Features that are used although they look like leaks."),
  trends: z
    .record(z.string(), z.enum(TRENDS))
    .default({})
    .describe("What the rate of yes may do as a feature grows, in a classic card: {income: decreasing}."),
  special: z
    .record(z.string(), z.array(z.number()).min(1))
    .default({})
    .describe("Numbers that are none, each a bin of its own: {score: [-1, 999]}."),
  max_bins: z.int().min(2).max(20).default(8).describe("Of a feature in a classic card."),
  min_share: z
    .number()
    .gt(0)
    .max(0.5)
    .default(0.02)
    .describe("What part of all examples a bin has at least, in a classic card."),
  penalty: z
    .enum(["ridge", "elastic_net", "lasso"])
    .default("ridge")
    .describe("On the weights of a classic card; how strong is found by leaving examples out."),
  pairs: z.int().min(1).max(50).default(15).describe("How many tables of two features at most."),
  folds: z
    .int()
    .min(2)
    .max(20)
    .default(5)
    .describe("How many parts the examples are dealt into, each tested by cards of the others."),
  baseline: z
    .string()
    .optional()
    .describe("The feature that a card has to beat; the strongest one if left out."),
  prior: z
    .number()
    .gt(0)
    .lt(1)
    .optional()
    .describe(
      "How many of those to be scored say yes, as a part of one, where the examples were chosen by their answer.",
    ),
};

/** Gates of a room's cards. */
export const gates = z
  .strictObject({
    shifted_max_index: z
      .number()
      .min(0)
      .optional()
      .describe(
        "Closed where the scores of the newest month have moved further than this (population stability index) from the examples learnt from; if left out, a run warns from .25 on.",
      ),
  })
  .prefault({});

/** How points are made, by default as the room says. */
export const points = (score: number, odds: number, double: number) =>
  z
    .strictObject({
      score: z.number().default(score).describe("Points at the odds below."),
      odds: z.number().positive().default(odds).describe("Yes to one no: 0.05 is one to twenty."),
      double: z.number().positive().default(double).describe("Points that double the odds or halve them."),
    })
    .prefault({});

function names(what: string) {
  return z
    .array(z.string())
    .refine((all) => new Set(all).size === all.length, "named twice")
    .default([])
    .describe(what);
}

const shape = z.object({ ...card, points: points(0, 1, 1) });

/** Settings of cards, every default filled in. */
export type CardSettings = z.output<typeof shape>;

/** The settings of cards among those of a room. */
export function cardOf(settings: CardSettings): CardSettings {
  const keys = [...Object.keys(card), "points"] as (keyof CardSettings)[];
  return Object.fromEntries(keys.map((key) => [key, settings[key]])) as unknown as CardSettings;
}

const MIXTURE = { ridge: 0, elastic_net: 0.5, lasso: 1 } as const;
const SEED = 7;

/** What the learner takes of the settings. */
export function learnSettings(settings: CardSettings): LearnSettings {
  const own = new Set([...Object.keys(settings.trends), ...Object.keys(settings.special)]);
  const of = Object.fromEntries(
    [...own].map((name): [string, Partial<BinningSettings>] => [
      name,
      {
        ...(settings.trends[name] === undefined ? {} : { trend: settings.trends[name] }),
        ...(settings.special[name] === undefined ? {} : { special: settings.special[name] }),
      },
    ]),
  );
  const bins = { ...CLASSIC.bins, maxBins: settings.max_bins, minShare: settings.min_share };
  return {
    form: settings.form,
    classic: { ...CLASSIC, bins, of, mixture: MIXTURE[settings.penalty] },
    fine: { ...FINE, of },
    pairs: { ...WITH_PAIRS, of, pairs: { ...WITH_PAIRS.pairs!, most: settings.pairs } },
    folds: settings.folds,
    seed: SEED,
    ...(settings.baseline === undefined ? {} : { baseline: settings.baseline }),
  };
}

/** How log odds become points, in a room in which more points mean one thing or the other. */
export const scalingOf = ({ points: given }: CardSettings, more: Scaling["more"]): Scaling => ({
  ...given,
  more,
});
