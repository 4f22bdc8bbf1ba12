import type { Engine } from "../engine/engine.js";
import { CliError, didYouMean, EXIT } from "../error.js";
import { NO_PURCHASE } from "./alive.js";

/** What is known of a subscription beside its customer's features. */
const OF_CONTRACTS = ["plan", "period", "price", "contract_months", "renewals", "months_to_renewal"];

/**
 * The features that the pipeline leaves out.
 * @param tables those of the features, as of the day of the run
 * @throws {CliError} exit 2 with every name that no feature has
 */
export async function excluded(engine: Engine, tables: Iterable<string>): Promise<string[]> {
  const asked = await engine.read<{ place: number; feature: string }>(
    "select place, feature from settings.churn_exclude order by place",
  );
  const known = new Set([...OF_CONTRACTS, NO_PURCHASE]);
  for (const table of tables)
    for (const column of (await engine.columns(table)).keys())
      if (column !== "customer_id") known.add(column);
  const problems = asked
    .filter(({ feature }) => !known.has(feature))
    .map(({ place, feature }) => ({
      code: "CRM-E1122",
      setting: ["churn", "exclude", place],
      message: `churn: exclude: there is no feature "${feature}"`,
      hint: didYouMean(feature, [...known]),
    }));
  if (problems.length > 0) throw new CliError(EXIT.usage, problems);
  return asked.map(({ feature }) => feature);
}
