import { type Engine, quoteName } from "../../engine/engine.js";

export const grain = "One row per pair of records that are compared: the rules that found it, as bits.";
export const working = true;
export const reads = ["identity.copies", "identity.keys", "identity.rules"];

const FILE = "src/rooms/identity/candidates.ts";

export interface RuleRow {
  readonly rule: number;
  readonly keys: string;
  readonly pairs: number;
  readonly largest: number;
  readonly left_out: number;
}

export const readRules = (engine: Engine) =>
  engine.read<RuleRow & Record<string, unknown>>(
    "select rule, keys, pairs, largest, left_out from identity.rules order by rule",
  );

/** Makes `identity.candidates`: each pair once, whichever rules find it. */
export async function make(engine: Engine, table: string): Promise<number> {
  const rules = await readRules(engine);
  const [further] = await engine.read<{ n: number }>("select count(*) as n from identity.copies");
  const compared =
    further!.n === 0
      ? "identity.keys"
      : "(select * from identity.keys anti join identity.copies using (record))";
  const selects = rules.map(({ rule, keys, largest, left_out }) => {
    if (keys === "" && left_out > 0) return "select 0 as low, 0 as high, 0 as rules limit 0";
    if (keys === "")
      return `select l.record as low, r.record as high, ${2 ** rule} as rules
        from ${compared} as l join ${compared} as r on l.record < r.record`;
    const names = keys.split(" + ").map(quoteName);
    const same = names.map((name) => `l.${name} = r.${name}`).join(" and ");
    const known = names.map((name) => `${name} is not null`).join(" and ");
    const blocks =
      left_out === 0
        ? compared
        : `(select record, ${names.join(", ")} from ${compared} as keys where ${known}
            qualify count(*) over (partition by ${names.join(", ")}) between 2 and ${largest})`;
    return `select l.record as low, r.record as high, ${2 ** rule} as rules
      from ${blocks} as l join ${blocks} as r on ${same} and l.record < r.record`;
  });
  if (further!.n > 0)
    selects.push("select first_record as low, record as high, 0 as rules from identity.copies");
  const sql =
    selects.length === 0
      ? "select 0 as low, 0 as high, 0 as rules limit 0"
      : `select low, high, bit_or(rules) as rules from (${selects.join(" union all ")}) as found group by low, high`;
  return engine.work(table, { file: FILE, sql });
}
