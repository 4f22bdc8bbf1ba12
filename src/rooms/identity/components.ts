import type { Engine } from "../../engine/engine.js";

export const grain =
  "One row per record that is linked to another, directly or through others: the smallest of them.";
export const working = true;
export const reads = ["identity.constraints", "identity.copies", "identity.edges"];

/**
 * Connected components of `identity.edges` and of what must be linked, by label propagation with pointer jumping in SQL:
 * every record takes the smallest label among its neighbours, then its label's label, until none changes. The number of
 * rounds grows with the logarithm of the longest chain.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const file = "src/rooms/identity/components.ts";
  await engine.create("identity.both_ways", {
    file,
    sql: `with ties as (
        select edges.low, edges.high
        from identity.edges as edges anti join identity.copies as copies on copies.record = edges.high
        union
        select low, high from identity.constraints where kind = 'must_link'
      )
      select low as record, high as neighbour from ties union select high, low from ties`,
  });
  let rows = await engine.create(table, {
    file,
    sql: `select record, least(record, min(neighbour)) as cluster from identity.both_ways group by record`,
  });
  for (let changed = rows; changed > 0; ) {
    rows = await engine.create("identity.next_clusters", {
      file,
      sql: `with hooked as (
          select ways.record, least(own.cluster, min(other.cluster)) as cluster
          from identity.both_ways as ways
          join ${table} as own on own.record = ways.record
          join ${table} as other on other.record = ways.neighbour
          group by ways.record, own.cluster
        )
        select hooked.record, least(hooked.cluster, jump.cluster) as cluster
        from hooked join ${table} as jump on jump.record = hooked.cluster`,
    });
    const [row] = await engine.read<{ changed: number }>(
      `select count(*) as changed from identity.next_clusters as new
      join ${table} as old using (record) where new.cluster <> old.cluster`,
    );
    changed = row!.changed;
    await engine.create(
      table,
      { sql: "select record, cluster from identity.next_clusters", file },
      {},
      "all",
    );
  }
  await engine.drop("identity.both_ways");
  await engine.drop("identity.next_clusters");
  return rows;
}
