import type { Bin } from "../fit/scorecard/binning.js";
import type { Card } from "../fit/scorecard/card.js";
import type { Sample, Scored } from "../fit/scorecard/learn.js";
import { calibration, gains, measure, roc } from "../fit/scorecard/measures.js";
import { exactPoints, type Points, type Scaling } from "../fit/scorecard/points.js";
import { taken } from "../fit/scorecard/taken.js";
import { aucDifference } from "../numeric/auc-difference.js";
import type { Weighing } from "../numeric/judged.js";
import { type Answered, chancesOf } from "./answer.js";
import { dayNamed } from "./read-examples.js";
import { bandWidth, scoreBands } from "./score-bands.js";

import type { Rows } from "./tables.js";

/** All that is told of a question that was learnt by a run as of a day. */
export function rowsOf(answered: Answered, asOf: string): Rows {
  return {
    bins: binRows(answered),
    pairs: pairRows(answered),
    metrics: metricRows(answered),
    gains: scoredRows(answered, ({ p, answer, weighing }) =>
      gains(p, answer, weighing).map((row) => Object.values(row)),
    ),
    calibration: scoredRows(answered, ({ p, answer, weighing }) =>
      calibration(p, answer, weighing).map((row) => Object.values(row)),
    ),
    roc: scoredRows(answered, ({ p, answer, weighing }) =>
      roc(p, answer, weighing).map((row) => Object.values(row)),
    ),
    distribution: distributionRows(answered),
    candidates: candidateRows(answered),
    cards: cardRows(answered),
    verdicts: [[...verdictRow(answered), asOf, "learnt"]],
  };
}

function binRows({ question, learned, points }: Answered): unknown[][] {
  return [...learned.cards].flatMap(([form, card]) =>
    card.terms.flatMap(({ feature, bins }, t) =>
      bins.map((bin, b) => [
        ...[question, form, feature, b, ...sideOf(bin)],
        ...[bin.rows, bin.yes, bin.yes + bin.no > 0 ? bin.yes / (bin.yes + bin.no) : null],
        ...[bin.woe, bin.effect, bin.error ?? null, points.get(form)!.terms[t]![b]!],
      ]),
    ),
  );
}

function pairRows({ question, learned, points }: Answered): unknown[][] {
  return (learned.cards.get("pairs")?.pairs ?? []).flatMap(({ features, axes, effects, rows }, t) =>
    effects.map((effect, cell) => {
      const width = axes[1].bins.length;
      const [a, b] = [axes[0].bins[Math.floor(cell / width)]!, axes[1].bins[cell % width]!];
      const own = points.get("pairs")!.pairs[t]![cell]!;
      const sides = [...sideOf(a), ...sideOf(b)];
      return [question, ...features, cell, labelOf(a), labelOf(b), ...sides, rows[cell]!, effect, own];
    }),
  );
}

/** A bin as columns: kind, low, high, levels. */
const sideOf = ({ kind, low, high, value, levels }: Bin): unknown[] => [
  kind,
  kind === "special" ? value : low,
  kind === "special" ? value : high,
  levels?.join(", ") ?? null,
];

/** A bin in figures and words of the data alone: `[10, 20)`, `a, b`, `missing`. */
export function labelOf({ kind, low, high, levels = [], value }: Bin): string {
  if (kind === "range") return `[${low ?? "−∞"}, ${high ?? "∞"})`;
  if (kind === "special") return `= ${value}`;
  return levels.length > 0 ? levels.join(", ") : kind;
}

interface Judged {
  readonly p: Float64Array;
  readonly answer: Uint8Array;
  readonly weighing: Weighing;
}

function judgedOf({ read }: Answered, { p, rows }: Scored): Judged {
  const { answer, group, weights } = read;
  const weighing = { cluster: taken(group, rows), ...(weights && { weights: taken(weights, rows) }) };
  return { p, answer: taken(answer, rows), weighing };
}

function scoredRows(answered: Answered, rowsOfJudged: (judged: Judged) => unknown[][]): unknown[][] {
  return answered.learned.scored.flatMap((scored) =>
    rowsOfJudged(judgedOf(answered, scored)).map((row) => [
      answered.question,
      scored.form,
      scored.sample,
      ...row,
    ]),
  );
}

function metricRows(answered: Answered): unknown[][] {
  return answered.learned.scored.flatMap((scored) => {
    const { p, answer, weighing } = judgedOf(answered, scored);
    const own = measure(p, answer, { ...weighing, holdout: scored.sample !== "apparent" });
    const over = overBaseline(answered, scored.form, scored.sample);
    const rival = overCard(answered, scored);
    const all = [
      ...own,
      ...(over === undefined ? [] : [{ metric: "auc_over_baseline", ...over }]),
      ...(rival === undefined ? [] : [{ metric: "auc_over_card", ...rival }]),
    ];
    return all.map(({ metric, value, low, high }) => [
      ...[answered.question, scored.form, scored.sample, metric, value, low, high],
    ]);
  });
}

/** By how much more the area under the curve of a rival is than that of the card taken, on the same rows. */
function overCard(answered: Answered, rival: Scored) {
  const { form, scored } = answered.learned;
  const card = scored.find((each) => each.form === form && each.sample === rival.sample);
  if (rival.form !== "p_alive" || card === undefined) return undefined;
  return difference(answered, rival, card);
}

/** By how much more the area under the curve is than that of the baseline, on the same rows. */
function overBaseline(answered: Answered, form: Scored["form"], sample: Sample) {
  const find = (name: Scored["form"]) =>
    answered.learned.scored.find((each) => each.form === name && each.sample === sample);
  const [own, base] = [find(form), find("baseline")];
  if (form === "baseline" || own === undefined || base === undefined) return undefined;
  return difference(answered, own, base);
}

function difference(answered: Answered, own: Scored, other: Scored) {
  const { p, answer, weighing } = judgedOf(answered, own);
  const { value, low, high } = aucDifference(p, other.p, answer, weighing);
  const known = (one: number) => (Number.isFinite(one) ? one : null);
  return { value: known(value), low: known(low), high: known(high) };
}

/** Fewer rows of an answer are no band of their own. */
const FEWEST = 10;

/** How the points of rows of either answer are spread, each by a card that had not seen its customer. */
function distributionRows({ question, learned, read, scaling, shift }: Answered): unknown[][] {
  const found = learned.scored.find(({ form, sample }) => form === learned.form && sample === "out_of_fold");
  if (found === undefined) return [];
  const exact = exactPoints(scaling);
  const points = chancesOf(found.p, { shift }).map(
    (p) => scaling.score + exact(Math.log(p / (1 - p)) - Math.log(scaling.odds)),
  );
  const answer = taken(read.answer, found.rows);
  const width = bandWidth(points);
  return [1, 0].flatMap((kind) => {
    const own = points.filter((_, i) => answer[i] === kind);
    return scoreBands(own, width, FEWEST).map(({ low, high, rows }) => [
      ...[question, kind === 1 ? "yes" : "no", low, high, rows, rows / own.length],
    ]);
  });
}

function candidateRows({ question, read, sighted, learned, settings, asOf }: Answered): unknown[][] {
  const card = learned.card;
  const left = learned.form === undefined ? undefined : learned.left.get(learned.form);
  const used = new Map(card?.terms.map((term) => [term.feature, term]) ?? []);
  const looked = [...sighted.values()].map(({ feature, signs, leak, binning }): unknown[] => {
    const [state, why] = stateOf(feature, leak);
    const weight = used.get(feature)?.weight ?? null;
    return [question, feature, binning.kind, binning.iv, state, why, signs.join(" ") || null, weight];
  });
  const refused = [...read.refused].map(([feature, why]) => [
    ...[question, feature, null, null, "refused", why, null, null],
  ]);
  const excluded = settings.exclude.map((feature) => [
    ...[question, feature, null, null, "excluded", "setting", null, null],
  ]);
  return [...looked, ...refused, ...excluded];

  function stateOf(feature: string, leak: string): [string, string | null] {
    if (leak === "left_out") return ["leak", null];
    if (used.has(feature)) return [usedAs(feature, leak), null];
    return ["left_out", left?.get(feature)?.split(" ")[0] ?? null];
  }

  /** What a select made as of the day cannot know the answer, whatever it tells. */
  function usedAs(feature: string, leak: string): string {
    if (leak === "kept") return "kept";
    return leak === "none" || asOf(feature) ? "used" : "suspect";
  }
}

function cardRows({ question, learned, points, scaling }: Answered): unknown[][] {
  return [...learned.cards].map(([form, card]) => {
    const own = points.get(form)!;
    const text = JSON.stringify({ ...card, points: own, scaling });
    return [
      ...[question, form, form === learned.form, card.intercept, own.base],
      ...[scaling.score, scaling.odds, scaling.double, scaling.more],
      ...[roundingOf(card, own, scaling), text],
    ];
  });
}

/** How far whole points may be from exact ones: the greatest error of each term, summed. */
function roundingOf(card: Card, own: Points, scaling: Scaling): number {
  const exact = exactPoints(scaling);
  const off = (effects: readonly number[], whole: readonly number[]) =>
    effects.reduce((most, effect, k) => Math.max(most, Math.abs(exact(effect) - whole[k]!)), 0);
  const base = Math.abs(scaling.score + exact(card.intercept - Math.log(scaling.odds)) - own.base);
  const terms = card.terms.map(({ bins }, t) =>
    off(
      bins.map(({ effect }) => effect),
      own.terms[t]!,
    ),
  );
  const pairs = card.pairs.map(({ effects }, t) => off(effects, own.pairs[t]!));
  return [base, ...terms, ...pairs].reduce((sum, each) => sum + each, 0);
}

function verdictRow(answered: Answered): unknown[] {
  const { question, read, learned, sighted } = answered;
  const { verdict, form, judged, split } = learned;
  const over = form === undefined ? undefined : overBaseline(answered, form, judged!);
  const strongest = [...sighted.values()]
    .filter(({ leak }) => leak !== "left_out")
    .sort((a, b) => b.binning.iv - a.binning.iv)[0]?.feature;
  const apparent = verdict.auc === null || verdict.gap === null ? null : verdict.auc + verdict.gap;
  const yes = read.answer.reduce((sum, each) => sum + each, 0);
  return [
    ...[question, verdict.verdict, form ?? null, judged ?? null, read.known, read.rows.length],
    ...[yes, verdict.rarer, verdict.auc, verdict.low, verdict.high, apparent, verdict.gap],
    ...[answered.settings.baseline ?? strongest ?? null],
    ...[over === undefined || over.value === null || verdict.auc === null ? null : verdict.auc - over.value],
    ...[over?.value ?? null, over?.low ?? null, over?.high ?? null],
    split === undefined ? null : dayNamed(split.from),
  ];
}
