import { type Engine, quoteName, quoteText } from "../../engine/engine.js";
import { type Column, readColumns } from "../../identity/choose.js";

export const grain = "One row per contact record: log2 of the chance that somebody else has the same value, by column.";
export const reads = ["identity.features", "identity.values"];

/**
 * Makes `identity.rarities`. The chance is a Gamma–Poisson mean: near the column's own where few people are counted,
 * the counted share where many are.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const columns = await readColumns(engine);
  const list = columns.map((each) => `, ${rarity(each)} as ${quoteName(each.column)}`);
  const joins = columns.map(
    ({ column }) => `left join (select value, people from identity.values where "column" = ${quoteText(column)})
      as ${quoteName(`of_${column}`)} on ${quoteName(`of_${column}`)}.value = features.${quoteName(column)}`,
  );
  const sql = `select features.record${list.join("")} from identity.features as features ${joins.join(" ")}`;
  return engine.create(table, { file: "src/rooms/identity/rarities.ts", sql }, {}, ["record"]);
}

function rarity({ column, people, different, repeat }: Column): string {
  const count = `coalesce(${quoteName(`of_${column}`)}.people, 1)`;
  const n = Math.max(people, 2);
  const spread = repeat * different - 1;
  const chance =
    spread > 0.05
      ? `(${count} + ${1 / spread}) / ${n + different / spread}`
      : `${Math.max(repeat, 2 / (n * (n - 1)))}`;
  return `round(log2(greatest(${chance}, (${count} - 2.0) / ${n})), 4)::float`;
}
