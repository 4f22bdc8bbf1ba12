import type { Engine } from "../../engine/engine.js";
import { loadStability } from "../../scorecard/stability.js";

export const grain =
  "One row per question, month and score or feature: how far it has moved from the examples learnt from.";
export const key = ["question", "what", "feature", "month"];
export const reads = ["credit.cards", "credit.examples", "credit.verdicts"];
export const published = ["credit.score_months"];

/** Makes `credit.stability` and `credit.score_months`. */
export const make = (engine: Engine): Promise<number> =>
  loadStability(engine, "credit", [{ question: "default", examples: "credit.examples" }]);
