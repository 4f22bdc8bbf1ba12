import type { Engine } from "../../engine/engine.js";
import { loadStability } from "../../scorecard/stability.js";

export const grain =
  "One row per question, month and score or feature: how far it has moved from the examples learnt from.";
export const key = ["question", "what", "feature", "month"];
export const reads = ["churn.cards", "churn.contract_examples", "churn.examples", "churn.verdicts"];
export const published = ["churn.score_months"];

/** Makes `churn.stability` and `churn.score_months`. */
export const make = (engine: Engine): Promise<number> =>
  loadStability(engine, "churn", [
    { question: "contracts", examples: "churn.contract_examples" },
    { question: "customers", examples: "churn.examples" },
  ]);
