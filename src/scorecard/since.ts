import { type Engine, quoteTable } from "../engine/engine.js";
import { measure } from "../fit/scorecard/measures.js";
import { FEWEST } from "../fit/scorecard/verdict.js";

const file = "src/scorecard/since.ts";

const COLUMNS = {
  question: "varchar",
  fitted_on: "varchar",
  metric: "varchar",
  value: "double",
  low: "double",
  high: "double",
  before: "double",
  fallen: "boolean",
} as const;

/** A question's scores: a table with `example`, `customer_id`, `day`, `answer`, `answered_on` and `p`, and which of its rows. */
export interface ScoredQuestion {
  readonly question: string;
  readonly scored: string;
  /** Whether the table has a column `question`, for several have their rows in it. */
  readonly shared?: boolean;
  /**
   * Whether its days move with the run. A look of tomorrow then has all but a day in common with one that was learnt from,
   * so that only what was still ahead when the card was learnt counts.
   */
  readonly looks?: boolean;
}

/**
 * Makes a table of how well cards that were kept have told what has been answered since they were learnt: the measures of
 * answers that no card can have seen. `before` is what was measured when it was learnt; `fallen` says that the area under the
 * curve is less by more than chance. A question with fewer than 50 of either answer since has no row; where a part of the
 * examples was drawn, of that part.
 */
export async function loadSince(
  engine: Engine,
  table: string,
  room: string,
  questions: readonly ScoredQuestion[],
): Promise<number> {
  const rows: unknown[][] = [];
  const of = (name: string) => quoteTable(`${room}.${name}`);
  for (const { question, scored, shared = false, looks = false } of questions) {
    const [kept] = await engine.read<{ fitted_on: string; form: string; sample: string }>(
      `select fitted_on, form, sample from ${of("verdicts")}
        where question = $question and model = 'kept' and verdict = 'usable'`,
      { question },
    );
    if (kept === undefined) continue;
    const seen = await engine.numbers<"p" | "answer" | "person">(
      {
        file,
        sql: `select cast(p as double) as p, cast(answer as double) as answer,
            cast(dense_rank() over (order by coalesce(customer_id, example)) - 1 as double) as person
          from ${quoteTable(scored)}
          where sample = 'past' and answer is not null and answered_on > cast($fitted_on as date)
            ${looks ? "and day >= cast($fitted_on as date)" : ""}
            ${shared ? "and question = $question" : ""}
          order by example`,
      },
      { fitted_on: kept.fitted_on, question },
    );
    const answer = Uint8Array.from(seen.answer);
    const yes = answer.reduce((sum, each) => sum + each, 0);
    if (Math.min(yes, answer.length - yes) < FEWEST) continue;
    const learnt = await engine.read<{ metric: string; value: number | null; low: number | null }>(
      `select metric, value, low from ${of("metrics")}
        where question = $question and form = $form and sample = $sample`,
      { question, form: kept.form, sample: kept.sample },
    );
    const then = new Map(learnt.map((row) => [row.metric, row]));
    const found = measure(seen.p, answer, { cluster: Int32Array.from(seen.person), holdout: true });
    for (const { metric, value, low, high } of found) {
      const old = then.get(metric);
      const fallen = metric === "auc" && high !== null && old?.low != null && high < old.low;
      rows.push([question, kept.fitted_on, metric, value, low, high, old?.value ?? null, fallen]);
    }
  }
  return engine.load(table, COLUMNS, rows);
}
