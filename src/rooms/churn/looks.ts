import { loadLooks } from "../../churn/load-looks.js";
import type { Engine, Parameters } from "../../engine/engine.js";
import { periodNamed } from "../../value/periods.js";

export const grain =
  "One row per day from which customers are looked at: the run's, and earlier ones to learn and test.";
export const key = ["look"];
export const reads = ["churn.horizon", "churn.purchases"];

/** Makes `churn.looks`; each looks ahead as far as `churn.horizon` says, the earliest test of all to the day of the run. */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const [asked] = await engine.read<{ horizon: string }>("select horizon from churn.horizon");
  const [known] = await engine.read<{ first: string | null }>(
    "select min(day) as first from churn.purchases",
  );
  const ahead = periodNamed(asked!.horizon);
  const active = parameters.churn_active as string | null;
  return loadLooks(engine, table, {
    asOf: parameters.as_of as string,
    ahead,
    active: active === null ? ahead : periodNamed(active),
    first: known!.first,
    most: parameters.churn_looks as number,
  });
}
