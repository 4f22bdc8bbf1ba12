import { type Engine, quoteName, quoteText } from "../../engine/engine.js";
import { isExtra } from "../../identity/columns.js";
import { repeated } from "../../identity/repeats.js";
import { valueColumns } from "./keys.js";
import { keptModel } from "./model.js";

export const grain =
  "One row per column and value that three records have or more: how many people they seem to be.";
export const published = ["identity.columns"];
export const reads = [
  "identity.features",
  "identity.keys",
  "identity.model",
  "state.columns",
  "state.values",
];

const file = "src/rooms/identity/values.ts";

/** Names are told apart by the other one, everything else by the initials. */
const APART: Readonly<Record<string, string>> = { given_name: "family_name", family_name: "given_name" };
/** Up to so many different initials are different people; beyond, initials repeat by chance and records are counted. */
const FEW = 50;

/** The chance of agreeing by accident in a base too small to count it: what it is about in large ones. */
const USUAL: Readonly<Record<string, number>> = {
  given_name: 5e-3,
  family_name: 2e-3,
  company: 1e-4,
  email: 1e-6,
  email_user: 1e-4,
  phone: 1e-6,
  birth: 5e-5,
  street: 1e-5,
  postcode: 1e-4,
  city: 2e-2,
  loyalty_number: 1e-8,
};
const USUAL_EXTRA = 1e-3;

/**
 * Makes `identity.values` and `identity.columns`, or takes those of the model that is kept: per column how full it is, how
 * many values it has, how many people (each counted once per value, so that duplicate records do not make a value look
 * common), and `repeat`: the chance that two people agree by accident.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  if ((await keptModel(engine)) !== undefined) {
    await engine.create("identity.columns", { file, sql: "select * from state.columns" });
    return engine.create(table, { file, sql: "select * from state.values" });
  }
  const columns = await valueColumns(engine);
  for (const column of columns) await engine.work(`identity.counts_${column}`, { file, sql: counts(column) });
  await engine.work("identity.sums", { file, sql: columns.map(summary).join(" union all ") });
  await engine.load("identity.repeats", { column: "varchar", repeats: "varchar" }, await repetitions(engine));
  const sums =
    "select sums.*, repeats.repeats from identity.sums as sums left join identity.repeats as repeats";
  await engine.create("identity.columns", { file, sql: `${sums} using ("column")` }, {}, ["column"]);
  const rows = await engine.create(
    table,
    {
      file,
      sql: columns
        .map(
          (column) => `select ${quoteText(column)} as "column", key, records, people
            from identity.${quoteName(`counts_${column}`)} where records > 2`,
        )
        .join(" union all "),
    },
    {},
    ["column", "key"],
  );
  for (const name of [...columns.map((column) => `counts_${column}`), "sums", "repeats"])
    await engine.drop(`identity.${name}`);
  return rows;
}

/** The further columns that are another form of others, the more varied first. */
async function repetitions(engine: Engine): Promise<[string, string][]> {
  const rows = await engine.read<{ column: string }>(
    `select "column" from identity.sums where known > 1 order by "repeat", "column"`,
  );
  const known = rows.map(({ column }) => column);
  const found: [string, string][] = [];
  const own: string[] = [];
  for (const column of known.filter(isExtra)) {
    const other = await repeated(
      engine,
      column,
      known.filter((name) => !isExtra(name)),
      own,
    );
    if (other === undefined) own.push(column);
    else found.push([column, other]);
  }
  return found;
}

/** Values that several records have; a row without a key sums the single ones up. */
function counts(column: string): string {
  const name = quoteName(column);
  const apart = APART[column] ?? "initials";
  return `with counted as (
      select ${name} as key, count(*) as records, min(${apart}) < max(${apart}) as several
      from identity.keys where ${name} is not null group by ${name}
    ),
    told as (
      select keys.${name} as key, count(distinct keys.${apart}) as people
      from identity.keys as keys
      join (select key from counted where records > 2) as often on often.key = keys.${name}
      group by keys.${name}
    )
    select counted.key, counted.records,
      case when told.people > ${FEW} then counted.records else greatest(told.people, 1) end as people,
      1::bigint as many
    from counted left join told on told.key = counted.key where counted.records > 2
    union all
    select null, records, case when several then 2 else 1 end, count(*)
    from counted where records <= 2 group by records, several`;
}

function summary(column: string): string {
  return `select "column", records, known, different, people,
      greatest(
        agreeing / greatest(people::double * (people - 1), 1),
        least(${USUAL[column] ?? USUAL_EXTRA}, 2 / greatest(people::double * (people - 1), 1))
      ) as "repeat"
    from (
      select ${quoteText(column)} as "column",
        (select count(*) from identity.keys) as records,
        coalesce(sum(records * many), 0)::bigint as known,
        coalesce(sum(many), 0)::bigint as different,
        coalesce(sum(people * many), 0)::bigint as people,
        coalesce(sum(many * people::decimal(18, 0) * (people - 1)), 0)::double as agreeing
      from identity.${quoteName(`counts_${column}`)}
    ) as sums`;
}
