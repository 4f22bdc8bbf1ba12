import { loadRejectInference } from "../../credit/reject-inference.js";
import type { Engine, Parameters } from "../../engine/engine.js";

export const grain =
  "One row per way in which declined applications take part in a card, none first: what they are assumed to be, and what follows.";
export const key = ["method"];
export const reads = ["credit.background", "credit.examples", "credit.terms", "credit.verdicts"];
export const published = ["credit.reject_points"];

/** Makes `credit.reject_inference` and `credit.reject_points`. */
export const make = (engine: Engine, _: string, parameters: Parameters): Promise<number> =>
  loadRejectInference(engine, parameters);
