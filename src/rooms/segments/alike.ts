import { type Engine, quoteName, quoteText } from "../../engine/engine.js";

export const grain =
  "One row per customer: where it stands by each lookalike, in percent of its ranking from the top.";
export const key = ["customer_id"];
export const reads = ["crm.customers", "segments.lookalike_scores", "settings.segments_lookalikes"];

/** Makes `segments.alike`: a column for each lookalike, null for its seeds and for who is not ranked. */
export async function make(engine: Engine, table: string): Promise<number> {
  const looked = await engine.read<{ name: string }>(
    "select name from settings.segments_lookalikes order by place",
  );
  const columns = looked.map(
    ({ name }) => `max(scores.percent) filter (where scores.name = ${quoteText(name)}) as ${quoteName(name)}`,
  );
  return engine.create(
    table,
    {
      file: "src/rooms/segments/alike.ts",
      sql: `select ${["customers.customer_id", ...columns].join(", ")}
      from crm.customers as customers
      left join segments.lookalike_scores as scores on scores.customer_id = customers.customer_id
      group by customers.customer_id`,
    },
    {},
    key,
  );
}
