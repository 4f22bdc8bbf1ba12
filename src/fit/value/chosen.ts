import type { Expectations } from "./model.js";
import type { Patterns } from "./patterns.js";
import { fitTransactions, modelOf } from "./transactions.js";

/** What the likeliest of the models that may be used expects of customers; undefined where none may be. */
export function likeliest(patterns: Patterns): Expectations | undefined {
  const usable = fitTransactions(patterns).flatMap(({ model, verdict, estimate }) =>
    estimate !== undefined && (verdict === "good" || verdict === "same_dropout") ? [{ model, estimate }] : [],
  );
  if (usable.length === 0) return undefined;
  const best = usable.reduce((most, each) =>
    each.estimate.logLikelihood > most.estimate.logLikelihood ? each : most,
  );
  return modelOf(best.model).expectations(best.estimate.logs.map(Math.exp));
}
