import { type Engine, quoteName, quoteText } from "../../engine/engine.js";
import { type Column, readColumns } from "../../identity/choose.js";

export const grain =
  "One row per contact record: log2 of the chance that somebody else has the same value, by column.";
export const working = true;
export const reads = ["identity.keys", "identity.values"];

/**
 * Makes `identity.rarities`. The chance is a Gamma–Poisson mean: near the column's own where few people are counted,
 * the counted share where many are.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const columns = await readColumns(engine);
  const list = columns.map(
    (each) =>
      `, coalesce(${quoteName(`of_${each.column}`)}.rarity, ${rarity(each, "1")}) as ${quoteName(each.column)}`,
  );
  const joins = columns.map((each) => {
    const { column } = each;
    return `left join (select key, ${rarity(each, "people")} as rarity from identity.values where "column" = ${quoteText(column)})
      as ${quoteName(`of_${column}`)} on ${quoteName(`of_${column}`)}.key = keys.${quoteName(column)}`;
  });
  const sql = `select keys.record${list.join("")} from identity.keys as keys ${joins.join(" ")}`;
  return engine.work(table, { file: "src/rooms/identity/rarities.ts", sql });
}

/** log2 of the chance that another person has a value which `count` people have. */
function rarity({ people, different, repeat }: Column, count: string): string {
  const n = Math.max(people, 2);
  const spread = repeat * different - 1;
  const chance = spread > 0.05 ? `(${count} + ${1 / spread}) / ${n + different / spread}` : `${repeat}`;
  return `round(log2(greatest(${chance}, (${count} - 2.0) / ${n}, 1e-12)), 4)::float`;
}
