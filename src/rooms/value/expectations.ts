import type { Engine, Parameters } from "../../engine/engine.js";
import { COVARIATE_BASES, type CovariateName, covariateModel } from "../../fit/value/covariates.js";
import type { ModelName } from "../../fit/value/model.js";
import { modelOf } from "../../fit/value/transactions.js";
import { type Histories, type Horizon, type Outlook, outlook } from "../../value/outlook.js";
import { spendOf } from "../../value/spending.js";
import { days, inDays, inWeeks, months } from "../../value/time.js";
import { type Money, totals } from "../../value/totals.js";
import { readDesign } from "./levels.js";

export const grain = "One row per purchase history as of today: what is expected of who has it.";
export const working = true;
export const published = ["value.totals"];
export const unpublished = ["value.rates"];
export const reads = [
  "value.choice",
  "value.covariances",
  "value.fits",
  "value.levels",
  "value.parameters",
  "value.spend",
  "value.strata",
  "value.wallets",
];

const file = "src/rooms/value/expectations.ts";
const DAYS_A_YEAR = 365.25;

const COLUMNS = {
  stratum: "integer",
  x: "integer",
  recency: "integer",
  age: "integer",
  p_alive: "double",
  orders: "double",
  square: "double",
  p_any: "double",
  discounted: "double",
  residual: "double",
  low: "double",
  high: "double",
} as const;

/**
 * Makes `value.expectations`, `value.totals` and `value.rates` by the model that is chosen; all are empty where none could
 * be fitted.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const chosen = await readChosen(engine);
  await loadRates(engine, chosen);
  if (chosen === undefined) {
    await loadTotals(engine, []);
    return engine.load(table, COLUMNS, []);
  }
  const histories = await engine.numbers<"stratum" | keyof Histories | keyof Money>({
    file,
    sql: `select stratum, x, recency, age, cast(count(*) as double) as people, sum(share)::double as share,
        sum(cast(share::double * mean_amount as decimal(28, 8)))::double as shared,
        sum(cast(share::double * share as decimal(28, 8)))::double as square,
        sum(cast(share::double * share * mean_amount as decimal(28, 8)))::double as squared,
        sum(cast(power(share::double * mean_amount, 2) as decimal(38, 8)))::double as squares
      from value.wallets group by stratum, x, recency, age order by stratum, x, recency, age`,
  });
  const horizon = horizonOf(parameters);
  const ahead = outlook(chosen.model, chosen, histories, horizon);
  await loadTotals(engine, totals(ahead, histories, await spendOf(engine)));
  return engine.loadNumbers(table, COLUMNS, columnsOf(histories, ahead));
}

/** The months ahead as they are in the calendar. */
function horizonOf(parameters: Parameters): Horizon {
  const yearly = 1 + (parameters.value_discount_pct as number) / 100;
  const count = parameters.value_horizon as number;
  const each = Array.from({ length: count }, (_, i) => i + 1);
  return {
    ends: each.map((month) => inWeeks(inDays(months(month), parameters.as_of as string))),
    worth: each.map((month) => yearly ** (-month / 12)),
    rate: Math.log(yearly) / inWeeks(days(DAYS_A_YEAR)),
  };
}

async function readChosen(engine: Engine) {
  const [choice] = await engine.read<{ model: ModelName | CovariateName | null }>(
    "select model from value.choice",
  );
  if (choice?.model == null) return undefined;
  const values = await engine.read<{ value: number }>(
    "select value from value.parameters where look = 0 and model = $model order by place",
    { model: choice.model },
  );
  const cells = await engine.read<{ covariance: number }>(
    "select covariance from value.covariances where look = 0 and model = $model order by place, other",
    { model: choice.model },
  );
  const width = values.length;
  const covariance =
    cells.length === 0
      ? undefined
      : values.map((_, i) => cells.slice(i * width, (i + 1) * width).map((cell) => cell.covariance));
  const { design } = await readDesign(engine);
  const logs = values.map(({ value }) => Math.log(value));
  if (!(choice.model in COVARIATE_BASES)) {
    const model = modelOf(choice.model as ModelName);
    const logsOf = (all: readonly number[], _stratum: number) => all;
    return { model: { ...model, logsOf }, logs, covariance, strata: [...design.strata.keys()] };
  }
  const model = covariateModel(choice.model as CovariateName, design);
  return { model, logs, covariance, strata: [...design.strata.keys()] };
}

/** One row per stratum: the gamma distribution of the rates of purchases of its customers. */
async function loadRates(engine: Engine, chosen: Awaited<ReturnType<typeof readChosen>>): Promise<void> {
  const rows = chosen?.strata.map((stratum) => {
    const [r, alpha] = chosen.model.logsOf(chosen.logs, stratum).map(Math.exp);
    return [stratum, r, alpha];
  });
  await engine.load("value.rates", { stratum: "integer", r: "double", alpha: "double" }, rows ?? []);
}

const columnsOf = (
  { stratum, x, recency, age }: Histories & { readonly stratum: Float64Array },
  { alive, purchases, square, any, discounted, residual, low, high }: Outlook,
) => ({
  ...{ stratum, x, recency, age, p_alive: alive, orders: purchases, p_any: any, discounted },
  ...{ square: known(square), residual: known(residual), low: known(low), high: known(high) },
});

const known = (values: Float64Array) => values.map((value) => (Number.isFinite(value) ? value : Number.NaN));

const loadTotals = (engine: Engine, rows: unknown[][]) =>
  engine.load(
    "value.totals",
    {
      measure: "varchar",
      expected: "double",
      low: "double",
      high: "double",
      low_parameters: "double",
      high_parameters: "double",
    },
    rows,
  );
