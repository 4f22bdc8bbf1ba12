import { type Logistic, logisticRegression } from "../../numeric/logistic-regression.js";
import { rocAuc } from "../../numeric/roc-auc.js";
import { wilsonInterval } from "../../numeric/wilson-interval.js";
import { captured } from "./capture.js";

/** A customer of the sample. */
export interface Sampled {
  readonly at: readonly number[];
  /** The higher, the better a customer by plain RFM. */
  readonly rfm: number;
}

export interface Sample {
  /** Both in an order that has nothing to do with them: it makes the folds. */
  readonly seeds: readonly Sampled[];
  readonly others: readonly Sampled[];
  /** How many of each there are in all. */
  readonly seedsInAll: number;
  readonly othersInAll: number;
  /** Names of the coordinates. */
  readonly features: readonly string[];
  /** A further feature that is left out because the rule names what it says. */
  readonly leftOut?: string | undefined;
}

export type Verdict = "scored" | "too_few" | "leak" | "no_signal";

/** What the top share of a ranking holds of the seeds that it had not seen. */
export interface Capture {
  readonly ranking: "lookalike" | "rfm";
  readonly depth: number;
  readonly held: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export interface Lookalike {
  readonly verdict: Verdict;
  /** The feature that gives the rule away. */
  readonly leak?: string;
  /** How well each feature alone tells seeds from others: area under the curve, .5 nothing. */
  readonly alone: readonly number[];
  /** The same of all together, of seeds held out. */
  readonly auc?: number;
  /** Elkan and Noto's c: the mean score of seeds held out, the chance that one of their kind is a seed. */
  readonly labelled?: number;
  readonly model?: Logistic;
  readonly captures: readonly Capture[];
}

export const DEPTHS = [0.01, 0.05, 0.1, 0.2];
/** The depth by which a lookalike is judged. */
const JUDGED = 0.1;
const FOLDS = 5;
const FEWEST = 30;
const PENALTY = 1;
/** Seeds that are told this well are told by their rule, not by their likeness. */
const ALONE = 0.99;
const TOGETHER = 0.995;

/**
 * Seeds against the rest by penalised logistic regression, proven on seeds held out. Seeds count as a sample of their kind,
 * the others as a mixture of it and of all else: Elkan and Noto (2008), Learning Classifiers from Only Positive and
 * Unlabeled Data. Every score that is judged is of a model that had not seen the customer.
 */
export function fitLookalike(sample: Sample): Lookalike {
  const { seeds, others, seedsInAll, othersInAll, features } = sample;
  const none = { alone: [], captures: [] };
  if (seeds.length < FEWEST || others.length < FEWEST) return { verdict: "too_few", ...none };
  if (features.length === 0)
    return sample.leftOut === undefined
      ? { verdict: "no_signal", ...none }
      : { verdict: "leak", leak: sample.leftOut, ...none };
  const labels = [...seeds.map(() => 1), ...others.map(() => 0)];
  const all = [...seeds, ...others];
  const alone = features.map((_, j) =>
    rocAuc(
      all.map(({ at }) => at[j]!),
      labels,
    ),
  );
  const telling = alone.map((auc) => Math.max(auc, 1 - auc));
  const most = telling.indexOf(Math.max(...telling));
  if (telling[most]! >= ALONE) return { verdict: "leak", leak: features[most]!, alone, captures: [] };

  const masses = [seedsInAll / seeds.length, othersInAll / others.length] as const;
  const odds = heldOut(seeds, others, masses);
  const auc = rocAuc([...odds.seeds, ...odds.others], labels);
  if (auc >= TOGETHER) return { verdict: "leak", leak: features[most]!, alone, auc, captures: [] };
  const captures = [
    ...capturesOf("lookalike", odds.seeds, odds.others),
    ...capturesOf(
      "rfm",
      seeds.map(({ rfm }) => rfm),
      others.map(({ rfm }) => rfm),
    ),
  ];
  const judged = captures.find(({ ranking, depth }) => ranking === "lookalike" && depth === JUDGED)!;
  if (judged.low <= JUDGED) return { verdict: "no_signal", alone, auc, captures };
  const chance = odds.seeds.map((value) => 1 / (1 + Math.exp(-value)));
  const labelled = chance.reduce((sum, value) => sum + value, 0) / chance.length;
  return { verdict: "scored", alone, auc, captures, labelled, model: fitOn(seeds, others, masses) };
}

function fitOn(
  seeds: readonly Sampled[],
  others: readonly Sampled[],
  [seed, other]: readonly [number, number],
): Logistic {
  return logisticRegression(
    [...seeds, ...others].map(({ at }) => at),
    [...seeds.map(() => 1), ...others.map(() => 0)],
    { penalty: PENALTY, masses: [...seeds.map(() => seed), ...others.map(() => other)] },
  );
}

/** The logarithm of the odds of everybody by a model of the four fifths in which it is not. */
function heldOut(seeds: readonly Sampled[], others: readonly Sampled[], masses: readonly [number, number]) {
  const models = Array.from({ length: FOLDS }, (_, fold) => {
    const kept = (each: readonly Sampled[]) => each.filter((_, i) => i % FOLDS !== fold);
    return fitOn(kept(seeds), kept(others), masses);
  });
  const score = ({ at }: Sampled, i: number) => {
    const { intercept, weights } = models[i % FOLDS]!;
    return weights.reduce((sum, weight, j) => sum + weight * at[j]!, intercept);
  };
  return { seeds: seeds.map(score), others: others.map(score) };
}

function capturesOf(
  ranking: Capture["ranking"],
  seeds: readonly number[],
  others: readonly number[],
): Capture[] {
  return DEPTHS.map((depth) => {
    const held = captured(seeds, others, depth);
    return { ranking, depth, held, share: held / seeds.length, ...wilsonInterval(held, seeds.length) };
  });
}
