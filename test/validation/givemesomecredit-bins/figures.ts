import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { binColumn, CLASSIC_BINS } from "../../../src/fit/scorecard/binning.js";
import { numericColumn } from "../../../src/fit/scorecard/columns.js";
import type { Examples } from "../../../src/fit/scorecard/counts.js";

type Row = Readonly<Record<string, string>>;

const FEATURES = ["RevolvingUtilizationOfUnsecuredLines", "NumberOfTimes90DaysLate", "age", "MonthlyIncome"];

/** Give me some credit, 150,000 borrowers: what features tell of being 90 days late within two years. */
export async function figures(data: string | undefined): Promise<Record<string, number> | undefined> {
  if (data === undefined) return undefined;
  const file = join(data, "risk", "givemesomecredit", "cs-training.csv.gz");
  const rows = parse(gunzipSync(readFileSync(file)), { columns: true }) as Row[];
  const examples: Examples = {
    answer: Uint8Array.from(rows, ({ SeriousDlqin2yrs }) => Number(SeriousDlqin2yrs)),
    rows: Int32Array.from(rows, (_, i) => i),
  };
  const told: Record<string, number> = {};
  for (const name of FEATURES) {
    const numbers = rows.map((row) =>
      row[name] === "NA" || row[name] === "" ? Number.NaN : Number(row[name]),
    );
    const { iv, bins } = binColumn(numericColumn(name, numbers), examples, {
      ...CLASSIC_BINS,
      trend: "monotone",
    });
    told[`${name}: IV of monotone bins`] = iv;
    told[`${name}: rows missing`] = bins.at(-1)!.rows;
  }
  return told;
}
