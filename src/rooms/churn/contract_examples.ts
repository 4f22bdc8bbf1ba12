import { excluded } from "../../churn/excluded.js";
import type { Engine, Parameters } from "../../engine/engine.js";
import type { Selects } from "../../pipeline/steps.js";
import { drawExamples } from "../../scorecard/draw.js";
import { featured } from "../../scorecard/featured.js";

export const grain =
  "One row per look and running subscription: its features and its customer's, and whether it ended. Of many past ones a part is drawn.";
export const key = ["example"];
export const reads = ["churn.contract_standings", "settings.churn_exclude"];
export const repeats = "features";

/** Makes `churn.contract_examples`: what `churn.examples` is for customers, for subscriptions that ran on the day. */
export async function make(
  engine: Engine,
  table: string,
  parameters: Parameters,
  selects: Selects,
): Promise<number> {
  const exclude = await excluded(engine, selects.keys());
  const base = `${table}_drawn`;
  await drawExamples(engine, base, "churn.contract_standings");
  const rows = await featured(engine, table, { base, selects, exclude }, parameters);
  await engine.drop(base);
  return rows;
}
