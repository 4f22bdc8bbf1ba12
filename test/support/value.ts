import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine, Parameters } from "../../src/engine/engine.js";
import type { History } from "./histories.js";

/** What the steps of the room value are made with here: BG/NBD, a year ahead. */
export const PARAMETERS: Parameters = {
  as_of: "2026-01-01",
  currency: "CAD",
  economics_cost_per_acquisition: null,
  value_horizon: 12,
  value_discount_pct: 10,
  value_transactions: "bg_nbd",
};

/** Loads what the room knows before it groups: a history a customer, by its place, and nothing of tests or of an earlier run. */
export async function loadHistories(engine: Engine, histories: readonly History[]): Promise<void> {
  await engine.load(
    "bench.histories",
    { customer_id: "varchar", x: "integer", recency: "integer", age: "integer", mean: "double" },
    histories.map((each, i) => [String(i), each.x, each.recency, each.age, each.mean]),
  );
  await select(
    engine,
    "value.histories",
    `select 0 as look, customer_id, 0 as stratum, x, recency, age,
    cast((x + 1) * mean as decimal(18, 4)) as amount, null::decimal(18, 4) as margin,
    null::decimal(18, 4) as amount_costed, case when x > 0 then cast(mean as decimal(18, 4)) end as mean_amount
    from bench.histories`,
  );
  await select(engine, "value.looks", "select 0 as look");
  await select(engine, "value.strata", "select '' as customer_id, 0 as stratum limit 0");
  await select(
    engine,
    "value.levels",
    `select 0 as place, '' as covariate, 0 as level_place, '' as level, 0.0::double as low, 0.0::double as high,
    false as numeric, false as reference limit 0`,
  );
  await select(engine, "value.model", "select null::varchar as text, '2026-01-01' as fitted_on");
  await select(
    engine,
    "value.backtest",
    `select 0 as look, '' as method, 0 as people, 0.0::double as expected,
    0 as actual, 0.0::double as rmse limit 0`,
  );
}

/** Makes a table of the room by its select in `sql/value`. */
export const makeSelect = (engine: Engine, name: string, parameters = PARAMETERS): Promise<unknown> =>
  select(engine, `value.${name}`, readFileSync(join("sql", "value", `${name}.sql`), "utf8"), parameters);

const select = (engine: Engine, table: string, sql: string, parameters = PARAMETERS) =>
  engine.work(table, { sql, file: table }, parameters);
