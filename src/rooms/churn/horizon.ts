import { learnHorizon, returnedWithin } from "../../churn/horizon.js";
import { readWaits } from "../../churn/waits.js";
import type { Engine, Parameters } from "../../engine/engine.js";
import { kaplanMeier } from "../../fit/value/kaplan-meier.js";
import { periodNamed } from "../../value/periods.js";

export const grain =
  "One row: without a purchase for how long a customer is lost, and what that was learnt from.";
export const reads = ["churn.purchases", "churn.waits"];

const DAYS_A_MONTH = 30.4375;

/**
 * Makes `churn.horizon`. `verdict`: `set` in the pipeline, `learnt`, `bounded` (at most 24 months), or `too_few` who came
 * back, so that 3 months are taken. `returned` is the share of the customers who have bought again after a purchase as far
 * as that is seen, `within` the same within the horizon: what lies between comes back though it counts as lost.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const curve = kaplanMeier(await readWaits(engine));
  const [known] = await engine.read<{ purchases: number; customers: number; came_back: number }>(
    `select coalesce(sum(days), 0)::bigint as purchases, count(*) as customers,
      count(*) filter (where days > 1) as came_back
    from (select count(*) as days from churn.purchases group by customer_id) as buyers`,
  );
  const { purchases, customers, came_back } = known!;
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
      customers: "bigint",
      came_back: "bigint",
      purchases: "bigint",
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
        ...[horizon, set === null ? learnt.verdict : "set"],
        ...[BigInt(customers), BigInt(came_back), BigInt(purchases), pct],
        ...[learnt.days, learnt.low, learnt.high, learnt.seen],
        ...[learnt.returned, customers === 0 ? null : within].map(rounded),
      ],
    ],
  );
}

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1e6) / 1e6);
