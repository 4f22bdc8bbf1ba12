import type { Engine } from "../../engine/engine.js";
import { averageLinkage, cappedParts, type Decisions, type Link } from "../../identity/linkage.js";
import { comparePairs } from "../../identity/patterns.js";
import { comparisonsOf } from "./pairs.js";
import { weigh } from "./scores.js";

export const grain =
  "One row per record that is linked to another: its cluster, named by the smallest record.";
export const working = true;
export const unpublished = ["identity.without"];
export const reads = [
  "identity.components",
  "identity.constraints",
  "identity.copies",
  "identity.edges",
  "identity.features",
  "identity.parameters",
  "identity.rarities",
  "identity.records",
  "settings.identity_unique_sources",
];

const file = "src/rooms/identity/clusters.ts";
/** Components of more records are parted by their strongest links before all their pairs are compared. */
const LARGE = 200;
const MANY = 100_000_000;

/**
 * Makes `identity.clusters` from the components: those in which every pair is linked and nobody has decided anything stay
 * as they are; in the others all pairs are compared, and what does not belong together is cut apart. Further copies of a
 * record follow the first. `identity.without` says of each pair that somebody has decided upon whether it would be
 * together without that decision.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  await part(engine);
  await engine.work("identity.doubtful", {
    file,
    sql: `with sizes as (select cluster, count(*) as records from identity.parts group by cluster),
      linked as (
        select low.cluster, count(*) as edges
        from identity.edges as edges
        join identity.parts as low on low.record = edges.low
        join identity.parts as high on high.record = edges.high and high.cluster = low.cluster
        group by low.cluster
      ),
      decided as (
        select distinct parts.cluster
        from identity.constraints as constraints
        join identity.parts as parts on parts.record in (constraints.low, constraints.high)
        union
        select parts.cluster
        from identity.parts as parts
        join identity.records as records on records.record = parts.record
        join settings.identity_unique_sources as uniques on uniques.source = records.source
        group by parts.cluster, records.source
        having count(*) > 1
      )
      select parts.record, parts.cluster
      from identity.parts as parts
      join sizes on sizes.cluster = parts.cluster
      left join linked on linked.cluster = parts.cluster
      left join decided on decided.cluster = parts.cluster
      where coalesce(edges, 0) < sizes.records * (sizes.records - 1) / 2 or decided.cluster is not null`,
  });
  await engine.work("identity.within", {
    file,
    sql: `select l.cluster, l.record as low, r.record as high
      from identity.doubtful as l join identity.doubtful as r on l.cluster = r.cluster and l.record < r.record`,
  });
  const kept = ["cluster", "low", "high"];
  const compared = comparePairs(await comparisonsOf(engine), "identity.within", kept);
  await engine.work("identity.within_compared", { file, sql: compared });
  await weigh(engine, "identity.within_compared", "identity.within_weights", kept);
  const without: [bigint, bigint, boolean][] = [];
  await engine.load("identity.cut", { record: "bigint", cluster: "bigint" }, cut(engine, without));
  await engine.load("identity.without", { low: "bigint", high: "bigint", together: "boolean" }, without);
  const rows = await engine.work(table, {
    file,
    sql: `with whole as (
        select parts.record, coalesce(cut.cluster, parts.cluster) as cluster
        from identity.parts as parts left join identity.cut as cut on cut.record = parts.record
      ),
      together as (
        select record, cluster from whole
        union all
        select copies.record, coalesce(whole.cluster, copies.first_record) as cluster
        from identity.copies as copies
        join identity.edges as edges on edges.low = copies.first_record and edges.high = copies.record
        left join whole on whole.record = copies.first_record
      )
      select record, cluster from together qualify count(*) over (partition by cluster) > 1`,
  });
  for (const name of ["parts", "doubtful", "within", "within_compared", "within_weights", "cut"])
    await engine.drop(`identity.${name}`);
  return rows;
}

/** Makes `identity.parts`: the components, the large ones in parts; what must be linked goes first. */
async function part(engine: Engine): Promise<void> {
  const links = await engine.read<Link & Record<string, unknown>>(
    `select edges.low, edges.high, edges.weight
    from identity.edges as edges
    join identity.components as components on components.record = edges.low
    join (select cluster from identity.components group by cluster having count(*) > ${LARGE}) as large
      on large.cluster = components.cluster
    anti join identity.copies as copies on copies.record = edges.high
    union all
    select constraints.low, constraints.high, 1e9 as weight
    from identity.constraints as constraints
    join identity.components as components on components.record = constraints.low
    join (select cluster from identity.components group by cluster having count(*) > ${LARGE}) as large
      on large.cluster = components.cluster
    where constraints.kind = 'must_link'
    order by low, high`,
    {},
    MANY,
  );
  await engine.load(
    "identity.large_parts",
    { record: "bigint", part: "bigint" },
    [...cappedParts(links, LARGE)].map(([record, part]) => [BigInt(record), BigInt(part)]),
  );
  await engine.work("identity.parts", {
    file,
    sql: `select components.record, coalesce(large.part, components.cluster) as cluster
      from identity.components as components
      left join identity.large_parts as large on large.record = components.record`,
  });
  await engine.drop("identity.large_parts");
}

/**
 * Cuts the doubtful components one after the other; yields record and cluster. Adds to `without`, for each pair decided
 * upon, whether the two would be in one cluster without that decision.
 */
async function* cut(engine: Engine, without: [bigint, bigint, boolean][]): AsyncGenerator<[bigint, bigint]> {
  const decisions = await readDecisions(engine);
  const decided = new Set([...decisions.together, ...decisions.apart].flat());
  let links: Link[] = [];
  let current: string | null = null;
  const clusters = () => {
    const records = new Set(links.flatMap(({ low, high }) => [low, high]));
    const touched = [...records].some((record) => decided.has(record));
    const here = (pairs: Decisions["together"]) =>
      touched ? pairs.filter(([low, high]) => records.has(low) && records.has(high)) : [];
    const [together, apart] = [here(decisions.together), here(decisions.apart)];
    for (const pair of [...together, ...apart]) {
      const others = (pairs: Decisions["together"]) => pairs.filter((each) => each !== pair);
      const found = averageLinkage(links, { together: others(together), apart: others(apart) });
      without.push([BigInt(pair[0]), BigInt(pair[1]), found.get(pair[0]) === found.get(pair[1])]);
    }
    return [...averageLinkage(links, { together, apart })].map(([record, cluster]): [bigint, bigint] => [
      BigInt(record),
      BigInt(cluster),
    ]);
  };
  const sql = `select within.cluster, within.low, within.high,
      case when uniques.source is null then within.weight else -1e9 end as weight
    from identity.within_weights as within
    join identity.records as l on l.record = within.low
    join identity.records as r on r.record = within.high
    left join settings.identity_unique_sources as uniques on uniques.source = l.source and r.source = l.source
    order by within.cluster, within.low, within.high`;
  for await (const batch of engine.stream({ file, sql })) {
    for (const [cluster, low, high, weight] of batch) {
      if (cluster !== current && links.length > 0) {
        yield* clusters();
        links = [];
      }
      current = cluster!;
      links.push({ low: Number(low), high: Number(high), weight: Number(weight) });
    }
  }
  if (links.length > 0) yield* clusters();
}

async function readDecisions(engine: Engine): Promise<Decisions> {
  const rows = await engine.read<{ kind: string; low: number; high: number }>(
    "select kind, low, high from identity.constraints order by low, high",
  );
  const pairs = (wanted: string) =>
    rows.filter(({ kind }) => kind === wanted).map(({ low, high }): [number, number] => [low, high]);
  return { together: pairs("must_link"), apart: pairs("cannot_link") };
}
