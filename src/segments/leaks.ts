import type { Engine } from "../engine/engine.js";
import { columnName, nodes } from "../engine/syntax.js";
import { MEASURE_NAMES } from "./measures.js";

const RFM = ["recency", "frequency", "monetary"];

/** What columns tell of a customer, where it is told by other columns too. `*` is any other column of the room. */
const TELLS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  segments: {
    ...Object.fromEntries(MEASURE_NAMES.map((measure) => [measure, [measure]])),
    first_channel: ["channel"],
    second_channel: ["channel"],
    ...Object.fromEntries(["cluster", "distance", "fit", "far"].map((column) => [column, ["all"]])),
  },
  rfm: {
    recency_days: ["recency"],
    r: ["recency"],
    frequency: ["frequency"],
    f: ["frequency"],
    monetary: ["monetary"],
    m: ["monetary"],
    first_day: ["tenure"],
    first_age: ["tenure"],
    score: RFM,
    segment: RFM,
    segment_before: RFM,
    segment_now: RFM,
    "*": RFM,
  },
  lifecycle: {
    first_day: ["tenure"],
    cohort: ["tenure"],
    second_day: ["frequency", "tenure"],
    last_day: ["recency"],
    purchases: ["frequency"],
    purchases_365: ["frequency", "recency"],
    revenue: ["monetary"],
    revenue_365: ["monetary", "recency"],
    ordered_365: ["monetary", "recency"],
    returned_365: ["returns"],
    returned_share: ["returns"],
    sign: ["returns"],
    stage: ["frequency", "recency", "returns", "engagement"],
    reason: ["frequency", "recency", "returns", "engagement"],
    untold: ["frequency", "recency", "returns", "engagement"],
    engagement: ["engagement"],
    points: ["engagement"],
    referral_points: ["engagement"],
    days_since_contact: ["engagement"],
  },
};

/**
 * What a column tells: names of measures, `engagement`, `all`, or the column itself where no other is known to tell it.
 * @param column `room.column`, or a column alone, which may be of any room
 */
export function told(column: string): readonly string[] {
  const [room, name = room!] = column.split(".") as [string, string?];
  if (column.includes(".")) return toldBy(room, name) ?? [column];
  const found = Object.keys(TELLS).flatMap((each) =>
    Object.hasOwn(TELLS[each]!, name) ? TELLS[each]![name]! : [],
  );
  return found.length > 0 ? found : (toldBy("lifecycle", name) ?? [column]);
}

function toldBy(room: string, name: string): readonly string[] | undefined {
  const columns = Object.hasOwn(TELLS, room) ? TELLS[room]! : {};
  if (Object.hasOwn(columns, name)) return columns[name];
  if (room === "lifecycle" && /_(90|365)$/.test(name)) return ["engagement"];
  return columns["*"];
}

/** Whether who fits rules that name some columns can be told by a feature because it says what they say. */
export function leaks(feature: string, named: readonly string[]): boolean {
  const own = told(feature.includes(".") ? feature : `segments.${feature}`);
  return named.some((column) => {
    const said = told(column);
    return said.includes("all") || said.some((each) => own.includes(each)) || endsAlike(feature, column);
  });
}

const endsAlike = (feature: string, column: string) =>
  !column.includes(".") && feature.split(".").at(-1) === column;

/** The columns that a rule names, as it names them: `room.column`, or the column alone. */
export async function columnsNamed(engine: Engine, rule: string): Promise<string[]> {
  const tree = await engine.parse({ sql: `select 1 where ${rule}`, file: "src/segments/leaks.ts" });
  const found = new Set<string>();
  for (const node of nodes(tree.statements)) {
    const named = columnName(node);
    if (named !== undefined)
      found.add((named.table === undefined ? named.column : `${named.table}.${named.column}`).toLowerCase());
  }
  return [...found].sort();
}
