import type { Engine } from "../../engine/engine.js";
import { askedComparisons, chooseComparisons, readColumns } from "../../identity/choose.js";
import type { Comparison } from "../../identity/comparisons.js";
import { comparePairs } from "../../identity/patterns.js";

export const grain =
  "One row per candidate pair: the pattern of its answers, and how rare what it agrees on is.";
export const working = true;
export const reads = ["identity.candidates", "identity.features", "identity.rarities"];

/** The comparisons of this run. */
export const comparisonsOf = async (engine: Engine): Promise<Comparison[]> =>
  chooseComparisons(await readColumns(engine), await askedComparisons(engine));

export async function make(engine: Engine, table: string): Promise<number> {
  const comparisons = await comparisonsOf(engine);
  return engine.work(table, {
    file: "src/rooms/identity/pairs.ts",
    sql: comparePairs(comparisons, "identity.candidates", ["low", "high", "rules"]),
  });
}
