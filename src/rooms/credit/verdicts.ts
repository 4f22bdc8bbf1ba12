import type { Engine, Parameters } from "../../engine/engine.js";
import { answer } from "../../scorecard/answer.js";
import { alongside, loadTables } from "../../scorecard/load-tables.js";
import { loadTested } from "../../scorecard/load-tested.js";
import { type CardSettings, scalingOf } from "../../scorecard/settings.js";

export const grain = "One row per question: whether a card tells the answer of rows that it has not seen.";
export const key = ["question"];
export const reads = ["credit.examples", "credit.background"];
export const published = alongside("credit");
export const unpublished = ["credit.tested"];

/** What identifies an application and is no feature. */
const KEYS = ["source", "application_id"];

/** Makes `credit.verdicts` and, along with it, the card of who will not pay and how it was tested. */
export async function make(engine: Engine, _: string, parameters: Parameters): Promise<number> {
  const settings = JSON.parse(parameters.credit_card as string) as CardSettings;
  const history = await engine.columns("credit.background");
  const answered = await answer(engine, {
    question: "default",
    table: "credit.examples",
    settings: { ...settings, exclude: [] },
    scaling: scalingOf(settings, "unlikelier"),
    keys: KEYS,
    asOf: (feature) => history.has(feature),
  });
  await loadTested(engine, "credit.tested", answered);
  return loadTables(engine, "credit", [answered]);
}
