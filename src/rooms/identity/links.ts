import type { Engine } from "../../engine/engine.js";
import { levelsOf } from "../../identity/patterns.js";
import { comparisonsOf } from "./pairs.js";

export const grain =
  "One row per pair of records of one customer that are taken for one person by themselves.";
export const key = ["source", "record_id", "other_source", "other_record_id"];
export const reads = ["identity.edges", "identity.clusters", "identity.records"];

const file = "src/rooms/identity/links.ts";

/**
 * Makes `identity.links`: the two records by source and id, the weight in bits, the probability, in what they agree
 * fully, and the pattern and rarity that `explain` takes apart.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const comparisons = await comparisonsOf(engine);
  const patterns = await engine.read<{ pattern: number }>(
    "select distinct pattern from identity.edges order by pattern",
    {},
    1_000_000,
  );
  await engine.load(
    "identity.agreements",
    { pattern: "bigint", agrees: "varchar" },
    patterns.map(({ pattern }) => [
      BigInt(pattern),
      levelsOf(pattern, comparisons)
        .flatMap((level, k) => (level === comparisons[k]!.levels.length - 1 ? [comparisons[k]!.name] : []))
        .join(","),
    ]),
  );
  const rows = await engine.create(
    table,
    {
      file,
      sql: `select l.source, l.record_id, r.source as other_source, r.record_id as other_record_id,
          edges.weight, edges.probability, agreements.agrees, edges.pattern, edges.rarity
        from identity.edges as edges
        join identity.clusters as low on low.record = edges.low
        join identity.clusters as high on high.record = edges.high and high.cluster = low.cluster
        join identity.agreements as agreements on agreements.pattern = edges.pattern
        join identity.records as l on l.record = edges.low
        join identity.records as r on r.record = edges.high`,
    },
    {},
    key,
  );
  await engine.drop("identity.agreements");
  return rows;
}
