import type { Engine } from "../../engine/engine.js";
import { COVARIATE_NAMES, covariateModel } from "../../fit/value/covariates.js";
import type { Expectations } from "../../fit/value/model.js";
import { MODELS } from "../../fit/value/transactions.js";
import {
  asAYearBefore,
  atOneRate,
  atOwnRate,
  deciles,
  errorsOf,
  type Outcomes,
  type Prediction,
  predict,
} from "../../value/backtest.js";
import { days, inWeeks } from "../../value/time.js";
import { usableParameters } from "../../value/usable.js";
import { readDesign } from "./levels.js";

export const grain = "One row per test and method: how far its expectations were from what came.";
export const key = ["look", "method"];
export const published = ["value.calibration"];
export const unpublished = ["value.predictions"];
export const reads = [
  "value.fits",
  "value.levels",
  "value.looks",
  "value.outcomes",
  "value.parameters",
  "value.strata",
];

const file = "src/rooms/value/backtest.ts";

/** Makes `value.backtest`, `value.calibration` and `value.predictions`: models and naive methods alike. */
export async function make(engine: Engine, table: string): Promise<number> {
  const looks = await engine.read<{ look: number; days: number }>(
    "select look, days from value.looks where look > 0 order by look",
  );
  const errors: unknown[][] = [];
  const bins: unknown[][] = [];
  const predictions: unknown[][] = [];
  for (const { look, days: ahead } of looks) {
    const outcomes = await outcomesOf(engine, look);
    if (outcomes.x.length === 0) continue;
    for (const [method, prediction] of await methodsOf(engine, look, outcomes, ahead)) {
      const { people, actual, expected, mae, rmse, correlation } = errorsOf(outcomes, prediction);
      errors.push([
        look,
        method,
        BigInt(people),
        BigInt(actual),
        expected,
        expected / actual - 1,
        mae,
        rmse,
        correlation,
      ]);
      const any = outcomes.bought.map((bought) => (bought > 0 ? 1 : 0));
      for (const [measure, expectation, came] of [
        ["purchases", prediction.purchases, outcomes.bought],
        ["any", prediction.any, any],
      ] as const)
        if (!Number.isNaN(expectation[0]))
          for (const bin of deciles(outcomes.people, expectation, came))
            bins.push([
              ...[look, method, measure, bin.decile, BigInt(bin.people)],
              ...[bin.expected, bin.actual, bin.square, BigInt(bin.buyers)],
            ]);
      for (const row of distinct(outcomes, prediction)) predictions.push([look, method, ...row]);
    }
  }
  await engine.load(
    "value.calibration",
    {
      look: "integer",
      method: "varchar",
      measure: "varchar",
      decile: "integer",
      people: "bigint",
      expected: "double",
      actual: "double",
      square: "double",
      buyers: "bigint",
    },
    bins,
  );
  await engine.load(
    "value.predictions",
    {
      look: "integer",
      method: "varchar",
      stratum: "integer",
      x: "integer",
      recency: "integer",
      age: "integer",
      purchases: "double",
    },
    predictions,
  );
  return engine.load(
    table,
    {
      look: "integer",
      method: "varchar",
      people: "bigint",
      actual: "bigint",
      expected: "double",
      bias: "double",
      mae: "double",
      rmse: "double",
      correlation: "double",
    },
    errors,
  );
}

async function outcomesOf(engine: Engine, look: number): Promise<Outcomes> {
  const { year_before, ...columns } = await engine.numbers<
    "stratum" | "x" | "recency" | "age" | "bought" | "year_before" | "people"
  >(
    {
      file,
      sql: `select stratum, x, recency, age, bought, year_before, cast(people as double) as people
        from value.outcomes
        where look = $look order by stratum, x, recency, age, bought, year_before nulls last`,
    },
    { look },
  );
  return { ...columns, yearBefore: year_before };
}

async function methodsOf(
  engine: Engine,
  look: number,
  outcomes: Outcomes,
  ahead: number,
): Promise<[string, Prediction][]> {
  const parameters = await usableParameters(engine, look);
  const { design } = await readDesign(engine);
  const models: readonly {
    name: string;
    expectations(own: readonly number[], stratum: number): Expectations;
  }[] = [...MODELS, ...COVARIATE_NAMES.map((name) => covariateModel(name, design))];
  const known = models.flatMap((model): [string, Prediction][] => {
    const own = parameters.get(model.name);
    if (own === undefined) return [];
    const expected = (stratum: number) => model.expectations(own, stratum);
    return [[model.name, predict(expected, outcomes, inWeeks(days(ahead)))]];
  });
  const before = asAYearBefore(outcomes);
  const all: [string, Prediction][] = [
    ...known,
    ["own_rate", atOwnRate(outcomes, ahead)],
    ["one_rate", atOneRate(outcomes, ahead)],
  ];
  if (!before.purchases.some(Number.isNaN)) all.push(["year_before", before]);
  return all.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** One row a history, of a method that looks at nothing else. */
function distinct({ stratum, x, recency, age }: Outcomes, { purchases, any }: Prediction): number[][] {
  if (Number.isNaN(any[0])) return [];
  const rows: number[][] = [];
  const columns = [stratum, x, recency, age];
  for (let i = 0; i < x.length; i++)
    if (i === 0 || columns.some((column) => column[i] !== column[i - 1]))
      rows.push([...columns.map((column) => column[i]!), purchases[i]!]);
  return rows;
}
