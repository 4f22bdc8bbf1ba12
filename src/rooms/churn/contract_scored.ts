import type { Engine } from "../../engine/engine.js";
import { scoreQuestion } from "../../scorecard/score-question.js";

export const grain = "One row per look and subscription that ran on its day: what the card says.";
export const working = true;
export const reads = ["churn.cards", "churn.contract_examples", "churn.verdicts"];

/** Makes `churn.contract_scored`. */
export const make = (engine: Engine, table: string): Promise<number> =>
  scoreQuestion(engine, table, {
    room: "churn",
    question: "contracts",
    examples: "churn.contract_examples",
    keys: ["example", "source", "subscription_id", "customer_id", "day", "sample", "answer", "answered_on"],
  });
