import { createHash } from "node:crypto";
import type { Engine } from "../../engine/engine.js";

export const grain =
  "One row per cluster: the id of the customer that it is, and whether the run before knew it.";
export const working = true;
export const unpublished = ["identity.claims"];
export const reads = ["identity.clusters", "identity.records", "state.members", "state.customers"];

const file = "src/rooms/identity/owners.ts";

interface Overlap extends Record<string, unknown> {
  readonly cluster: number;
  readonly customer_id: string;
  readonly since: string;
  readonly records: number;
}

/**
 * Makes `identity.owners`. A cluster keeps the id that most of its records had; each id is kept once, by the cluster with
 * most of its records, then the older id, then the smaller. What is left gets an id that follows from its smallest
 * record (source, record_id), so that a run without a past gives the same ids whatever the order of rows.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  await engine.work("identity.heads", {
    file,
    sql: `select records.record, coalesce(clusters.cluster, records.record) as cluster, records.source, records.record_id
      from identity.records as records left join identity.clusters as clusters on clusters.record = records.record`,
  });
  await engine.work("identity.claims", {
    file,
    sql: `select heads.cluster, earlier.customer_id, customers.since, count(*) as records
      from identity.heads as heads
      join state.members as earlier on earlier.source = heads.source and earlier.record_id = heads.record_id
      join state.customers as customers on customers.customer_id = earlier.customer_id
      group by heads.cluster, earlier.customer_id, customers.since`,
  });
  const single = `select claims.* from identity.claims as claims
    join (select cluster from identity.claims group by cluster having count(*) = 1) as one
      on one.cluster = claims.cluster
    join (select customer_id from identity.claims group by customer_id having count(*) = 1) as own
      on own.customer_id = claims.customer_id`;
  await engine.work("identity.undisputed", { file, sql: single });
  const disputed = await engine.read<Overlap>(
    `select claims.cluster, claims.customer_id, claims.since::varchar as since, claims.records
    from identity.claims as claims
    anti join identity.undisputed as undisputed on undisputed.cluster = claims.cluster
    order by claims.records desc, claims.since, claims.customer_id, claims.cluster`,
    {},
    10_000_000,
  );
  await engine.load(
    "identity.decided",
    { cluster: "bigint", customer_id: "varchar" },
    decide(disputed).map(([cluster, id]) => [BigInt(cluster), id]),
  );
  await engine.work("identity.newcomers", {
    file,
    sql: `select heads.cluster, heads.source, heads.record_id,
        substr(md5(heads.source || chr(31) || heads.record_id), 1, 16) as customer_id
      from identity.heads as heads
      anti join identity.undisputed as undisputed on undisputed.cluster = heads.cluster
      anti join identity.decided as decided on decided.cluster = heads.cluster
      where heads.record = heads.cluster`,
  });
  await rename(engine);
  const rows = await engine.work(table, {
    file,
    sql: `select cluster, customer_id, true as known from identity.undisputed
      union all select cluster, customer_id, true from identity.decided
      union all
      select newcomers.cluster, coalesce(renamed.customer_id, newcomers.customer_id), false
      from identity.newcomers as newcomers left join identity.renamed as renamed on renamed.cluster = newcomers.cluster`,
  });
  for (const name of ["heads", "undisputed", "decided", "newcomers", "renamed"])
    await engine.drop(`identity.${name}`);
  return rows;
}

/** Ids in the order of their claims, each given once and to one cluster. */
function decide(claims: readonly Overlap[]): [number, string][] {
  const clusters = new Set<number>();
  const ids = new Set<string>();
  return claims.flatMap(({ cluster, customer_id }): [number, string][] => {
    if (clusters.has(cluster) || ids.has(customer_id)) return [];
    clusters.add(cluster);
    ids.add(customer_id);
    return [[cluster, customer_id]];
  });
}

/** A newcomer whose id is somebody's already, now or as one merged away, gets the next that is free. */
async function rename(engine: Engine): Promise<void> {
  const taken = await engine.read<
    { cluster: number; source: string; record_id: string } & Record<string, unknown>
  >(
    `select newcomers.cluster, newcomers.source, newcomers.record_id
    from identity.newcomers as newcomers
    join state.customers as customers on customers.customer_id = newcomers.customer_id
    where customers.status <> 'retired' order by newcomers.cluster`,
    {},
    10_000_000,
  );
  const attempts = taken.flatMap(({ cluster, source, record_id }) =>
    Array.from({ length: 8 }, (_, i) => [BigInt(cluster), i, idOf(source, record_id, i + 2)]),
  );
  await engine.load(
    "identity.attempts",
    { cluster: "bigint", attempt: "integer", customer_id: "varchar" },
    attempts,
  );
  await engine.work("identity.renamed", {
    file,
    sql: `select cluster, min_by(customer_id, attempt) as customer_id
      from identity.attempts as attempts
      anti join state.customers as customers on customers.customer_id = attempts.customer_id
      group by cluster`,
  });
  await engine.drop("identity.attempts");
}

function idOf(source: string, record: string, attempt: number): string {
  return createHash("md5").update(`${source}\u001f${record}\u001f${attempt}`).digest("hex").slice(0, 16);
}
