import type { Engine } from "../../engine/engine.js";
import { errorsOf } from "../../value/backtest.js";
import { readOccasionModels } from "../../value/occasion-models.js";
import { asAtTheLast, atOwnShare, occasionOutlook } from "../../value/occasions.js";

export const grain =
  "One row per test and method: occasions with a purchase that were expected at an earlier day, and those that came.";
export const key = ["look", "method"];
export const reads = [
  "value.occasion_covariances",
  "value.occasion_fits",
  "value.occasion_looks",
  "value.occasion_parameters",
  "value.occasions",
];

const file = "src/rooms/value/occasion_tests.ts";

/**
 * Makes `value.occasion_tests`: the model fitted to what was seen by each day, where one could be, and two simple rules: as
 * often as so far, and as at the last occasion. Errors are occasions a customer.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const looks = await engine.read<{ look: number; ahead: number }>(
    "select look, ahead from value.occasion_looks where look > 0 order by look",
  );
  const models = await readOccasionModels(engine);
  const rows: unknown[][] = [];
  for (const { look, ahead } of looks) {
    const { people, came, ...standings } = await engine.numbers<"x" | "last" | "n" | "came" | "people">(
      {
        file,
        sql: `select x, last, n, came, cast(people as double) as people from value.occasions
          where look = $look order by x, last, n, came`,
      },
      { look },
    );
    if (people.length === 0) continue;
    const model = models.find((each) => each.look === look);
    const methods: [string, Float64Array][] = [
      ["last_occasion", asAtTheLast(standings, ahead)],
      ["own_share", atOwnShare(standings, people, ahead)],
    ];
    if (model !== undefined) {
      const best = { logs: model.logs, covariance: undefined };
      methods.unshift(["bg_bb", occasionOutlook(model.form, best, standings, ahead, 0).expected.value]);
    }
    for (const [method, purchases] of methods) {
      const told = errorsOf({ bought: came, people }, { purchases });
      const bias = told.actual > 0 ? told.expected / told.actual - 1 : null;
      rows.push([
        ...[look, ahead, method, BigInt(told.people), BigInt(told.actual), told.expected],
        ...[bias, told.mae, told.rmse],
      ]);
    }
  }
  return engine.load(
    table,
    {
      look: "integer",
      ahead: "integer",
      method: "varchar",
      people: "bigint",
      actual: "bigint",
      expected: "double",
      bias: "double",
      mae: "double",
      rmse: "double",
    },
    rows,
  );
}
