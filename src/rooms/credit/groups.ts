import { furtherColumns, refuseUnknown } from "../../credit/columns.js";
import { ofApplications } from "../../credit/protected.js";
import { type Engine, type Parameters, quoteName, quoteText } from "../../engine/engine.js";

export const grain = "One row per application and protected column: the group that it is in.";
export const key = ["attribute", "application_id", "source"];
export const reads = [
  "credit.outcomes",
  "crm.applications",
  "crm.customers",
  "settings.credit_protected",
  "settings.credit_protected_cuts",
];

const file = "src/rooms/credit/groups.ts";
const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
/** Into so many groups of about as many applications a number is cut where nobody says how. */
const PARTS = 4;

/**
 * Makes `credit.groups`: `attribute` (the protected column), `place` (the group's order) and `part`, a word or the bounds of
 * a number, "unknown" where nobody says.
 * @throws {CliError} CRM-E1140, exit 2, for a column that there is not
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const asked = await engine.read<{ name: string }>(
    "select name from settings.credit_protected order by place",
  );
  const selects: string[] = [];
  for (const [i, { name }] of asked.entries()) {
    const found = await partsOf(engine, name, i);
    if (found !== undefined) selects.push(found);
  }
  const none = "select '' as source, '' as application_id, '' as attribute, 0 as place, '' as part limit 0";
  const sql = selects.length === 0 ? none : selects.join("\nunion all\n");
  return engine.create(table, { sql, file }, parameters, key);
}

/** A select of the group of each application by one column; undefined on empty tables that lack it. */
async function partsOf(engine: Engine, name: string, place: number): Promise<string | undefined> {
  const own = ofApplications(name);
  const column = own ?? name.slice("crm.".length);
  const from = own === undefined ? "customers" : "applications";
  const columns = await engine.columns(`crm.${from}`);
  if (!columns.has(column)) {
    const [row] = await engine.read<{ rows: number }>("select count(*) as rows from crm.applications");
    if (row!.rows === 0) return undefined;
    const known = own === undefined ? [...columns.keys()] : furtherColumns([...columns.keys()]);
    refuseUnknown([{ name: column, setting: ["credit", "protected", place] }], known, `crm.${from}`);
  }
  const value = `${from}.${quoteName(column)}`;
  const cuts = NUMBER.test(columns.get(column)!.toUpperCase())
    ? await cutsOf(engine, name, value)
    : undefined;
  const part = cuts === undefined ? `coalesce(cast(${value} as varchar), 'unknown')` : named(value, cuts);
  const order = cuts === undefined ? "0" : placed(value, cuts);
  return `select outcomes.source, outcomes.application_id, ${quoteText(column)} as attribute,
      ${order} as place, ${part} as part ${joined()}`;
}

const joined = () => `from credit.outcomes as outcomes
    join crm.applications as applications
      on applications.source = outcomes.source and applications.application_id = outcomes.application_id
    left join crm.customers as customers on customers.customer_id = outcomes.customer_id`;

/** Where a number is cut: as the settings say, or in parts of about as many applications. */
async function cutsOf(engine: Engine, name: string, value: string): Promise<number[]> {
  const asked = await engine.read<{ cut: number }>(
    { sql: "select cut from settings.credit_protected_cuts where name = $name order by cut", file },
    { name },
  );
  if (asked.length > 0) return asked.map(({ cut }) => cut);
  const quantiles = Array.from(
    { length: PARTS - 1 },
    (_, i) => `percentile_disc(${(i + 1) / PARTS}) within group (order by cast(${value} as double)) as q${i}`,
  );
  const [row] = await engine.read<Record<string, number | null>>(
    `select ${quantiles.join(", ")} ${joined()} where ${value} is not null`,
  );
  return [...new Set(Object.values(row!).filter((cut): cut is number => cut !== null))];
}

/** An expression for the place of a number among parts, each from a cut to below the next. */
const placed = (value: string, cuts: readonly number[]) =>
  `case when ${value} is null then ${cuts.length + 1} ${cuts.map((cut, i) => `when ${value} < ${cut} then ${i}`).join(" ")} else ${cuts.length} end`;

/** An expression for the name of its part. */
function named(value: string, cuts: readonly number[]): string {
  const names = cuts.map((cut, i) => (i === 0 ? `< ${cut}` : `${cuts[i - 1]} – < ${cut}`));
  const cases = cuts.map((cut, i) => `when ${value} < ${cut} then ${quoteText(names[i]!)}`).join(" ");
  return `case when ${value} is null then 'unknown' ${cases} else ${quoteText(`≥ ${cuts.at(-1)}`)} end`;
}
