import { type Engine, quoteTable, quoteText } from "../engine/engine.js";
import { scoreQuestion } from "../scorecard/score-question.js";
import type { Told } from "./load-questions.js";

const file = "src/predict/score-all.ts";

/** Makes a working table of what the cards say of every example of every question whose card tells something. */
export async function scoreAll(engine: Engine, table: string, told: readonly Told[]): Promise<void> {
  const parts: string[] = [];
  for (const { question, table: examples } of told) {
    const part = `${table}_${question.place}`;
    await scoreQuestion(engine, part, {
      room: "predict",
      question: question.name,
      examples,
      keys: ["example", "customer_id", "day", "sample", "answer", "answered_on"],
    });
    parts.push(`select ${quoteText(question.name)} as question, ${keyOf(question)} as key, scored.*
      from ${quoteTable(part)} as scored`);
  }
  const reasons = [1, 2, 3, 4].map((n) => `'' as reason_${n}, 0 as bin_${n}`).join(", ");
  const none = `select '' as question, '' as key, '' as example, '' as customer_id, cast(null as date) as day,
      '' as sample, 0 as answer, cast(null as date) as answered_on, cast(0 as decimal(9, 6)) as p, 0::bigint as odds, 0 as points, ${reasons} limit 0`;
  await engine.work(table, { file, sql: parts.length === 0 ? none : parts.join(" union all ") });
  for (const { question } of told) await engine.drop(`${table}_${question.place}`);
}

/** What the rows of a question are told apart by on one day. */
const keyOf = ({ settings }: Told["question"]): string =>
  typeof settings.yes === "string" ? "example" : "customer_id";
