import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { binColumn, CLASSIC_BINS } from "../../../src/fit/scorecard/binning.js";
import { type Column, categoryColumn, numericColumn } from "../../../src/fit/scorecard/columns.js";
import { countCodes, type Examples } from "../../../src/fit/scorecard/counts.js";
import { informationValue } from "../../../src/numeric/information-value.js";

type Row = Readonly<Record<string, string>>;

const NUMBERS = ["duration", "amount", "age"];

/** German credit: what each feature tells with each of its values a group, and joined to monotone bins. */
export async function figures(data: string | undefined): Promise<Record<string, number> | undefined> {
  if (data === undefined) return undefined;
  const file = join(data, "risk", "germancredit", "GermanCredit_selva86.csv");
  const rows = parse(readFileSync(file, "utf8"), { columns: true }) as Row[];
  const examples: Examples = {
    answer: Uint8Array.from(rows, ({ credit_risk }) => 1 - Number(credit_risk)),
    rows: Int32Array.from(rows, (_, i) => i),
  };
  const words = Object.keys(rows[0]!).filter((name) => name !== "credit_risk" && !NUMBERS.includes(name));
  const columns = [
    ...words.map((name) =>
      categoryColumn(
        name,
        rows.map((row) => row[name]!),
      ),
    ),
    ...NUMBERS.map((name) =>
      numericColumn(
        name,
        rows.map((row) => Number(row[name])),
      ),
    ),
  ];
  return Object.assign(
    {},
    ...columns.map((column) => ofValues(column, examples)),
    ...columns
      .filter(({ kind }) => kind === "numeric")
      .map((column) => ofBins(column, examples, column.name === "duration" || column.name === "age")),
  );
}

function ofValues(column: Column, examples: Examples): Record<string, number> {
  const size = column.kind === "numeric" ? column.values.length : column.levels.length;
  const { yes, no } = countCodes(column.codes, size, examples);
  const iv = (empty: number) => informationValue(yes, no, empty).iv;
  return {
    [`${column.name}: IV by value, empty cells .99`]: iv(0.99),
    [`${column.name}: IV by value, empty cells .9`]: iv(0.9),
  };
}

function ofBins(column: Column, examples: Examples, cuts: boolean): Record<string, number> {
  const { iv, bins } = binColumn(column, examples, { ...CLASSIC_BINS, trend: "monotone" });
  const lows = bins.flatMap(({ kind, low }) => (kind === "range" && low !== null ? [low] : []));
  const told: Record<string, number> = { [`${column.name}: IV of monotone bins`]: iv };
  if (cuts) for (const [i, low] of lows.entries()) told[`${column.name}: cut ${i + 1}`] = low;
  if (cuts) told[`${column.name}: cuts`] = lows.length;
  return told;
}
