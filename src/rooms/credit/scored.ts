import type { Engine } from "../../engine/engine.js";
import { scoreQuestion } from "../../scorecard/score-question.js";

export const grain = "One row per application, whatever is known of it: what the card says of it.";
export const key = ["example"];
export const working = true;
export const reads = ["credit.cards", "credit.examples", "credit.verdicts"];

/** Makes `credit.scored`. */
export const make = (engine: Engine, table: string): Promise<number> =>
  scoreQuestion(engine, table, {
    room: "credit",
    question: "default",
    examples: "credit.examples",
    keys: ["example", "source", "application_id", "customer_id", "day", "sample", "answer", "answered_on"],
  });
