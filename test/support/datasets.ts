import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { CLASSIC, fitClassic } from "../../src/fit/scorecard/classic.js";
import { type Column, categoryColumn, numericColumn } from "../../src/fit/scorecard/columns.js";
import { FINE, fitFine, WITH_PAIRS } from "../../src/fit/scorecard/fine.js";
import { outOfFold } from "../../src/fit/scorecard/out-of-fold.js";
import { rocAuc } from "../../src/numeric/roc-auc.js";

export type Row = Readonly<Record<string, string>>;

export interface Dataset {
  readonly columns: readonly Column[];
  readonly answer: Uint8Array;
  readonly rows: Int32Array;
}

/** The cards with the settings of a firm that says nothing. */
export const CARDS = {
  classic: (columns: readonly Column[]) => (examples: Omit<Dataset, "columns">) =>
    fitClassic(columns, examples, CLASSIC),
  fine: (columns: readonly Column[]) => (examples: Omit<Dataset, "columns">) =>
    fitFine(columns, examples, FINE)[0],
  pairs: (columns: readonly Column[]) => (examples: Omit<Dataset, "columns">) =>
    fitFine(columns, examples, WITH_PAIRS)[1]!,
} as const;

/** Rows of a CSV file, gzipped or not. */
export function readRows(...path: readonly string[]): Row[] {
  const bytes = readFileSync(join(...path));
  const text = path.at(-1)!.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  return parse(text, { columns: true, trim: true, bom: true }) as Row[];
}

/** Coded columns of rows: numbers where all values are; empty and NA are missing. */
export function datasetOf(
  rows: readonly Row[],
  names: readonly string[],
  yes: (row: Row) => boolean,
): Dataset {
  const columns = names.map((name) => {
    const values = rows.map((row) => (row[name] === "" || row[name] === "NA" ? null : row[name]!));
    return values.every((value) => value === null || Number.isFinite(Number(value)))
      ? numericColumn(
          name,
          values.map((value) => (value === null ? Number.NaN : Number(value))),
        )
      : categoryColumn(name, values);
  });
  return {
    columns,
    answer: Uint8Array.from(rows, (row) => Number(yes(row))),
    rows: Int32Array.from(rows, (_, i) => i),
  };
}

/** Log odds of every row by a card that has not seen its fold, five folds, once a seed. */
export function honestOdds(
  { columns, ...examples }: Dataset,
  form: keyof typeof CARDS,
  seeds: readonly number[],
): Float64Array[] {
  const past = { ...examples, group: examples.rows };
  return seeds.map((seed) => outOfFold(CARDS[form](columns), past, { folds: 5, seed }));
}

/** The area under the curve of such log odds, the mean of the seeds. */
export function honestAuc(dataset: Dataset, form: keyof typeof CARDS, seeds: readonly number[]): number {
  const areas = honestOdds(dataset, form, seeds).map((odds) => rocAuc(odds, dataset.answer));
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}
