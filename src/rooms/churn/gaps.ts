import { readWaits } from "../../churn/waits.js";
import type { Engine } from "../../engine/engine.js";
import { kaplanMeier } from "../../fit/value/kaplan-meier.js";

export const grain =
  "One row per number of days since a purchase: what share has been followed by another by then.";
export const key = ["days"];
export const reads = ["churn.waits"];

/**
 * Makes `churn.gaps`: Kaplan and Meier's curve of the time to the next day with a purchase, every purchase counted once;
 * those not followed by another by the day of the run are waited after until then. Bounds of 90 %.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const { steps } = kaplanMeier(await readWaits(engine));
  return engine.load(
    table,
    {
      days: "integer",
      at_risk: "bigint",
      came_back: "bigint",
      returned: "double",
      low: "double",
      high: "double",
    },
    steps.map(({ time, atRisk, ended, survival, low, high }) => [
      ...[time, BigInt(atRisk), BigInt(ended)],
      ...[1 - survival, 1 - high, 1 - low],
    ]),
  );
}
