import type { Engine } from "../../engine/engine.js";
import { averageLinkage, type Link } from "../../identity/linkage.js";
import { comparePairs } from "../../identity/patterns.js";
import { comparisonsOf } from "./pairs.js";
import { weigh } from "./scores.js";

export const grain =
  "One row per record that is linked to another: its cluster, named by the smallest record.";
export const working = true;
export const reads = ["identity.components", "identity.edges", "identity.scores"];

const FILE = "src/rooms/identity/clusters.ts";

/**
 * Makes `identity.clusters` from the components: those in which every pair is linked stay as they are; in the others
 * all pairs are compared, and what does not belong together is cut apart.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  await engine.create("identity.doubtful", {
    file: FILE,
    sql: `select components.record, components.cluster
      from identity.components as components
      join (
        select sizes.cluster
        from (select cluster, count(*) as records from identity.components group by cluster) as sizes
        join (
          select components.cluster, count(*) as edges
          from identity.edges as edges join identity.components as components on components.record = edges.low
          group by components.cluster
        ) as linked on linked.cluster = sizes.cluster
        where edges < records * (records - 1) / 2
      ) as open on open.cluster = components.cluster`,
  });
  await engine.create("identity.within", {
    file: FILE,
    sql: `select l.cluster, l.record as low, r.record as high
      from identity.doubtful as l join identity.doubtful as r on l.cluster = r.cluster and l.record < r.record`,
  });
  const comparisons = await comparisonsOf(engine);
  await engine.create("identity.within_compared", {
    file: FILE,
    sql: comparePairs(comparisons, `(select low, high, cluster from identity.within)`, [
      "cluster",
      "low",
      "high",
    ]),
  });
  await weigh(engine, "identity.within_compared", "identity.within_weights", ["cluster", "low", "high"]);
  const parts: [bigint, bigint][] = [];
  let links: Link[] = [];
  let current = "";
  const cut = () => {
    if (links.length > 0)
      for (const [record, cluster] of averageLinkage(links)) parts.push([BigInt(record), BigInt(cluster)]);
    links = [];
  };
  const weights = engine.stream({
    file: FILE,
    sql: "select cluster, low, high, weight from identity.within_weights order by cluster, low, high",
  });
  for await (const batch of weights) {
    for (const [cluster, low, high, weight] of batch) {
      if (cluster !== current) cut();
      current = cluster!;
      links.push({ low: Number(low), high: Number(high), weight: Number(weight) });
    }
  }
  cut();
  await engine.load("identity.parts", { record: "bigint", cluster: "bigint" }, parts);
  const rows = await engine.create(table, {
    file: FILE,
    sql: `select record, coalesce(parts.cluster, components.cluster) as cluster
      from identity.components as components left join identity.parts as parts using (record)`,
  });
  for (const name of ["doubtful", "within", "within_compared", "within_weights", "parts"])
    await engine.drop(`identity.${name}`);
  return rows;
}
