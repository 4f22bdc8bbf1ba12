import type { Engine } from "../../engine/engine.js";
import { isOfCustomers, readQuestions } from "../../predict/question.js";
import { loadSince } from "../../scorecard/since.js";

export const grain =
  "One row per question and measure: how a kept card has told what was answered since it was learnt.";
export const key = ["question", "metric"];
export const reads = ["predict.metrics", "predict.scored", "predict.verdicts", "settings.predict_questions"];

/** Makes `predict.since`. */
export async function make(engine: Engine, table: string): Promise<number> {
  const questions = (await readQuestions(engine)).map((asked) => ({
    question: asked.name,
    scored: "predict.scored",
    shared: true,
    looks: isOfCustomers(asked),
  }));
  return loadSince(engine, table, "predict", questions);
}
