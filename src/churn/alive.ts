import { type Engine, quoteTable } from "../engine/engine.js";
import { likeliest } from "../fit/value/chosen.js";
import { moved } from "../scorecard/looks.js";
import { periodNamed } from "../value/periods.js";
import { days, inWeeks } from "../value/time.js";

const file = "src/churn/alive.ts";

/** The feature that a model of purchases gives. */
export const NO_PURCHASE = "p_no_purchase";

/**
 * Makes a working table of what a table of standings of customers has and `p_no_purchase`: the chance that each buys nothing
 * in the time ahead, by the likeliest model of purchases of what was known on the day of the look: P(alive), times the chance
 * of a purchase. Null where no model may be used.
 */
export async function withAlive(
  engine: Engine,
  table: string,
  standings: string,
  horizon: string,
): Promise<void> {
  const looks = await engine.read<{ day: string; until: string | null }>(
    "select cast(day as varchar) as day, cast(until as varchar) as until from churn.looks order by look",
  );
  const parts: string[] = [];
  for (const { day, until } of looks) {
    const ahead = until ?? moved(day, periodNamed(horizon), 1);
    const p = await noPurchase(engine, standings, day, ahead);
    const part = `${table}_${parts.length}`;
    await engine.loadNumbers(part, { place: "integer", p: "double" }, { place: p.map((_, i) => i + 1), p });
    parts.push(part);
  }
  const selects = parts.map(
    (
      part,
      i,
    ) => `select standings.* exclude (place), cast(round(chances.p, 6) as decimal(9, 6)) as ${NO_PURCHASE}
      from (select *, row_number() over (order by example) as place from ${quoteTable(standings)}
        where day = cast('${looks[i]!.day}' as date)) as standings
      left join ${quoteTable(part)} as chances on chances.place = standings.place`,
  );
  const none = `select *, cast(null as decimal(9, 6)) as ${NO_PURCHASE} from ${quoteTable(standings)} limit 0`;
  await engine.work(table, { file, sql: selects.length === 0 ? none : selects.join(" union all ") });
  for (const part of parts) await engine.drop(part);
}

/** The chances of those who are looked at on a day, in order of the names of the examples; NaN without a model. */
async function noPurchase(
  engine: Engine,
  standings: string,
  day: string,
  until: string,
): Promise<Float64Array> {
  const patterns = await engine.numbers<"x" | "recency" | "age" | "people">(
    {
      file,
      sql: `select x, recency, age, cast(count(*) as double) as people from (
          select count(*) - 1 as x, date_diff('day', min(day), max(day)) as recency,
            date_diff('day', min(day), $day::date) as age
          from churn.purchases where day <= $day::date group by customer_id)
        group by x, recency, age order by x, recency, age`,
    },
    { day },
  );
  const { x, recency, age, ahead } = await engine.numbers<"x" | "recency" | "age" | "ahead">(
    {
      file,
      sql: `select count(*) - 1 as x, date_diff('day', min(bought.day), max(bought.day)) as recency,
          date_diff('day', min(bought.day), standings.day) as age,
          date_diff('day', standings.day, $until::date) as ahead
        from ${quoteTable(standings)} as standings
        join churn.purchases as bought
          on bought.customer_id = standings.customer_id and bought.day <= standings.day
        where standings.day = $day::date
        group by standings.example, standings.day order by standings.example`,
    },
    { day, until },
  );
  const model = likeliest(patterns);
  if (model === undefined) return x.map(() => Number.NaN);
  return x.map((count, i) => {
    const [last, time, length] = [recency[i]!, age[i]!, ahead[i]!].map((each) => inWeeks(days(each)));
    return 1 - model.alive(count, last!, time!) * model.any(count, time!, length!);
  });
}
