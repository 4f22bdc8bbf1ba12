import { aucAlone } from "../fit/scorecard/alone.js";
import { type Binning, type BinningSettings, binColumn } from "../fit/scorecard/binning.js";
import type { Column } from "../fit/scorecard/columns.js";
import { type Candidate, type Watched, watch } from "../fit/scorecard/leaks.js";
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

function candidateOf(read: Read, column: Column, binning: Binning, asOf: boolean): Candidate {
  const [missing, present] = [
    binning.bins.filter(({ kind }) => kind === "missing"),
    binning.bins.filter(({ kind }) => kind !== "missing"),
  ].map((bins) => ({
    yes: bins.reduce((sum, { yes }) => sum + yes, 0),
    no: bins.reduce((sum, { no }) => sum + no, 0),
  }));
  return {
    feature: column.name,
    iv: binning.iv,
    auc: aucAlone(column, read),
    missing,
    present,
    after: read.after.get(column.name),
    asOf,
  };
}
