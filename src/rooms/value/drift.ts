import type { Engine, Parameters } from "../../engine/engine.js";
import { COVARIATE_BASES, type CovariateName } from "../../fit/value/covariates.js";
import type { ModelName } from "../../fit/value/model.js";
import { modelOf } from "../../fit/value/transactions.js";
import { parseModelFile, type SavedModel } from "../../value/model-file.js";
import { days, inDays, inWeeks, months } from "../../value/time.js";

export const grain =
  "One row per model and parameter, of the run before and of this one: by how many standard errors it has moved.";
export const key = ["model", "parameter"];
export const published = ["value.drift_orders"];
export const reads = [
  "state.value_choice",
  "state.value_model",
  "value.choice",
  "value.model_file",
  "value.totals",
  "value.wallets",
];

const file = "src/rooms/value/drift.ts";

/**
 * Makes `value.drift` and `value.drift_orders`: what the run before, by its model and its parameters, would have expected of
 * today's customers, beside what this one does, and whether that lies outside of the interval of its parameters. Both are
 * empty where there was no run before.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const [before] = await engine.read<{ text: string; model: string | null }>(
    `select file.text, choice.model from state.value_model as file
      left join state.value_choice as choice on true`,
  );
  const [now] = await engine.read<{ text: string; model: string | null }>(
    "select file.text, choice.model from value.model_file as file cross join value.choice as choice",
  );
  await loadOrders(engine, before, parameters);
  return engine.load(
    table,
    { model: "varchar", parameter: "varchar", before: "double", now: "double", moved: "double" },
    before === undefined || now === undefined ? [] : movesBetween(before.text, now.text),
  );
}

/** How far each parameter of two model files is apart, in standard errors of its logarithm in the second. */
function movesBetween(before: string, now: string): unknown[][] {
  const [old, own] = [parseModelFile(before).models, parseModelFile(now).models];
  return Object.keys(own)
    .sort()
    .flatMap((model) => {
      const { logs, covariance } = own[model]!;
      const past = old[model]?.logs;
      if (logs == null || past == null) return [];
      return Object.entries(logs).flatMap(([parameter, log], i) => {
        if (past[parameter] === undefined) return [];
        const error = Math.sqrt(covariance?.[i]?.[i] ?? Number.NaN);
        const moved = (log - past[parameter]!) / error;
        return [
          [
            model,
            parameter,
            Math.exp(past[parameter]!),
            Math.exp(log),
            Number.isFinite(moved) ? moved : null,
          ],
        ];
      });
    });
}

async function loadOrders(
  engine: Engine,
  before: { text: string; model: string | null } | undefined,
  parameters: Parameters,
): Promise<void> {
  const [total] = await engine.read<{
    expected: number;
    low: number | null;
    high: number | null;
    model: string;
  }>(
    `select totals.expected, totals.low_parameters as low, totals.high_parameters as high, choice.model
      from value.totals as totals cross join value.choice as choice where totals.measure = 'orders'`,
  );
  const saved = before && parseModelFile(before.text);
  const used = before?.model == null ? undefined : plainOf(before.model);
  const logs = used && saved?.models[used]?.logs;
  const row = async () => {
    const expected = await ordersBy(engine, used!, logs!, parameters);
    const outside = total!.low !== null && (expected < total!.low || expected > total!.high!);
    const moved = expected > 0 ? 100 * (total!.expected / expected - 1) : null;
    return [before!.model, total!.model, saved!.fitted_on, expected, total!.expected, moved, outside];
  };
  await engine.load(
    "value.drift_orders",
    {
      model_before: "varchar",
      model: "varchar",
      fitted_on: "varchar",
      before: "double",
      now: "double",
      moved_pct: "double",
      outside: "boolean",
    },
    total === undefined || logs == null ? [] : [await row()],
  );
}

/** The model itself; of one with covariates that without, as their levels may be others by now. */
const plainOf = (name: string): ModelName =>
  (name in COVARIATE_BASES ? COVARIATE_BASES[name as CovariateName].name : name) as ModelName;

/** Orders within the horizon that a model expects of today's customers. */
async function ordersBy(
  engine: Engine,
  name: ModelName,
  logs: NonNullable<SavedModel["logs"]>,
  parameters: Parameters,
): Promise<number> {
  const model = modelOf(name).expectations(Object.values(logs).map(Math.exp));
  const horizon = inWeeks(inDays(months(parameters.value_horizon as number), parameters.as_of as string));
  const { x, recency, age, people } = await engine.numbers<"x" | "recency" | "age" | "people">({
    file,
    sql: `select x, recency, age, cast(count(*) as double) as people from value.wallets
      group by x, recency, age order by x, recency, age`,
  });
  let sum = 0;
  const known = new Map<number, number>();
  for (let i = 0; i < x.length; i++) {
    const [last, time] = [inWeeks(days(recency[i]!)), inWeeks(days(age[i]!))];
    const group = x[i]! * 1e6 + age[i]!;
    const ahead = known.get(group) ?? model.purchases(x[i]!, time, horizon);
    known.set(group, ahead);
    sum += people[i]! * ahead * model.alive(x[i]!, last, time);
  }
  return sum;
}
