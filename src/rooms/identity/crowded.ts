import { type Engine, quoteName } from "../../engine/engine.js";
import { blockOf } from "../../identity/blocking.js";
import { type Finder, readFinders } from "./finders.js";

export const grain = "One row per rule and block of records that is too large to be compared within.";
export const working = true;
export const unpublished = ["identity.kept"];
export const reads = [
  "identity.compared",
  "identity.finders",
  "identity.firsts",
  "identity.keys",
  "identity.same",
  "state.crowded",
];

const file = "src/rooms/identity/crowded.ts";

/**
 * Makes `identity.crowded`, and `identity.kept`: the records whose pairs with each other are as in the run before, with
 * their numbers then. Where there are any, only blocks with other records, or crowded before, are counted; the records of
 * a block that has become crowded, or no longer is, are not kept.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const finders = await readFinders(engine);
  const [size] = await engine.read<{ records: number; same: number }>(
    "select (select count(*) from identity.keys) as records, (select count(*) from identity.same) as same",
  );
  const { records, same } = size!;
  if (same > 0)
    await engine.work("identity.fresh", {
      file,
      sql: `select * from identity.firsts as keys anti join identity.same as same on same.record = keys.record`,
    });
  const counted = finders.filter(({ complete }) => !complete);
  const selects = counted.map((finder) => crowdedBlocks(finder, records, same > 0));
  const rows = await engine.work(table, {
    file,
    sql: selects.join(" union all ") || "select 0 as rule, 0::ubigint as block, 0 as records limit 0",
  });
  await engine.work("identity.kept", {
    file,
    sql:
      same === 0 || finders.length === 0 ? "select record, before from identity.same" : kept(finders, table),
  });
  if (same > 0) await engine.drop("identity.fresh");
  return rows;
}

function crowdedBlocks({ rule, keys, most }: Finder, records: number, some: boolean): string {
  if (keys.length === 0)
    return `select ${rule} as rule, 0::ubigint as block, ${records} as records
      from (select 1) as one where ${records > most}`;
  const { known, block } = blockOf(keys);
  const suspects = `semi join (
      select ${block} as block from identity.fresh where ${known}
      union all select block from state.crowded where rule = ${rule}
    ) as suspects on suspects.block = blocks.block`;
  return `select ${rule} as rule, blocks.block, count(*) as records
    from (select ${block} as block from identity.firsts where ${known}) as blocks
    ${some ? suspects : ""}
    group by blocks.block having count(*) > ${most}`;
}

function kept(finders: readonly Finder[], table: string): string {
  const moved = finders.map(({ rule, keys }) => {
    const turned = `(
        select block from ${table} where rule = ${rule} except select block from state.crowded where rule = ${rule}
        union all
        (select block from state.crowded where rule = ${rule} except select block from ${table} where rule = ${rule})
      )`;
    const { known, block } = keys.length === 0 ? { known: "true", block: "0::ubigint" } : blockOf(keys);
    return `select record from identity.keys where ${known} and ${block} in ${turned}`;
  });
  return `select same.record, same.before
    from identity.same as same
    anti join (${moved.join(" union all ")}) as moved on moved.record = same.record`;
}

/** A relation of keys whose blocks a rule compares within; `crowded` says whether the rule has others. */
export function uncrowded({ rule, keys }: Finder, from: string, crowded: boolean): string {
  const { known, block } = blockOf(keys);
  const blocks = `select record, ${keys.map(quoteName).join(", ")} from ${from} as keys`;
  return crowded
    ? `(${blocks} anti join (select block from identity.crowded where rule = ${rule}) as crowded
        on crowded.block = ${block} where ${known})`
    : `(${blocks} where ${known})`;
}
