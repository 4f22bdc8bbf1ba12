import { type Engine, quoteName, quoteText } from "../../engine/engine.js";
import { isExtra, STANDARD_COLUMNS } from "../../identity/columns.js";

export const grain =
  "One row per column and value that three records have or more: the records, and how many people they seem to be.";
export const reads = ["identity.features"];

const file = "src/rooms/identity/values.ts";

/** Names are told apart by the other one, everything else by the initials. */
const APART: Readonly<Record<string, string>> = { given_name: "family_name", family_name: "given_name" };
/** Up to so many records, different initials are different people; beyond, initials repeat by chance. */
const FEW = 20;

/** The features that hold values to be compared. */
export async function valueColumns(engine: Engine): Promise<string[]> {
  const extras = [...(await engine.columns("identity.features")).keys()].filter(isExtra);
  return [...STANDARD_COLUMNS, ...extras];
}

/**
 * Makes `identity.values` and `identity.columns`: per column how full it is, how many values it has, how many people
 * (each counted once per value, so that duplicate records do not make a value look common), and `repeat`: the chance
 * that two people agree by accident.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const columns = await valueColumns(engine);
  for (const column of columns) await engine.create(`identity.counts_${column}`, { file, sql: counts(column) });
  await engine.create("identity.columns", { file, sql: columns.map(summary).join(" union all ") }, {}, ["column"]);
  const rows = await engine.create(
    table,
    {
      file,
      sql: columns
        .map(
          (column) => `select ${quoteText(column)} as "column", value, records, people
            from identity.${quoteName(`counts_${column}`)} where records > 2`,
        )
        .join(" union all "),
    },
    {},
    ["column", "value"],
  );
  for (const column of columns) await engine.drop(`identity.counts_${column}`);
  return rows;
}

/** Values that several records have; a row without a value sums the single ones up. */
function counts(column: string): string {
  const name = quoteName(column);
  const apart = APART[column] ?? "initials";
  return `with counted as (
      select ${name} as value, count(*) as records, min(${apart}) < max(${apart}) as several
      from identity.features where ${name} is not null group by ${name}
    ),
    told as (
      select features.${name} as value, count(distinct features.${apart}) as people
      from identity.features as features
      join (select value from counted where records between 3 and ${FEW}) as often
        on often.value = features.${name}
      group by features.${name}
    )
    select value, records,
      case when records > ${FEW} then records
        when records = 2 then case when several then 2 else 1 end
        else greatest(coalesce(told.people, 1), 1) end as people,
      1::bigint as many
    from counted left join told using (value) where records > 2
    union all
    select null, records, case when several then 2 else 1 end, count(*)
    from counted where records <= 2 group by records, several`;
}

function summary(column: string): string {
  return `select ${quoteText(column)} as "column",
      (select count(*) from identity.features) as records,
      coalesce(sum(records * many), 0)::bigint as known,
      coalesce(sum(many), 0)::bigint as different,
      coalesce(sum(people * many), 0)::bigint as people,
      coalesce(sum(many * people::decimal(18, 0) * (people - 1)), 0)::double
        / greatest(coalesce(sum(people * many), 0)::double * (coalesce(sum(people * many), 0) - 1), 1) as "repeat"
    from identity.${quoteName(`counts_${column}`)}`;
}
