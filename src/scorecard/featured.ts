import { type Engine, type Parameters, quoteName, quoteTable, type Select } from "../engine/engine.js";
import { tablesRead, withTables } from "../engine/syntax.js";
import { CliError, didYouMean, EXIT } from "../error.js";
import type { Selects } from "../pipeline/steps.js";
import { NO_FEATURES } from "./read-examples.js";

const file = "src/scorecard/featured.ts";

/** Examples that are to get the features of their customers. */
export interface Examples {
  /** A table with `example`, `customer_id`, `day` and whatever else is known of each example. */
  readonly base: string;
  readonly selects: Selects;
  /** Columns of features to leave out. */
  readonly exclude: readonly string[];
}

/**
 * Makes a table of examples: those of a base, and beside each the features of its customer as of its day. A customer
 * without a row in a feature's table has null there.
 * @throws {CliError} exit 2 if two columns have one name, or a select's head names a table that cannot be cut down
 */
export async function featured(
  engine: Engine,
  table: string,
  { base, selects, exclude }: Examples,
  parameters: Parameters,
): Promise<number> {
  const own = [...(await engine.columns(base)).keys()].filter((column) => !exclude.includes(column));
  const asOf = parameters.as_of as string;
  const days = await engine.read<{ day: string }>(
    `select distinct cast(day as varchar) as day from ${quoteTable(base)} order by day`,
  );
  const earlier = await cutDown(engine, table, { base, selects, asOf });
  const parts: string[] = [];
  // One day at least, so that the table has its columns where there is no example.
  for (const { day } of days.length === 0 ? [{ day: asOf }] : days) {
    const sources: Source[] = [];
    for (const from of selects.keys()) {
      const at = day === asOf ? from : `${table}_${from.split(".")[1]}`;
      if (at !== from) await engine.work(at, earlier.selects.get(from)!, { ...parameters, as_of: day });
      sources.push({ from, at });
    }
    const columns = [
      ...own.map((column) => `base.${quoteName(column)}`),
      ...(await featureColumns(engine, sources, own, exclude)),
    ];
    const joins = sources.map(
      ({ at }) =>
        `left join ${quoteTable(at)} as ${quoteName(at)} on ${quoteName(at)}.customer_id = base.customer_id`,
    );
    const part = `${table}_${parts.length}`;
    await engine.work(
      part,
      {
        file,
        sql: `select ${columns.join(", ")} from ${quoteTable(base)} as base ${joins.join(" ")}
          where base.day = $day::date`,
      },
      { day },
    );
    parts.push(part);
    for (const { from, at } of sources) if (at !== from) await engine.drop(at);
  }
  await earlier.drop();
  const sql = parts.map((part) => `select * from ${quoteTable(part)}`).join(" union all ");
  const rows = await engine.create(table, { file, sql }, {}, ["example"]);
  for (const part of parts) await engine.drop(part);
  return rows;
}

/** Selects as they are run at earlier days. */
interface Earlier {
  readonly selects: ReadonlyMap<string, Select>;
  readonly drop: () => Promise<void>;
}

/** Of the tables that a select needs by customer only, makes the rows of customers who are asked for at an earlier day. */
async function cutDown(
  engine: Engine,
  table: string,
  { base, selects, asOf }: Pick<Examples, "base" | "selects"> & { readonly asOf: string },
): Promise<Earlier> {
  const parts = new Map<string, string>();
  const cut = new Map<string, Select>();
  for (const [from, { byCustomer, sql, file }] of selects) {
    if (byCustomer.length === 0) {
      cut.set(from, { sql, file });
      continue;
    }
    const tree = await engine.parse({ sql, file });
    const read = tablesRead(tree);
    for (const whole of byCustomer)
      if (!read.includes(whole) || !(await engine.columns(whole)).has("customer_id"))
        throw notByCustomer(whole, file, read);
    const own = new Map(byCustomer.map((whole) => [whole, `${table}_of_${whole.replace(".", "_")}`]));
    for (const [whole, part] of own) parts.set(whole, part);
    cut.set(from, { file, sql: await engine.print(withTables(tree, own)) });
  }
  for (const [whole, part] of parts)
    await engine.work(
      part,
      {
        file,
        sql: `select * from ${quoteTable(whole)} where customer_id in (
          select customer_id from ${quoteTable(base)} where day <> $as_of::date)`,
      },
      { as_of: asOf },
    );
  return {
    selects: cut,
    drop: async () => {
      for (const part of parts.values()) await engine.drop(part);
    },
  };
}

/** A table of features, and where it stands as of the day. */
interface Source {
  readonly from: string;
  readonly at: string;
}

async function featureColumns(
  engine: Engine,
  sources: readonly Source[],
  own: readonly string[],
  exclude: readonly string[],
): Promise<string[]> {
  const taken = new Map([...NO_FEATURES, ...own].map((column) => [column, "the examples"]));
  const columns: string[] = [];
  for (const { from, at } of sources) {
    for (const column of (await engine.columns(at)).keys()) {
      if (column === "customer_id" || exclude.includes(column)) continue;
      if (taken.has(column)) throw sameName(column, from, taken.get(column)!);
      taken.set(column, from);
      columns.push(`${quoteName(at)}.${quoteName(column)}`);
    }
  }
  return columns;
}

function notByCustomer(table: string, file: string, read: readonly string[]): CliError {
  const known = read.includes(table);
  return new CliError(EXIT.usage, {
    code: "CRM-E1123",
    file,
    message: `by customer: ${known ? `${table} has no customer_id` : `the select does not read ${table}`}`,
    hint: known ? "Take it out of that line of the head." : didYouMean(table, read),
  });
}

function sameName(column: string, from: string, other: string): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1121",
    file: `sql/${from.replace(".", "/")}.sql`,
    message: `the feature "${column}" has a name that ${other} has, too`,
    hint: `Name it otherwise, or leave it out under exclude: [${column}].`,
  });
}
