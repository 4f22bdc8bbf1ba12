import { type Engine, quoteTable } from "../engine/engine.js";
import type { Card } from "../fit/scorecard/card.js";
import type { Points } from "../fit/scorecard/points.js";

/** The card that scores a question, with its points; undefined where none tells anything of use. */
export async function usableCard(
  engine: Engine,
  room: string,
  question: string,
): Promise<{ card: Card; points: Points; fittedOn: string } | undefined> {
  const [taken] = await engine.read<{ text: string; fitted_on: string }>(
    `select cards.text, verdicts.fitted_on from ${quoteTable(`${room}.cards`)} as cards
      join ${quoteTable(`${room}.verdicts`)} as verdicts on verdicts.question = cards.question
      where cards.taken and cards.question = $question and verdicts.verdict = 'usable'`,
    { question },
  );
  if (taken === undefined) return undefined;
  const { points, ...card } = JSON.parse(taken.text) as Card & { readonly points: Points };
  return { card, points, fittedOn: taken.fitted_on };
}
