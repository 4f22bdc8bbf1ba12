import { calibrationLine } from "../../numeric/calibration-line.js";
import { meanDifference } from "../../numeric/mean-difference.js";
import { binColumn, type Column } from "./binning.js";
import { type Card, type Fitted, type Form, rescaled } from "./card.js";
import { type ClassicSettings, fitClassic } from "./classic.js";
import type { Examples } from "./counts.js";
import { type FineSettings, fitFine } from "./fine.js";
import { dealFolds } from "./folds.js";
import { allOutOfFold, outOfFold, type Past } from "./out-of-fold.js";
import { settled } from "./points.js";
import { type Inferred, type Rejects, withRejects } from "./rejects.js";
import { type Split, splitByTime, suffices, type Timed } from "./split.js";
import { taken } from "./taken.js";
import { type VerdictRow, verdict } from "./verdict.js";

/** How a question is learnt. */
export interface LearnSettings {
  /** The card to take; auto: the simplest of all that is not plainly worse than the best. */
  readonly form: Form | "auto";
  readonly classic: ClassicSettings;
  readonly fine: FineSettings;
  readonly pairs: FineSettings;
  readonly folds: number;
  readonly seed: number;
  /** The feature that a card is to beat; the one of the greatest information value if left out. */
  readonly baseline?: string;
  /** The first day of the tests, where it leaves enough on both sides; the day that leaves nearest to a quarter if left out. */
  readonly testedFrom?: number;
  /** Declined applications that take part: rows of the columns beside those of the question. */
  readonly rejects?: Rejects;
}

/** Examples whose answer is known, with their features and days. */
export interface Question extends Past, Timed {
  readonly columns: readonly Column[];
}

export type Sample = "apparent" | "out_of_fold" | "out_of_time";

/** Chances that some card gave some rows: how they compare with what came is for others to say. */
export interface Scored {
  readonly form: Form | "baseline" | "p_alive";
  readonly sample: Sample;
  readonly rows: Int32Array;
  readonly p: Float64Array;
}

export interface Learned {
  /** Nothing where no card could be learnt. */
  readonly card: Card | undefined;
  readonly form: Form | undefined;
  /** All cards that were learnt of all rows, by form. */
  readonly cards: ReadonlyMap<Form, Card>;
  /** Features that no card may use, by form, and why. */
  readonly left: ReadonlyMap<Form, ReadonlyMap<string, string>>;
  readonly scored: readonly Scored[];
  /** Of the rows that the card was judged by. */
  readonly judged: Sample | undefined;
  readonly verdict: VerdictRow;
  readonly split: Split | undefined;
  /** What part of the declined was taken for a yes, where they take part. */
  readonly assumed?: number;
}

const FORMS: readonly Form[] = ["classic", "fine", "pairs"];

/**
 * Learns a yes-or-no question: cards of each form, tested out of fold and, where the days allow it, out of time; the one to
 * take; and whether it tells anything at all. Log odds are set right by the calibration line of the rows left out, where
 * that is off beyond its interval, those of a fold by the line of the other folds; not where declined applications take
 * part. What is tested out of time was learnt and set right by what was known before.
 */
export function learn(question: Question, settings: LearnSettings): Learned {
  const { rows, answer, group } = question;
  if (!suffices(rows, answer, group)) return unlearnt(question);
  const split = splitByTime(rows, question, settings.testedFrom);
  // A simple card is told beside what a finer one could gain, and none finer than was asked for.
  const forms = FORMS.slice(0, settings.form === "auto" ? FORMS.length : FORMS.indexOf(settings.form) + 1);
  const together = [forms.slice(0, 1), forms.slice(1)].filter((some) => some.length > 0);
  const made = together.flatMap((some) =>
    tested(question, learnerOf(question.columns, some, settings), split, settings).map((each, i) => ({
      form: some[i]!,
      ...each,
    })),
  );
  const baseline = baselineOf(question, settings, split);
  const scored = [
    ...made.flatMap(({ form, scored }) => scored.map((each) => ({ form, ...each }))),
    ...baseline,
  ];
  const judged: Sample = split === undefined ? "out_of_fold" : "out_of_time";
  const form = settings.form === "auto" ? simplest(scored, judged, question) : settings.form;
  const chosen = made.find((each) => each.form === form)!;
  const [honest, apparent] = [judged, "apparent" as const].map(
    (sample) => scored.find((each) => each.form === form && each.sample === sample)!,
  ) as [Scored, Scored];
  return {
    card: chosen.card,
    form,
    cards: new Map(made.map(({ form: own, card }) => [own, card])),
    left: new Map(made.map(({ form: own, left }) => [own, left])),
    scored,
    judged,
    split,
    ...(chosen.assumed === undefined ? {} : { assumed: chosen.assumed }),
    verdict: verdictOf(honest, question, verdictOf(apparent, question).auc ?? undefined),
  };
}

function verdictOf({ p, rows }: Scored, { answer, weights, group }: Question, apparent?: number) {
  return verdict(p, taken(answer, rows), {
    cluster: taken(group, rows),
    ...(weights && { weights: taken(weights, rows) }),
    ...(apparent === undefined ? {} : { apparent }),
  });
}

/** Too few of either answer: the counts say it, no card is made. */
function unlearnt({ rows, answer, group }: Question): Learned {
  const p = new Float64Array(rows.length).fill(0.5);
  const counted = verdict(p, taken(answer, rows), { cluster: taken(group, rows) });
  return {
    card: undefined,
    form: undefined,
    cards: new Map(),
    left: new Map(),
    scored: [],
    judged: undefined,
    split: undefined,
    verdict: { ...counted, auc: null, low: null, high: null, gap: null },
  };
}

type Learner = (examples: Examples) => readonly (Fitted & Partial<Inferred>)[];

/** Makes cards of some forms, of which the finer ones are made together, but where declined applications take part. */
function learnerOf(columns: readonly Column[], forms: readonly Form[], settings: LearnSettings): Learner {
  const { rejects } = settings;
  if (rejects !== undefined && rejects.rows.length > 0) {
    const inferring = forms.map((form) => withRejects(columns, rejects, cardsOf([form], settings)));
    return (examples) => inferring.map((learner) => learner(examples));
  }
  const learner = cardsOf(forms, settings);
  return (examples) => learner(columns, examples);
}

function cardsOf(forms: readonly Form[], settings: LearnSettings) {
  if (forms[0] === "classic")
    return (columns: readonly Column[], examples: Examples) => [
      fitClassic(columns, examples, settings.classic),
    ];
  const finer = forms.includes("pairs") ? settings.pairs : settings.fine;
  return (columns: readonly Column[], examples: Examples) =>
    fitFine(columns, examples, finer)
      .filter((card) => card !== undefined)
      .slice(-forms.length);
}

/** Cards of all rows, and the chances that they and cards without them give. */
function tested(question: Question, learner: Learner, split: Split | undefined, settings: LearnSettings) {
  const { rows, answer, weights, group } = question;
  const examples = (of: Int32Array) => ({ answer, rows: of, group, ...(weights && { weights }) });
  const whole = learner(examples(rows));
  const folded = allOutOfFold(learner, examples(rows), settings);
  const later = split && {
    cards: learner(examples(split.learnt)),
    folded: allOutOfFold(learner, examples(split.learnt), settings),
  };
  // Set right by the accepted alone, chances would lose what is assumed of the declined.
  const right = (odds: Float64Array, of: Int32Array) =>
    settings.rejects === undefined ? lineOf(odds, of, question) : { intercept: 0, slope: 1 };
  const fold = dealFolds(rows, answer, group, settings.folds, settings.seed);
  return whole.map(({ card, score, left, assumed }, c) => {
    const line = right(folded[c]!, rows);
    const scored: Omit<Scored, "form">[] = [
      { sample: "apparent", rows, p: chances(score(rows), line) },
      { sample: "out_of_fold", rows, p: setRightByOthers(folded[c]!) },
    ];
    if (split !== undefined) {
      const before = right(later!.folded[c]!, split.learnt);
      const p = chances(later!.cards[c]!.score(split.tested), before);
      scored.push({ sample: "out_of_time", rows: split.tested, p });
    }
    return { card: settled(rescaled(card, line)), left, scored, assumed };
  });

  /** A line of the very rows that it sets right would always look right: each fold gets that of the others. */
  function setRightByOthers(odds: Float64Array): Float64Array {
    const p = new Float64Array(odds.length);
    for (let k = 0; k < settings.folds; k++) {
      const others = (_: number, i: number) => fold[i] !== k;
      const line = right(odds.filter(others), rows.filter(others));
      const all = chances(odds, line);
      for (let i = 0; i < p.length; i++) if (fold[i] === k) p[i] = all[i]!;
    }
    return p;
  }
}

/** The calibration line of log odds of rows that were left out; none where the interval of its parameters has that of truth. */
function lineOf(odds: Float64Array, rows: Int32Array, { answer, weights, group }: Question) {
  const { intercept, slope } = calibrationLine(odds.map(chance), taken(answer, rows), {
    cluster: taken(group, rows),
    ...(weights && { weights: taken(weights, rows) }),
  });
  const right = (bounds: { low: number; high: number }, value: number) =>
    bounds.low <= value && value <= bounds.high;
  const known = Number.isFinite(slope.value) && slope.value > 0;
  if (!known || (right(intercept, 0) && right(slope, 1))) return { intercept: 0, slope: 1 };
  return { intercept: intercept.value, slope: slope.value };
}

/** Chances by one feature alone, the best known before, as the least that a card has to beat. */
function baselineOf(question: Question, settings: LearnSettings, split: Split | undefined): Scored[] {
  const { columns, rows, answer, weights, group } = question;
  const cardOf = (examples: Examples) => {
    const binned = columns
      .filter(({ name }) => settings.baseline === undefined || name === settings.baseline)
      .map((column) => ({ column, iv: binColumn(column, examples, settings.classic.bins).iv }))
      .sort((a, b) => b.iv - a.iv);
    return fitClassic(
      binned.slice(0, 1).map(({ column }) => column),
      examples,
      { ...settings.classic, leastIv: 0, chance: 1 },
    );
  };
  const examples = (of: Int32Array) => ({ answer, rows: of, group, ...(weights && { weights }) });
  const folded = outOfFold(cardOf, examples(rows), settings).map(chance);
  const found: Scored[] = [{ form: "baseline", sample: "out_of_fold", rows, p: folded }];
  if (split === undefined) return found;
  const p = cardOf(examples(split.learnt)).score(split.tested).map(chance);
  return [...found, { form: "baseline", sample: "out_of_time", rows: split.tested, p }];
}

/** The first of the forms, simplest first, whose log loss is not above the least by more than chance. */
function simplest(scored: readonly Scored[], sample: Sample, { answer, weights, group }: Question): Form {
  const all = FORMS.flatMap((form) => {
    const found = scored.find((each) => each.form === form && each.sample === sample);
    if (found === undefined) return [];
    const said = taken(answer, found.rows);
    const losses = found.p.map((p, i) => -Math.log(Math.max(said[i] === 1 ? p : 1 - p, 1e-15)));
    return [{ form, rows: found.rows, losses, mean: losses.reduce((sum, loss) => sum + loss, 0) }];
  });
  const best = all.reduce((least, each) => (each.mean < least.mean ? each : least));
  const near = all.find(({ form, losses, rows }) => {
    if (form === best.form) return true;
    const options = { cluster: taken(group, rows), ...(weights && { weights: taken(weights, rows) }) };
    return !(meanDifference(losses, best.losses, options).low > 0);
  });
  return near!.form;
}

const chance = (odds: number) => 1 / (1 + Math.exp(-odds));

const chances = (odds: Float64Array, { intercept, slope }: { intercept: number; slope: number }) =>
  odds.map((each) => chance(intercept + slope * each));
