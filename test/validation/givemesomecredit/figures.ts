import { datasetOf, honestAuc, readRows } from "../../support/datasets.js";

/** Give me some credit, 150,000 borrowers: what each card tells of borrowers that it has not seen. */
export async function figures(data: string | undefined): Promise<Record<string, number> | undefined> {
  if (data === undefined) return undefined;
  const rows = readRows(data, "risk", "givemesomecredit", "cs-training.csv.gz");
  const names = Object.keys(rows[0]!).filter((name) => name !== "" && name !== "SeriousDlqin2yrs");
  const dataset = datasetOf(rows, names, ({ SeriousDlqin2yrs }) => SeriousDlqin2yrs === "1");
  return Object.fromEntries(
    (["classic", "fine", "pairs"] as const).map((form) => [
      `${form}: area under the curve, five folds`,
      honestAuc(dataset, form, [1]),
    ]),
  );
}
