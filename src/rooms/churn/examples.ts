import { withAlive } from "../../churn/alive.js";
import { excluded } from "../../churn/excluded.js";
import type { Engine, Parameters } from "../../engine/engine.js";
import type { Selects } from "../../pipeline/steps.js";
import { drawExamples } from "../../scorecard/draw.js";
import { featured } from "../../scorecard/featured.js";

export const grain =
  "One row per look and customer still to lose: their features on the day, and whether they were lost. Of many past ones a part is drawn.";
export const key = ["example"];
export const reads = [
  "churn.horizon",
  "churn.looks",
  "churn.purchases",
  "churn.standings",
  "settings.churn_exclude",
];
export const repeats = "features";

/** Makes `churn.examples` of customers who buy when they like: `sample` is past where the answer is known, now of today. */
export async function make(
  engine: Engine,
  table: string,
  parameters: Parameters,
  selects: Selects,
): Promise<number> {
  const exclude = await excluded(engine, selects.keys());
  const [asked] = await engine.read<{ horizon: string }>("select horizon from churn.horizon");
  const [drawn, base] = [`${table}_drawn`, `${table}_alive`];
  await drawExamples(engine, drawn, "churn.standings");
  await withAlive(engine, base, drawn, asked!.horizon);
  await engine.drop(drawn);
  const rows = await featured(engine, table, { base, selects, exclude }, parameters);
  await engine.drop(base);
  return rows;
}
