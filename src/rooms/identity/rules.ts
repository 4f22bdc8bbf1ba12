import { type Engine, quoteName } from "../../engine/engine.js";
import {
  type BlockSize,
  type Cost,
  implied,
  type Key,
  STANDARD_KEYS,
  withinBudget,
} from "../../identity/blocking.js";
import { type Column, RARE, readColumns } from "../../identity/choose.js";
import { isExtra } from "../../identity/columns.js";

export const grain =
  "One row per rule by which pairs are found: its keys, the pairs it makes and those it leaves out.";
export const reads = ["identity.keys", "identity.values"];

/** So few records are compared all with all. */
const ALL_PAIRS = 500_000;
const MOST_RULES = 30;
/** Rules are told apart by bits of a whole number. */
interface Found extends Cost {
  readonly keys: readonly string[];
}

/** Makes `identity.rules`. */
export async function make(engine: Engine, table: string): Promise<number> {
  const columns = await readColumns(engine);
  const records = columns[0]?.records ?? 0;
  const keys = usableKeys(columns);
  const budget = Math.max(200_000, records);
  const rules: Found[] = [];
  const coarse: Key[] = [];
  for (const key of keys) {
    const cost = await costOf(engine, [key], key.alone ? budget / 4 : budget);
    if (cost.pairs > 0 && (cost.left_out <= cost.pairs || key.alone))
      rules.push({ keys: [key.name], ...cost });
    if (cost.left_out > 0) coarse.push(key);
  }
  const together: Found[] = [];
  const full: Key[][] = [];
  for (const [a, b] of pairsOf(coarse)) {
    if (full.some((rule) => rule.every((key) => implied(a, key) || implied(b, key)))) continue;
    const cost = await costOf(engine, [a, b], budget / 2);
    if (cost.left_out === 0) full.push([a, b]);
    if (cost.pairs > 0 && cost.left_out <= cost.pairs) together.push({ keys: [a.name, b.name], ...cost });
  }
  together.sort((a, b) => a.pairs - b.pairs);
  let total = rules.reduce((sum, { pairs }) => sum + pairs, 0);
  for (const rule of together) {
    total += rule.pairs;
    if (rules.length < MOST_RULES && total <= 3 * budget) rules.push(rule);
  }
  const all = (records * (records - 1)) / 2;
  if (all <= ALL_PAIRS && all > 0)
    rules.unshift({ keys: [], pairs: all, largest: records, left_out: 0, blocks_left_out: 0 });
  return engine.load(
    table,
    {
      rule: "integer",
      keys: "varchar",
      pairs: "bigint",
      largest: "bigint",
      left_out: "bigint",
      blocks_left_out: "bigint",
    },
    rules.map(({ keys: names, ...cost }, i) => [
      i,
      names.join(" + "),
      ...[cost.pairs, cost.largest, cost.left_out, cost.blocks_left_out].map(BigInt),
    ]),
  );
}

function usableKeys(columns: readonly Column[]): Key[] {
  const known = new Set(columns.filter((column) => column.known > 1).map(({ column }) => column));
  return [
    ...STANDARD_KEYS.filter((key) => key.columns.every((column) => known.has(column))),
    ...columns
      .filter(({ column, repeat }) => isExtra(column) && repeat <= RARE)
      .map(({ column }): Key => ({ name: column, columns: [column], sql: quoteName(column) })),
  ];
}

/** Two keys at a time that come from different columns, the coarser ones of a column first. */
function pairsOf(keys: readonly Key[]): [Key, Key][] {
  const coarsest = [...keys].sort((a, b) => Number(b.coarse ?? false) - Number(a.coarse ?? false));
  return coarsest.flatMap((a, i) =>
    coarsest
      .slice(i + 1)
      .filter((b) => !a.columns.some((column) => b.columns.includes(column)))
      .map((b): [Key, Key] => [a, b]),
  );
}

async function costOf(engine: Engine, keys: readonly Key[], budget: number): Promise<Cost> {
  const list = keys.map(({ name }) => quoteName(name));
  const sizes = await engine.read<{ records: number; blocks: number } & Record<string, unknown>>(
    `select records, count(*) as blocks from (
      select count(*) as records from identity.keys
      where ${list.map((name) => `${name} is not null`).join(" and ")} group by ${list.join(", ")} having count(*) > 1
    ) as blocks group by records order by records`,
  );
  return withinBudget(sizes as readonly BlockSize[], budget);
}
