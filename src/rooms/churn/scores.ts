import type { Engine, Parameters } from "../../engine/engine.js";

export const grain =
  "One row per customer as of $as_of: whether about to be lost, why, and what it is worth to prevent that.";
export const key = ["customer_id"];
export const reads = ["churn.scored"];
export const beside = ["value.scores"];

/**
 * Makes `churn.scores` of customers who are still to lose: `p`, the chance to buy nothing within the horizon; `band`, 1 the
 * tenth most in danger; `saved_value`, what trying to keep one brings on average, p × clv × economics.take_rate less the
 * cost of an offer, and `worth_saving`, whether that is above 0. Both are null without room value or a take rate.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const valued = (await engine.columns("value.scores")).size > 0;
  const worth = valued
    ? `left join (select customer_id, clv from value.scores) as value on value.customer_id = scored.customer_id`
    : "cross join (select cast(null as decimal(18, 4)) as clv) as value";
  const sql = `with
    saved as (
      select scored.*, value.clv,
        cast(round(cast(scored.p as double) * cast(value.clv as double) * cast($take_rate as double)
          - cast($cost as double), 4) as decimal(18, 4)) as saved_value
      from churn.scored as scored ${worth}
      where scored.sample = 'now'
    )
    select customer_id, p, points,
      1 + cast(floor(10 * (rank() over (order by odds desc) - 1) / count(*) over ()) as integer) as band,
      cast(clv as decimal(18, 4)) as clv, saved_value, saved_value > 0 as worth_saving,
      reason_1, bin_1, reason_2, bin_2, reason_3, bin_3, reason_4, bin_4
    from saved`;
  return engine.create(
    table,
    { file: "src/rooms/churn/scores.ts", sql },
    {
      take_rate: parameters.economics_take_rate ?? null,
      cost: parameters.churn_offer_cost ?? parameters.economics_cost_per_contact ?? 0,
    },
    key,
  );
}
