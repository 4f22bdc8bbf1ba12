import { type Engine, quoteName, quoteText } from "../../engine/engine.js";

export const grain = "One row per customer: which rules it fits, the first of them, and how many.";
export const key = ["customer_id"];
export const reads = ["crm.customers", "segments.matched", "settings.segments_rules"];

/** Makes `segments.ruled`: a column of yes and no for each rule, `rule`, the first that a customer fits, and `rules`. */
export async function make(engine: Engine, table: string): Promise<number> {
  const named = await engine.read<{ name: string }>(
    "select name from settings.segments_rules order by place",
  );
  const columns = named.map(
    ({ name }) => `count(*) filter (where matched.name = ${quoteText(name)}) > 0 as ${quoteName(name)}`,
  );
  return engine.create(
    table,
    {
      file: "src/rooms/segments/ruled.ts",
      sql: `select ${[
        "customers.customer_id",
        ...columns,
        "min_by(matched.name, named.place) as rule",
        "count(matched.name) as rules",
      ].join(", ")}
      from crm.customers as customers
      left join segments.matched as matched
        on matched.customer_id = customers.customer_id and matched.use = 'rule'
      left join settings.segments_rules as named on named.name = matched.name
      group by customers.customer_id`,
    },
    {},
    key,
  );
}
