import { datasetOf, honestAuc, readRows } from "../../support/datasets.js";

const SEEDS = [1, 2, 3];

/** Telco churn, 7,043 customers: what the cards tell of customers that they have not seen. */
export async function figures(data: string | undefined): Promise<Record<string, number> | undefined> {
  if (data === undefined) return undefined;
  const rows = readRows(data, "value", "telco-churn", "Telco-Customer-Churn.csv");
  const names = Object.keys(rows[0]!).filter((name) => name !== "customerID" && name !== "Churn");
  const dataset = datasetOf(rows, names, ({ Churn }) => Churn === "Yes");
  return Object.fromEntries(
    (["classic", "fine"] as const).map((form) => [
      `${form}: area under the curve, five folds, mean of three`,
      honestAuc(dataset, form, SEEDS),
    ]),
  );
}
