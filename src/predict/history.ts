import { type Engine, type Parameters, quoteTable } from "../engine/engine.js";
import type { Selects } from "../pipeline/steps.js";
import { featured } from "../scorecard/featured.js";

/** Features of more months than these are not made: older cases are put aside. */
const MONTHS = 36;

/**
 * Makes `<judged>_history`: the features of the customers of cases as of `features_on`, the end of the month before each
 * case, so that many days share one look. Cases that are too old, and whose customer is not known, are put aside.
 * @returns the features and what they are called beside the columns of the cases
 */
export async function withHistory(
  engine: Engine,
  judged: string,
  selects: Selects,
  parameters: Parameters,
): Promise<{ from: string; column: string }[]> {
  const file = "src/predict/history.ts";
  const [before, visits, history] = [`${judged}_all`, `${judged}_visits`, `${judged}_history`];
  await engine.work(before, { file, sql: `select * from ${quoteTable(judged)}` });
  await engine.work(
    judged,
    {
      file,
      sql: `select * replace (case
          when customer_id is null
            or features_on < cast(date_trunc('month', cast($as_of as date)) - interval '${MONTHS}' month as date)
          then 'aside' else sample end as sample)
        from ${quoteTable(before)}`,
    },
    parameters,
  );
  await engine.drop(before);
  await engine.work(visits, {
    file,
    sql: `select distinct customer_id || ' ' || cast(features_on as varchar) as example, customer_id,
        features_on as day
      from ${quoteTable(judged)} where sample in ('past', 'now')`,
  });
  await featured(engine, history, { base: visits, selects, exclude: [] }, parameters);
  await engine.drop(visits);
  const taken = new Set((await engine.columns(judged)).keys());
  return [...(await engine.columns(history)).keys()]
    .filter((column) => !["example", "customer_id", "day"].includes(column))
    .map((from) => ({ from, column: taken.has(from) ? `customer_${from}` : from }));
}
