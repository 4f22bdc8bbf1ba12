import { rocAuc } from "../../../src/numeric/roc-auc.js";
import { datasetOf, honestOdds, readRows } from "../../support/datasets.js";

const SEEDS = [1, 2, 3, 4, 5];
/** A bad credit that is granted costs five times a good one that is refused. */
const BAD = 5;

/** German credit: what the cards tell of applicants that they have not seen, and what it costs to lend by them. */
export async function figures(data: string | undefined): Promise<Record<string, number> | undefined> {
  if (data === undefined) return undefined;
  const rows = readRows(data, "risk", "germancredit", "GermanCredit_selva86.csv");
  const names = Object.keys(rows[0]!).filter((name) => name !== "credit_risk");
  const dataset = datasetOf(rows, names, ({ credit_risk }) => credit_risk === "0");
  const told: Record<string, number> = {};
  for (const form of ["classic", "fine"] as const) {
    const runs = honestOdds(dataset, form, SEEDS);
    const mean = (of: (odds: Float64Array) => number) =>
      runs.reduce((sum, odds) => sum + of(odds), 0) / runs.length;
    told[`${form}: area under the curve, five folds, mean of five`] = mean((odds) =>
      rocAuc(odds, dataset.answer),
    );
    told[`${form}: cost per applicant`] = mean((odds) => costOf(odds, dataset.answer));
  }
  told["cost per applicant if all are refused"] = costOf(
    new Float64Array(rows.length).fill(9),
    dataset.answer,
  );
  told["cost per applicant if all are granted"] = costOf(
    new Float64Array(rows.length).fill(-9),
    dataset.answer,
  );
  return told;
}

/** Granted where the chance of a bad one is below one in six. */
function costOf(odds: Float64Array, bad: Uint8Array): number {
  return (
    odds.reduce((sum, one, i) => sum + (one < Math.log(1 / BAD) ? BAD * bad[i]! : 1 - bad[i]!), 0) /
    bad.length
  );
}
