import type { Engine } from "../../engine/engine.js";
import { loadSince } from "../../scorecard/since.js";

export const grain =
  "One row per question and measure: how a kept card has told what was answered since it was learnt.";
export const key = ["question", "metric"];
export const reads = ["credit.metrics", "credit.scored", "credit.verdicts"];

/** Makes `credit.since`. */
export const make = (engine: Engine, table: string): Promise<number> =>
  loadSince(engine, table, "credit", [{ question: "default", scored: "credit.scored" }]);
