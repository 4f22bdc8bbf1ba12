import type { Engine } from "../../engine/engine.js";
import { loadSince } from "../../scorecard/since.js";

export const grain =
  "One row per question and measure: how a kept card has told what was answered since it was learnt.";
export const key = ["question", "metric"];
export const reads = ["churn.contract_scored", "churn.metrics", "churn.scored", "churn.verdicts"];

/** Makes `churn.since`. */
export const make = (engine: Engine, table: string): Promise<number> =>
  loadSince(engine, table, "churn", [
    { question: "customers", scored: "churn.scored", looks: true },
    { question: "contracts", scored: "churn.contract_scored", looks: true },
  ]);
