import { loadLooks } from "../../churn/load-looks.js";
import type { Engine, Parameters } from "../../engine/engine.js";
import { periodNamed } from "../../value/periods.js";

export const grain =
  "One row per day from which subscriptions are looked at: the run's, and earlier ones to learn and test.";
export const key = ["look"];
export const reads = ["crm.subscriptions"];

/** Makes `churn.contract_looks`: days by which the first subscription was at least one horizon old. */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const asOf = parameters.as_of as string;
  const [known] = await engine.read<{ first: string | null }>(
    {
      file: "src/rooms/churn/contract_looks.ts",
      sql: "select min(started_on) as first from crm.subscriptions where customer_id is not null and started_on <= $as_of::date",
    },
    { as_of: asOf },
  );
  const ahead = periodNamed(parameters.churn_contract_horizon as string);
  return loadLooks(engine, table, {
    asOf,
    ahead,
    active: ahead,
    first: known!.first,
    most: parameters.churn_contract_looks as number,
  });
}
