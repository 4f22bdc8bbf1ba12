import { type Engine, quoteName, quoteTable } from "../engine/engine.js";
import { featuresOf } from "./read-examples.js";
import { REASONS, scoreSelect } from "./score-select.js";
import { usableCard } from "./usable-card.js";

/** What is to be scored, and by which card. */
export interface ToScore {
  /** The room whose `cards` and `verdicts` hold the card. */
  readonly room: string;
  readonly question: string;
  readonly examples: string;
  readonly keys: readonly string[];
}

/**
 * Makes a table of scores: the keys, `p`, `odds` (in millionths of log odds), `points`, `reason_1` … and `bin_1` …, by the
 * card of a question. Where it tells nothing of use, there is no row: nobody is picked by what is not known.
 */
export async function scoreQuestion(engine: Engine, table: string, asked: ToScore): Promise<number> {
  const { room, question, examples, keys } = asked;
  const file = "src/scorecard/score-question.ts";
  const taken = await usableCard(engine, room, question);
  if (taken === undefined) return engine.create(table, { file, sql: emptySelect(examples, keys) });
  const { features } = await featuresOf(engine, examples);
  const sql = scoreSelect({ ...taken, features, table: examples, keys });
  return engine.create(table, { file, sql });
}

function emptySelect(examples: string, keys: readonly string[]): string {
  const reasons = Array.from({ length: REASONS }, (_, r) => [
    `cast(null as varchar) as reason_${r + 1}`,
    `cast(null as integer) as bin_${r + 1}`,
  ]).flat();
  return `select ${keys.map(quoteName).join(", ")}, cast(null as decimal(9, 6)) as p, cast(null as bigint) as odds,
      cast(null as integer) as points, ${reasons.join(", ")}
    from ${quoteTable(examples)} limit 0`;
}
