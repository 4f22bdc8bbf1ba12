import type { Engine } from "../../engine/engine.js";
import { scoreQuestion } from "../../scorecard/score-question.js";

export const grain = "One row per look and customer who was still to lose: what the card says.";
export const working = true;
export const reads = ["churn.cards", "churn.examples", "churn.verdicts"];

/** Makes `churn.scored`. */
export const make = (engine: Engine, table: string): Promise<number> =>
  scoreQuestion(engine, table, {
    room: "churn",
    question: "customers",
    examples: "churn.examples",
    keys: ["example", "customer_id", "day", "sample", "answer", "answered_on"],
  });
