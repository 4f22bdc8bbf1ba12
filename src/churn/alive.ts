import type { Engine } from "../engine/engine.js";
import { likeliest } from "../fit/value/chosen.js";
import { days, inWeeks } from "../value/time.js";

const file = "src/churn/alive.ts";

/**
 * The chance that each customer who is looked at on a day from `from` on buys nothing in the time ahead, by the model of
 * purchases that fits what was known on `from` best: P(alive), times that of a purchase. In order of the names of the
 * examples.
 * @param from an ISO day
 * @param examples a table of examples with `customer_id`, `day` and `answered_on`
 * @returns undefined where no model could be fitted
 */
export async function lostByPurchases(
  engine: Engine,
  examples: string,
  from: string,
): Promise<Float64Array | undefined> {
  const patterns = await engine.numbers<"x" | "recency" | "age" | "people">(
    {
      file,
      sql: `select x, recency, age, cast(count(*) as double) as people from (
          select count(*) - 1 as x, date_diff('day', min(day), max(day)) as recency,
            date_diff('day', min(day), $from::date) as age
          from churn.purchases where day <= $from::date group by customer_id)
        group by x, recency, age order by x, recency, age`,
    },
    { from },
  );
  const model = likeliest(patterns);
  if (model === undefined) return undefined;
  const { x, recency, age, ahead } = await engine.numbers<"x" | "recency" | "age" | "ahead">(
    {
      file,
      sql: `select count(*) - 1 as x, date_diff('day', min(bought.day), max(bought.day)) as recency,
          date_diff('day', min(bought.day), examples.day) as age,
          date_diff('day', examples.day, examples.answered_on) as ahead
        from ${examples} as examples
        join churn.purchases as bought
          on bought.customer_id = examples.customer_id and bought.day <= examples.day
        where examples.sample = 'past' and examples.day >= $from::date
        group by examples.example, examples.day, examples.answered_on order by examples.example`,
    },
    { from },
  );
  return x.map((count, i) => {
    const [last, time, length] = [recency[i]!, age[i]!, ahead[i]!].map((each) => inWeeks(days(each)));
    return 1 - model.alive(count, last!, time!) * model.any(count, time!, length!);
  });
}
