import type { Engine } from "../../engine/engine.js";

export const grain =
  "One row per record that is linked to another, directly or through others: the smallest of them.";
export const working = true;
export const reads = ["identity.constraints", "identity.copies", "identity.edges"];

const file = "src/rooms/identity/components.ts";
/** A number of its own for every record below 2^32, in an order that has nothing to do with theirs. */
const mixed = (record: string) => `(${record} * 2654435761) % 4294967296`;

/**
 * Connected components of `identity.edges` and of what must be linked, by contraction in SQL: every node joins the
 * smallest of itself and its neighbours, and what is left of the ties is a smaller graph of which the same is asked. Nodes
 * are numbered at random, so that each round leaves a part of them however long a chain is.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  await engine.work("identity.ties", {
    file,
    sql: `select ${mixed("edges.low")} as a, ${mixed("edges.high")} as b
      from identity.edges as edges anti join identity.copies as copies on copies.record = edges.high
      union
      select ${mixed("low")}, ${mixed("high")} from identity.constraints where kind = 'must_link'`,
  });
  await engine.work("identity.labels", {
    file,
    sql: `with records as (
        select low as record from identity.edges union select high from identity.edges
        union select low from identity.constraints union select high from identity.constraints
      ),
      numbered as (select record, ${mixed("record")} as label from records)
      select record, label from numbered
      where label in (select a from identity.ties union all select b from identity.ties)`,
  });
  while ((await contract(engine)) > 0);
  const rows = await engine.work(table, {
    file,
    sql: "select record, min(record) over (partition by label) as cluster from identity.labels",
  });
  for (const name of ["ties", "labels", "hooks"]) await engine.drop(`identity.${name}`);
  return rows;
}

/** One round; returns how many ties are left. */
async function contract(engine: Engine): Promise<number> {
  await engine.work("identity.hooks", {
    file,
    sql: `select node, least(node, min(neighbour)) as label
      from (select a as node, b as neighbour from identity.ties union all select b, a from identity.ties) as ways
      group by node`,
  });
  await engine.work("identity.labels", {
    file,
    sql: `select labels.record, coalesce(hooks.label, labels.label) as label
      from identity.labels as labels left join identity.hooks as hooks on hooks.node = labels.label`,
  });
  return engine.work("identity.ties", {
    file,
    sql: `select distinct l.label as a, r.label as b
      from identity.ties as ties
      join identity.hooks as l on l.node = ties.a
      join identity.hooks as r on r.node = ties.b
      where l.label <> r.label`,
  });
}
