import type { Engine } from "../../engine/engine.js";
import { askedComparisons, chooseComparisons, readColumns } from "../../identity/choose.js";
import type { Comparison } from "../../identity/comparisons.js";
import { comparePairs } from "../../identity/patterns.js";

export const grain =
  "One row per pair of records that the rules find: the pattern of its answers, and how rare what it agrees on is.";
export const working = true;
export const reads = [
  "identity.before",
  "identity.candidates",
  "identity.copies",
  "identity.features",
  "identity.kept",
  "identity.rarities",
  "state.pairs",
];

/** The comparisons of this run. */
export const comparisonsOf = async (engine: Engine): Promise<Comparison[]> =>
  chooseComparisons(await readColumns(engine), await askedComparisons(engine));

/** Makes `identity.pairs`: those that are compared in this run, and those of two records that are kept. */
export async function make(engine: Engine, table: string): Promise<number> {
  const comparisons = await comparisonsOf(engine);
  const compared = comparePairs(comparisons, "identity.candidates", ["low", "high", "rules"]);
  return engine.work(table, {
    file: "src/rooms/identity/pairs.ts",
    sql: `${compared}
      union all
      select l.record, r.record, pairs.rules, pairs.pattern, pairs.rarity
      from state.pairs as pairs
      join identity.kept as l on l.before = pairs.low
      join identity.kept as r on r.before = pairs.high
      left join identity.before as before on before.low = l.record and before.high = r.record
      left join identity.copies as copies on copies.record = r.record
      where pairs.rules <> 0 or before.low is not null or copies.record is not null`,
  });
}
