import { type Engine, quoteName } from "../../engine/engine.js";
import { uncrowded } from "./crowded.js";
import { type Finder, readFinders } from "./finders.js";

export const grain =
  "One row per pair of records that is compared in this run: the rules that found it, as bits.";
export const working = true;
export const unpublished = ["identity.before"];
export const reads = [
  "identity.compared",
  "identity.copies",
  "identity.crowded",
  "identity.finders",
  "identity.firsts",
  "identity.keys",
  "identity.kept",
  "state.compared",
  "state.members",
  "state.pairs",
];

const file = "src/rooms/identity/candidates.ts";

const FIRSTS = "identity.firsts";

/**
 * Makes `identity.candidates`: each pair once, whichever rules find it; of the pairs of two records that are kept none.
 * And `identity.before`: the pairs of the run before whose records were one customer. They are compared whatever has become
 * of their blocks, or people whom nobody touched would be parted because others of their name have come.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const finders = await readFinders(engine);
  const [size] = await engine.read<{ kept: number }>("select count(*) as kept from identity.kept");
  const crowded = new Set(
    (await engine.read<{ rule: number }>("select distinct rule from identity.crowded")).map(
      ({ rule }) => rule,
    ),
  );
  const some = size!.kept > 0;
  if (some)
    await engine.work("identity.anew", {
      file,
      sql: `select keys.* from identity.firsts as keys anti join identity.kept as kept on kept.record = keys.record`,
    });
  await engine.work("identity.before", { file, sql: BEFORE });
  const selects = finders.map((finder) => {
    const left = some ? "identity.anew" : FIRSTS;
    return found(finder, left, crowded.has(finder.rule));
  });
  selects.push(`select copies.first_record as low, copies.record as high, 0 as rules
    from identity.copies as copies anti join identity.kept as kept on kept.record = copies.record`);
  selects.push(`select before.low, before.high, 0 as rules from identity.before as before
    ${some ? "where before.low in (select record from identity.anew) or before.high in (select record from identity.anew)" : ""}`);
  const rows = await engine.work(table, {
    file,
    sql: `select low, high, bit_or(rules) as rules from (${selects.join(" union all ")}) as found group by low, high`,
  });
  if (some) await engine.drop("identity.anew");
  return rows;
}

const BEFORE = `with earlier as (
    select compared.record, state.record as before, members.customer_id
    from state.compared as state
    join state.members as members on members.source = state.source and members.record_id = state.record_id
    join identity.compared as compared on compared.source = state.source and compared.record_id = state.record_id
    where compared.first_record is null
  )
  select l.record as low, r.record as high
  from state.pairs as pairs
  join earlier as l on l.before = pairs.low
  join earlier as r on r.before = pairs.high and r.customer_id = l.customer_id`;

/** Pairs of a record on the left and any other, or of two on the left where that is all. */
function found(finder: Finder, left: string, crowded: boolean): string {
  const { rule, keys } = finder;
  const bit = 2 ** rule;
  if (keys.length === 0 && crowded) return "(select 0 as low, 0 as high, 0 as rules limit 0)";
  const same = keys.map(quoteName).map((name) => `l.${name} = r.${name}`);
  const side = (from: string) => (keys.length === 0 ? from : uncrowded(finder, from, crowded));
  if (left === FIRSTS)
    return `select l.record as low, r.record as high, ${bit} as rules
      from ${side(left)} as l join ${side(left)} as r on ${[...same, "l.record < r.record"].join(" and ")}`;
  return `select least(l.record, r.record) as low, greatest(l.record, r.record) as high, ${bit} as rules
    from ${side(left)} as l join ${FIRSTS} as r on ${[...same, "l.record <> r.record"].join(" and ")}`;
}
