import type { Engine } from "../engine/engine.js";
import { CliError, didYouMean, EXIT } from "../error.js";
import type { Card, Form } from "../fit/scorecard/card.js";
import { type Learned, learn } from "../fit/scorecard/learn.js";
import type { Points, Scaling } from "../fit/scorecard/points.js";
import { pointsOf, settled } from "../fit/scorecard/points.js";
import type { Rejects } from "../fit/scorecard/rejects.js";
import { dayNumber, type Read, readExamples } from "./read-examples.js";
import { type Sighted, sentinel } from "./sentinel.js";
import { type CardSettings, learnSettings } from "./settings.js";

/** A question that a room asks of a table of examples. */
export interface Asked {
  readonly question: string;
  readonly table: string;
  readonly settings: CardSettings;
  readonly scaling: Scaling;
  /** Columns of the examples that are no features, beside those of every table of examples. */
  readonly keys: readonly string[];
  /** Whether a select made a feature as of the day, so that it cannot know what came later. */
  readonly asOf: (feature: string) => boolean;
  /** The first day of the tests, ISO; as the days suggest if left out. */
  readonly testedFrom?: string | undefined;
  /** Features that only other questions of the same settings have. */
  readonly siblings?: readonly string[] | undefined;
  /** How many examples have a known answer, where the table has a part of them only. */
  readonly known?: number | undefined;
  /** How the examples of the sample `rejects` take part; not at all if left out. */
  readonly rejects?: Pick<Rejects, "method" | "inflation"> | undefined;
}

/** What became of a question. */
export interface Answered extends Asked {
  readonly read: Read;
  readonly sighted: ReadonlyMap<string, Sighted>;
  readonly learned: Learned;
  readonly points: ReadonlyMap<Form, Points>;
  /** By how much the odds of cards are moved from those of the examples, for a prior; chances in `learned.scored` are not. */
  readonly shift: number;
}

/**
 * Reads the examples of a question, leaves out what knows the answer, and learns the rest.
 * @throws {CliError} CRM-E1153, exit 2, for names in the settings that no feature has
 */
export async function answer(engine: Engine, asked: Asked): Promise<Answered> {
  const { settings, scaling, keys, asOf, table } = asked;
  const found = await readExamples(engine, table, {
    exclude: [...keys, ...settings.exclude],
    rejects: asked.rejects !== undefined,
  });
  const read = { ...found, known: asked.known ?? found.known };
  refuseUnknown(asked, read);
  const learning = {
    ...learnSettings(settings),
    ...(asked.testedFrom === undefined ? {} : { testedFrom: dayNumber(asked.testedFrom) }),
    ...(asked.rejects &&
      read.declined.length > 0 && { rejects: { ...asked.rejects, rows: read.declined, draws: read.draws } }),
  };
  const sighted = sentinel(read, learning.classic.bins, { keep: settings.keep, asOf });
  const columns = read.columns.filter(({ name }) => sighted.get(name)?.leak !== "left_out");
  const shift = shiftOf(read, settings.prior);
  const learned = shifted(learn({ ...read, columns }, learning), shift);
  const points = new Map([...learned.cards].map(([form, card]) => [form, pointsOf(card, scaling)]));
  return { ...asked, read, sighted, learned, points, shift };
}

/** Names in the settings that no feature has: one to beat that is none is beaten by any card, the others would do nothing. */
function refuseUnknown({ question, table, settings, siblings = [] }: Asked, { known, ...read }: Read): void {
  const names = [...read.columns.map(({ name }) => name), ...read.refused.keys(), ...settings.exclude];
  // Empty tables on which a step is proven have no further columns of exports.
  if (known === 0) return;
  const { baseline, keep, trends, special } = settings;
  const named = [
    ...(baseline === undefined ? [] : [["baseline", baseline] as const]),
    ...keep.map((name, i) => ["keep", name, i] as const),
    ...Object.keys(trends).map((name) => ["trends", name, name] as const),
    ...Object.keys(special).map((name) => ["special", name, name] as const),
  ];
  const [room] = table.split(".") as [string];
  const problems = named
    .filter(([key, name]) => !names.includes(name) && (key === "baseline" || !siblings.includes(name)))
    .map(([key, name, ...rest]) => ({
      code: "CRM-E1153",
      setting: [...(room === "predict" ? [room, question] : [room]), key, ...rest],
      message: `the question "${question}": ${key}: "${name}" is no feature`,
      hint: didYouMean(name, names),
    }));
  if (problems.length > 0) throw new CliError(EXIT.usage, problems);
}

/** What odds of all alike are to be moved by, where examples were chosen by their answer: to those of the prior. */
function shiftOf({ rows, answer, weights }: Read, prior: number | undefined): number {
  if (prior === undefined) return 0;
  let [yes, all] = [0, 0];
  for (const row of rows) {
    const weight = weights?.[row] ?? 1;
    all += weight;
    if (answer[row] === 1) yes += weight;
  }
  return Math.log(prior / (1 - prior)) - Math.log(yes / (all - yes));
}

function shifted(learned: Learned, shift: number): Learned {
  if (shift === 0 || learned.card === undefined) return learned;
  const moved = (card: Card): Card => settled({ ...card, intercept: card.intercept + shift });
  return {
    ...learned,
    card: moved(learned.card),
    cards: new Map([...learned.cards].map(([form, card]) => [form, moved(card)])),
  };
}

/** Chances as they are among those to be scored, where examples were chosen by their answer. */
export const chancesOf = (p: Float64Array, { shift }: Pick<Answered, "shift">): Float64Array =>
  shift === 0 ? p : p.map((one) => 1 / (1 + ((1 - one) / one) * Math.exp(-shift)));
