import { type Engine, type Parameters, quoteName, quoteTable } from "../../engine/engine.js";
import { Attempts, CliError, didYouMean, EXIT } from "../../error.js";
import { MEASURE_NAMES } from "../../segments/measures.js";

export const grain = "One row per customer of those who are grouped, with the value of each feature.";
export const working = true;
export const reads = [
  "crm.customers",
  "segments.measures",
  "settings.customer_tables",
  "settings.segments_features",
];

const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|BOOLEAN)$/;

interface Asked extends Record<string, unknown> {
  readonly place: number;
  readonly feature: string;
  readonly room: string;
  readonly missing: number | null;
}

/** The name of a feature's column. */
export const valueColumn = (place: number) => `v${place}`;

/**
 * Makes `segments.values`.
 * @throws {CliError} exit 2 for a feature that is no number of a customer
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const asked = await engine.read<Asked>(
    "select place, feature, room, missing from settings.segments_features order by place",
  );
  const joins = new Set<string>();
  const columns: string[] = [];
  const attempts = new Attempts();
  for (const each of asked) {
    const found = await attempts.try(() => columnOf(engine, each));
    if (found === undefined) continue;
    const { from, column } = found;
    if (from !== "segments.measures") joins.add(from);
    const value = `cast(${quoteName(from)}.${quoteName(column)} as double)`;
    const known = each.missing === null ? value : `coalesce(${value}, ${each.missing})`;
    columns.push(`${known} as ${valueColumn(each.place)}`);
  }
  attempts.end();
  const all = parameters.segments_customers === "all";
  const others = [...joins]
    .filter((from) => from !== "crm.customers")
    .map(
      (from) =>
        `left join ${quoteTable(from)} as ${quoteName(from)} on ${quoteName(from)}.customer_id = "crm.customers".customer_id`,
    );
  return engine.work(table, {
    file: "src/rooms/segments/values.ts",
    sql: `select "crm.customers".customer_id, coalesce("segments.measures".monetary, 0) as monetary, ${columns.join(", ")}
      from crm.customers as "crm.customers"
      ${all ? "left join" : "join"} segments.measures as "segments.measures"
        on "segments.measures".customer_id = "crm.customers".customer_id
      ${others.join("\n")}`,
  });
}

/** The table of a feature: one that says something of each customer and has a number of that name. */
async function columnOf(
  engine: Engine,
  { place, feature, room }: Asked,
): Promise<{ readonly from: string; readonly column: string }> {
  if (room === "segments") return { from: "segments.measures", column: feature };
  const column = feature.slice(room.length + 1);
  const known: string[] = [...MEASURE_NAMES];
  const tables = await engine.read<{ name: string }>(
    "select name from settings.customer_tables order by name",
  );
  for (const { name: from } of tables.filter(({ name }) => name.startsWith(`${room}.`))) {
    const columns = await engine.columns(from);
    for (const [name, type] of columns) if (NUMBER.test(type)) known.push(`${room}.${name}`);
    if (NUMBER.test(columns.get(column) ?? "")) return { from, column };
  }
  throw new CliError(EXIT.usage, {
    code: "CRM-E1120",
    setting: ["segments", "features", place],
    message: `segments: features: there is no number "${feature}" of a customer`,
    hint: didYouMean(feature, known),
  });
}
