import type { Engine } from "../../engine/engine.js";
import { levelsOf } from "../../identity/patterns.js";
import { comparisonsOf } from "./pairs.js";

export const grain =
  "One row per pair of records of one customer that are taken for one person by themselves.";
export const key = ["source", "record_id", "other_source", "other_record_id"];
export const published = ["identity.unlinked"];
export const reads = ["identity.edges", "identity.clusters", "identity.records", "identity.scores"];

const file = "src/rooms/identity/links.ts";

/** Pairs that are less likely one person are nobody's question. */
const LIKELY = 0.01;

/**
 * Makes `identity.links`: the two records by source and id, the weight in bits, the probability, in what they agree
 * fully, and the pattern and rarity that `explain` takes apart. And `identity.unlinked`: the same of pairs that are less
 * likely than the threshold says, or that were kept apart.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const comparisons = await comparisonsOf(engine);
  const patterns = await engine.read<{ pattern: number }>(
    `select distinct pattern from identity.scores where probability >= ${LIKELY}
    union select distinct pattern from identity.edges order by pattern`,
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
  await engine.work("identity.joined", {
    file,
    sql: `select edges.low, edges.high, edges.weight, edges.probability, edges.pattern, edges.rarity
      from identity.edges as edges
      join identity.clusters as low on low.record = edges.low
      join identity.clusters as high on high.record = edges.high and high.cluster = low.cluster`,
  });
  await engine.work("identity.apart_yet", {
    file,
    sql: `select scores.low, scores.high, scores.weight, scores.probability, scores.pattern, scores.rarity
      from identity.scores as scores
      anti join identity.joined as joined on joined.low = scores.low and joined.high = scores.high
      where scores.probability >= ${LIKELY}`,
  });
  await engine.create("identity.unlinked", { file, sql: told("identity.apart_yet") }, {}, key);
  const rows = await engine.create(table, { file, sql: told("identity.joined") }, {}, key);
  for (const name of ["agreements", "joined", "apart_yet"]) await engine.drop(`identity.${name}`);
  return rows;
}

const told = (
  pairs: string,
) => `select l.source, l.record_id, r.source as other_source, r.record_id as other_record_id,
    pairs.weight, pairs.probability, agreements.agrees, pairs.pattern, pairs.rarity
  from ${pairs} as pairs
  join identity.agreements as agreements on agreements.pattern = pairs.pattern
  join identity.records as l on l.record = pairs.low
  join identity.records as r on r.record = pairs.high`;
