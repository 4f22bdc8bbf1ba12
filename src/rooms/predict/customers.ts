import { type Engine, quoteName, quoteText } from "../../engine/engine.js";

export const grain =
  "One row per customer: how likely each question's answer is yes, of several cases the likeliest.";
export const key = ["customer_id"];
export const reads = ["crm.customers", "predict.scores", "settings.predict_questions"];

/** Makes `predict.customers`: a column for each question, null for whom it does not score. */
export async function make(engine: Engine, table: string): Promise<number> {
  const asked = await engine.read<{ name: string }>(
    "select name from settings.predict_questions order by place",
  );
  const columns = asked.map(
    ({ name }) => `max(scores.p) filter (where scores.question = ${quoteText(name)}) as ${quoteName(name)}`,
  );
  return engine.create(
    table,
    {
      file: "src/rooms/predict/customers.ts",
      sql: `select ${["customers.customer_id", ...columns].join(", ")}
      from crm.customers as customers
      left join predict.scores as scores on scores.customer_id = customers.customer_id
      group by customers.customer_id`,
    },
    {},
    key,
  );
}
