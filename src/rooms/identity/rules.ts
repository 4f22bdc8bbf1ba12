import { type Engine, quoteName } from "../../engine/engine.js";
import { CliError, didYouMean, EXIT } from "../../error.js";
import {
  type BlockSize,
  type Cost,
  implied,
  type Key,
  keyNamed,
  STANDARD_KEYS,
  withinBudget,
} from "../../identity/blocking.js";
import { type Column, checkAsked, RARE, readColumns } from "../../identity/choose.js";
import { isExtra } from "../../identity/columns.js";
import { keptModel } from "./model.js";

export const grain =
  "One row per rule by which pairs are found: its keys, the pairs it makes and those it leaves out.";
export const reads = ["identity.copies", "identity.keys", "identity.values", "identity.model", "state.rules"];

/** So few records are compared all with all. */
const ALL_PAIRS = 500_000;
/** Rules are told apart by bits of a whole number. */
const MOST_RULES = 30;

interface Found extends Cost {
  readonly keys: readonly string[];
}

/** Makes `identity.rules`: those of the model that is kept, or chosen from what the columns hold. */
export async function make(engine: Engine, table: string): Promise<number> {
  const columns = await readColumns(engine);
  const [size] = await engine.read<{ n: number }>("select count(*) as n from identity.keys");
  const records = size!.n;
  const keys = usableKeys(columns);
  const kept = (await keptModel(engine)) !== undefined;
  await checkAsked(engine);
  const asked = await engine.read<{ keys: string }>("select keys from settings.identity_find order by rule");
  const before = kept
    ? await engine.read<{ keys: string }>("select keys from state.rules order by rule")
    : [];
  const given = asked.length > 0 ? asked : before;
  const rules =
    given.length > 0
      ? await cost(engine, given, { keys, columns }, records)
      : await choose(engine, keys, records);
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

/** The pairs that one rule may make: as many as there are records, fewer where it is one of many. */
function budgetOf(rule: readonly Key[], records: number): number {
  const budget = Math.max(200_000, records);
  if (rule.length > 1) return budget / 2;
  return rule[0]!.alone ? budget / 4 : budget;
}

/**
 * The rules of the pipeline or of an earlier run with what they cost today.
 * @throws {CliError} exit 2 for a key that there is not
 */
async function cost(
  engine: Engine,
  rules: readonly { readonly keys: string }[],
  { keys, columns }: { readonly keys: readonly Key[]; readonly columns: readonly Column[] },
  records: number,
): Promise<Found[]> {
  const own = new Map(keys.map((key) => [key.name, key]));
  const there = new Set(columns.map(({ column }) => column));
  const found: Found[] = [];
  for (const { keys: text } of rules) {
    if (text === "") {
      found.push(everyPair(records));
      continue;
    }
    const names = text.split(" + ");
    const rule = names.map((name) => own.get(name) ?? keyNamed(name));
    const unknown = rule.find(
      (key) => !STANDARD_KEYS.includes(key) && !key.columns.every((column) => there.has(column)),
    );
    if (unknown !== undefined && records === 0) continue;
    if (unknown !== undefined)
      throw noKey(unknown.name, [...new Set([...STANDARD_KEYS.map(({ name }) => name), ...own.keys()])]);
    found.push({ keys: names, ...(await costOf(engine, rule, budgetOf(rule, records))) });
  }
  return found;
}

function noKey(name: string, known: readonly string[]): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1028",
    message: `identity: find: there is no key "${name}"`,
    hint: didYouMean(name, known),
  });
}

function everyPair(records: number): Found {
  const pairs = (records * (records - 1)) / 2;
  const cost = pairs <= 2 * ALL_PAIRS ? { pairs, left_out: 0 } : { pairs: 0, left_out: pairs };
  return { keys: [], ...cost, largest: records, blocks_left_out: cost.left_out > 0 ? 1 : 0 };
}

/** Single keys that make few pairs, then two keys together where one alone makes too many, the cheapest first. */
async function choose(engine: Engine, keys: readonly Key[], records: number): Promise<Found[]> {
  const rules: Found[] = [];
  const coarse: Key[] = [];
  for (const key of keys) {
    const cost = await costOf(engine, [key], budgetOf([key], records));
    if (cost.pairs > 0 && (cost.left_out <= cost.pairs || key.alone))
      rules.push({ keys: [key.name], ...cost });
    if (cost.left_out > 0) coarse.push(key);
  }
  const together: Found[] = [];
  const full: Key[][] = [];
  for (const [a, b] of pairsOf(coarse)) {
    if (full.some((rule) => rule.every((key) => implied(a, key) || implied(b, key)))) continue;
    const cost = await costOf(engine, [a, b], budgetOf([a, b], records));
    if (cost.left_out === 0) full.push([a, b]);
    if (cost.pairs > 0 && cost.left_out <= cost.pairs) together.push({ keys: [a.name, b.name], ...cost });
  }
  together.sort((a, b) => a.pairs - b.pairs);
  let total = rules.reduce((sum, { pairs }) => sum + pairs, 0);
  for (const rule of together) {
    total += rule.pairs;
    if (rules.length < MOST_RULES && total <= 3 * Math.max(200_000, records)) rules.push(rule);
  }
  const all = (records * (records - 1)) / 2;
  return all > 0 && all <= ALL_PAIRS ? [everyPair(records), ...rules] : rules;
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
      select count(*) as records from identity.keys anti join identity.copies using (record)
      where ${list.map((name) => `${name} is not null`).join(" and ")} group by ${list.join(", ")} having count(*) > 1
    ) as blocks group by records order by records`,
  );
  return withinBudget(sizes as readonly BlockSize[], budget);
}
