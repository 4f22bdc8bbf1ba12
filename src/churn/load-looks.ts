import { type Engine, quoteText } from "../engine/engine.js";
import { type Asked, looksOf } from "../scorecard/looks.js";

/** Makes a table of looks, each with what the history has room for. */
export function loadLooks(engine: Engine, table: string, asked: Asked): Promise<number> {
  const { looks, history } = looksOf(asked);
  const date = (day: string | null) => `cast(${day === null ? "null" : quoteText(day)} as date)`;
  const rows = looks.map(
    ({ look, day, since, until, role }) =>
      `(${look}, ${date(day)}, ${date(since)}, ${date(until)}, ${quoteText(role)}, ${quoteText(history)})`,
  );
  return engine.create(
    table,
    {
      file: "src/churn/load-looks.ts",
      sql: `select * from (values ${rows.join(", ")}) as looks (look, day, since, until, role, history)`,
    },
    {},
    ["look"],
  );
}
