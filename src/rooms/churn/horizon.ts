import { learnHorizon, returnedWithin } from "../../churn/horizon.js";
import { readWaits } from "../../churn/waits.js";
import type { Engine, Parameters } from "../../engine/engine.js";
import { kaplanMeier } from "../../fit/value/kaplan-meier.js";
import { periodNamed } from "../../value/periods.js";

export const grain =
  "One row: without a purchase for how long a customer is lost, and what that was learnt from.";
export const reads = ["churn.waits"];

const DAYS_A_MONTH = 30.4375;

/**
 * Makes `churn.horizon`. `verdict`: `set` in the pipeline, `learnt`, `bounded` (at most 24 months), or `too_few` purchases
 * that were followed by another, so that 3 months are taken. `returned` is the share of all purchases followed by another
 * as far as that is seen, `within` the same within the horizon; what follows later is no churn, but counts as such.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const waits = await readWaits(engine);
  const curve = kaplanMeier(waits);
  const pct = parameters.churn_returned_pct as number;
  const set = parameters.churn_horizon as string | null;
  const learnt = learnHorizon(curve, pct / 100);
  const horizon = set ?? learnt.horizon;
  const { unit, length } = periodNamed(horizon);
  const within = returnedWithin(curve, unit === "months" ? length * DAYS_A_MONTH : length);
  return engine.load(
    table,
    {
      horizon: "varchar",
      verdict: "varchar",
      purchases: "bigint",
      came_back: "bigint",
      returned_pct: "double",
      days: "integer",
      days_low: "integer",
      days_high: "integer",
      seen_days: "integer",
      returned: "double",
      within: "double",
    },
    [
      [
        ...[horizon, set === null ? learnt.verdict : "set", BigInt(curve.people), BigInt(curve.ended), pct],
        ...[learnt.days, learnt.low, learnt.high, learnt.seen, learnt.returned],
        curve.people === 0 ? null : within,
      ],
    ],
  );
}
