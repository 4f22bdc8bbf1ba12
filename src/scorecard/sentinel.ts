import { type Binning, type BinningSettings, binColumn } from "../fit/scorecard/binning.js";
import type { Column } from "../fit/scorecard/columns.js";
import { type Candidate, type Watched, watch } from "../fit/scorecard/leaks.js";
import { taken } from "../fit/scorecard/taken.js";
import { aucInterval } from "../numeric/auc-interval.js";
import type { Read } from "./read-examples.js";

/** A feature as it was found: what it tells alone, and what speaks against it. */
export interface Sighted extends Watched {
  readonly binning: Binning;
}

/** Looks at every feature for signs that it knows the answer. */
export function sentinel(
  read: Read,
  bins: BinningSettings,
  { keep, asOf }: { readonly keep: readonly string[]; readonly asOf: (feature: string) => boolean },
): Map<string, Sighted> {
  const binned = read.columns.map((column) => ({ column, binning: binColumn(column, read, bins) }));
  const seen = watch(
    binned.map(({ column, binning }) => candidateOf(read, column, binning, asOf(column.name))),
    keep,
  );
  return new Map(seen.map((watched, k) => [watched.feature, { ...watched, binning: binned[k]!.binning }]));
}

function candidateOf(read: Read, { name, codes }: Column, binning: Binning, asOf: boolean): Candidate {
  const { rows, answer, weights } = read;
  const scores = Float64Array.from(rows, (row) => binning.bins[binning.binOf[codes[row]! + 1]!]?.woe ?? 0);
  const { value } = aucInterval(scores, taken(answer, rows), weights && { weights: taken(weights, rows) });
  const [missing, present] = [
    binning.bins.filter(({ kind }) => kind === "missing"),
    binning.bins.filter(({ kind }) => kind !== "missing"),
  ].map((bins) => ({
    yes: bins.reduce((sum, { yes }) => sum + yes, 0),
    no: bins.reduce((sum, { no }) => sum + no, 0),
  }));
  return {
    feature: name,
    iv: binning.iv,
    auc: Number.isFinite(value) ? value : undefined,
    missing,
    present,
    after: read.after.get(name),
    asOf,
  };
}
