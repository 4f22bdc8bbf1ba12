import { readWaits } from "../../churn/waits.js";
import type { Engine } from "../../engine/engine.js";
import { kaplanMeier } from "../../fit/value/kaplan-meier.js";

export const grain =
  "One row per number of days since a purchase: what share of the customers has bought again by then.";
export const key = ["days"];
export const reads = ["churn.waits"];

/** Below one customer's worth of waits the curve says nothing. */
const FEWEST = 1;

/**
 * Makes `churn.gaps`: Kaplan and Meier's curve of the time to the next day with a purchase. Every customer counts once, with
 * equal parts of all waits, that since the last purchase among them, of which no more than its length is known. Bounds of
 * 90 %, as if each customer had been seen to wait once.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const { steps } = kaplanMeier(await readWaits(engine));
  return engine.load(
    table,
    {
      days: "integer",
      at_risk: "double",
      came_back: "double",
      returned: "double",
      low: "double",
      high: "double",
    },
    steps
      .filter(({ atRisk }) => atRisk >= FEWEST)
      .map(({ time, atRisk, ended, survival, low, high }) => [
        time,
        ...[atRisk, ended, 1 - survival, 1 - high, 1 - low].map(rounded),
      ]),
  );
}

const rounded = (value: number) => Math.round(value * 1e6) / 1e6;
