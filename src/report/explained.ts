import { type Engine, quoteName, quoteTable } from "../engine/engine.js";
import type { TableRow } from "./cells.js";
import type { Language } from "./language.js";
import type { Explanation, Say } from "./rooms.js";
import { cellText } from "./written.js";

/** What one table says of a customer: its rows, and a line for each of them. */
export interface Said {
  readonly table: string;
  readonly rows: readonly TableRow[];
  readonly lines: readonly string[];
}

/** So many rows of a table are told. */
const MOST = 100;

/**
 * What the tables of a room say of one customer, in the order of its `explain.json`. A table or column that the run does
 * not have is passed over: the run may be of another version, or may have done without the room.
 */
export async function explained(
  engine: Engine,
  { says }: Explanation,
  customer: string,
  language: Language,
): Promise<Said[]> {
  const found: Said[] = [];
  for (const say of says) {
    const sql = await selectOf(engine, say);
    if (sql === undefined) continue;
    const rows = await engine.read<TableRow>({ sql, file: say.table }, { customer, ...valuesOf(say) });
    const lines = rows.map((row) => line(say, row, language));
    if (rows.length === 0 && say.none !== undefined && (await hasRows(engine, say.table)))
      lines.push(language.catalogue.text(say.none));
    if (lines.length > 0) found.push({ table: say.table, rows, lines });
  }
  return found;
}

/** The columns of the customer's rows; undefined where the run lacks a table or column. */
async function selectOf(engine: Engine, say: Say): Promise<string | undefined> {
  const tables = [{ table: say.table, where: say.where }, ...(say.with ?? [])].map((each) => ({
    table: each.table,
    where: each.where ?? {},
    on: pairsOf("on" in each ? each.on : undefined),
    prefix: "as" in each && each.as !== undefined ? `${each.as}_` : "",
  }));
  const known: ReadonlyMap<string, string>[] = [];
  for (const { table } of tables) known.push(await engine.columns(table));
  const named = (column: string) => {
    const own = tables.map(({ prefix }) => column.startsWith(prefix) && column.slice(prefix.length));
    const i = known.findIndex((columns, t) => own[t] !== false && columns.has(own[t]!));
    return i < 0 ? undefined : `t${i}.${quoteName(own[i] as string)}`;
  };
  const columns = Object.keys(say.columns).map((column) => ({ column, name: named(column) }));
  const needed = [...columns.map(({ name }) => name), ...(say.needs ?? []).map(named)];
  const complete = tables.every(
    ({ on, where }, i) =>
      on.every(([own, other]) => known[0]!.has(own) && known[i]!.has(other)) &&
      Object.keys(where).every((column) => known[i]!.has(column)),
  );
  if (!known[0]!.has("customer_id") || !complete || needed.includes(undefined)) return undefined;
  const conditions = tables.map(({ on, where }, i) => [
    ...on.map(([own, other]) => `t${i}.${quoteName(other)} = t0.${quoteName(own)}`),
    ...Object.keys(where).map((column) => `cast(t${i}.${quoteName(column)} as varchar) = $t${i}_${column}`),
  ]);
  const joins = tables.slice(1).map(({ table }, i) => {
    const condition = conditions[i + 1]!.join(" and ") || "true";
    return `left join ${quoteTable(table)} as t${i + 1} on ${condition}`;
  });
  const where = [
    "t0.customer_id = $customer",
    ...conditions[0]!,
    ...(say.needs ?? []).map((column) => `${named(column)} is not null`),
  ];
  const order = columns.map((_, i) => i + 1).join(", ");
  return `select ${columns.map(({ column, name }) => `${name} as ${quoteName(column)}`).join(", ")}
    from ${quoteTable(say.table)} as t0 ${joins.join(" ")}
    where ${where.join(" and ")} order by ${order} limit ${MOST}`;
}

/** Columns of the first table, and those of another that are equal to them. */
function pairsOf(on: NonNullable<Say["with"]>[number]["on"] = []): readonly (readonly [string, string])[] {
  return Array.isArray(on) ? on.map((column): [string, string] => [column, column]) : Object.entries(on);
}

/** What is compared in `where`, by the parameter's name. */
function valuesOf(say: Say): Record<string, string> {
  const tables = [{ where: say.where }, ...(say.with ?? [])];
  return Object.fromEntries(
    tables.flatMap(({ where = {} }, i) =>
      Object.entries(where).map(([column, value]) => [`t${i}_${column}`, String(value)]),
    ),
  );
}

function line({ columns, text }: Say, row: TableRow, language: Language): string {
  const values: Record<string, string | number> = {};
  for (const [column, unit] of Object.entries(columns)) {
    const value = row[column];
    if (typeof value === "number") values[`${column}_n`] = value;
    values[`${column}_is`] = value === null || value === undefined ? "none" : "known";
    values[column] = cellText({ row, veils: {} }, column, unit, language);
  }
  return language.catalogue.text(text, values);
}

async function hasRows(engine: Engine, table: string): Promise<boolean> {
  return (await engine.read(`select 1 as one from ${quoteTable(table)} limit 1`)).length > 0;
}
