import type { Engine, Parameters } from "../../engine/engine.js";
import { readOccasionModels } from "../../value/occasion-models.js";
import { occasionOutlook, type Standings } from "../../value/occasions.js";

export const grain = "One row per history at occasions as of today: what is expected of who has it.";
export const working = true;
export const reads = [
  "value.occasion_covariances",
  "value.occasion_fits",
  "value.occasion_looks",
  "value.occasion_parameters",
  "value.occasion_standings",
];

const file = "src/rooms/value/occasion_outlook.ts";

const COLUMNS = {
  x: "integer",
  last: "integer",
  n: "integer",
  ahead: "integer",
  p_alive: "double",
  p_alive_low: "double",
  p_alive_high: "double",
  p_next: "double",
  expected: "double",
  expected_low: "double",
  expected_high: "double",
  residual: "double",
  residual_low: "double",
  residual_high: "double",
} as const;

/** Makes `value.occasion_outlook`; it is empty where no model could be fitted. */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const [look] = await engine.read<{ ahead: number }>(
    "select ahead from value.occasion_looks where look = 0",
  );
  const model = (await readOccasionModels(engine)).find((each) => each.look === 0);
  if (look === undefined || model === undefined) return engine.load(table, COLUMNS, []);
  const standings = await engine.numbers<keyof Standings>({
    file,
    sql: "select distinct x, last, n from value.occasion_standings order by x, last, n",
  });
  const years = (parameters.value_occasion_months as number) / 12;
  const discount = (1 + (parameters.value_discount_pct as number) / 100) ** years - 1;
  const { ahead } = look;
  const told = occasionOutlook(model.form, model, standings, ahead, discount);
  return engine.loadNumbers(table, COLUMNS, {
    ...standings,
    ahead: standings.x.map(() => ahead),
    p_alive: told.alive.value,
    p_alive_low: told.alive.low,
    p_alive_high: told.alive.high,
    p_next: told.next,
    expected: told.expected.value,
    expected_low: told.expected.low,
    expected_high: told.expected.high,
    residual: told.residual.value,
    residual_low: told.residual.low,
    residual_high: told.residual.high,
  });
}
