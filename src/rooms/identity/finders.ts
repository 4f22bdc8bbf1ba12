import { type Engine, quoteName } from "../../engine/engine.js";
import { CliError, didYouMean, EXIT } from "../../error.js";
import {
  type BlockSize,
  blockOf,
  type Cost,
  implied,
  type Key,
  keyNamed,
  pairsAmong,
  recordsFor,
  STANDARD_KEYS,
  withinBudget,
} from "../../identity/blocking.js";
import { type Column, checkAsked, RARE, readColumns } from "../../identity/choose.js";
import { isExtra } from "../../identity/columns.js";
import { keptModel } from "./model.js";

export const grain =
  "One row per rule by which pairs are found: its keys, and the most records of a block that it compares.";
export const working = true;
export const reads = [
  "identity.firsts",
  "identity.keys",
  "identity.values",
  "identity.model",
  "settings.identity_find",
  "state.rules",
];

/** So few records are compared all with all; twice as many pairs by a model that is kept. */
const ALL_PAIRS = 500_000;
/** Rules are told apart by bits of a whole number. */
const MOST_RULES = 30;

/** What it leaves out is unknown where it keeps an earlier limit. */
interface Rule extends Pick<Cost, "most"> {
  readonly keys: readonly string[];
  readonly left_out?: number;
}

interface Found extends Cost {
  readonly keys: readonly string[];
}

export interface Finder {
  readonly rule: number;
  readonly keys: readonly string[];
  readonly most: number;
  /** Whether it is known to have no larger block. */
  readonly complete: boolean;
}

/** The rules of this run; one without a key compares all with all. */
export async function readFinders(engine: Engine): Promise<Finder[]> {
  const rows = await engine.read<Omit<Finder, "keys"> & { keys: string } & Record<string, unknown>>(
    "select rule, keys, most, complete from identity.finders order by rule",
  );
  return rows.map((row) => ({ ...row, keys: row.keys === "" ? [] : row.keys.split(" + ") }));
}

/**
 * Makes `identity.finders`: what the pipeline asks for, the rules of the model that is kept, or those chosen from what the
 * columns hold. A model that is kept keeps the limits of its blocks.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const columns = await readColumns(engine);
  const [size] = await engine.read<{ n: number }>("select count(*) as n from identity.keys");
  const records = size!.n;
  const keys = usableKeys(columns);
  const kept = (await keptModel(engine)) !== undefined;
  await checkAsked(engine);
  const asked = await engine.read<{ keys: string }>("select keys from settings.identity_find order by rule");
  const before = kept
    ? await engine.read<{ keys: string; most: number }>("select keys, most from state.rules order by rule")
    : [];
  const limits = new Map(before.map(({ keys, most }) => [keys, most]));
  const given = asked.length > 0 ? asked : before;
  const cost = (rule: readonly Key[]) => costOf(engine, rule, budgetOf(rule, records));
  const rules =
    given.length > 0
      ? await limit(cost, given, limits, { keys, columns }, records)
      : await choose(cost, keys, records);
  return engine.load(
    table,
    { rule: "integer", keys: "varchar", most: "bigint", complete: "boolean" },
    rules.map(({ keys: names, most, left_out }, i) => [i, names.join(" + "), BigInt(most), left_out === 0]),
  );
}

type Costing = (rule: readonly Key[]) => Promise<Cost>;

/** The pairs that one rule may make: as many as there are records, fewer where it is one of many. */
function budgetOf(rule: readonly Key[], records: number): number {
  const budget = Math.max(200_000, records);
  if (rule.length > 1) return budget / 2;
  return rule[0]!.alone ? budget / 4 : budget;
}

/**
 * The rules of the pipeline or of an earlier run with their limits, those that are new by what they cost today.
 * @throws {CliError} exit 2 for a key that there is not
 */
async function limit(
  costOf: Costing,
  rules: readonly { readonly keys: string }[],
  limits: ReadonlyMap<string, number>,
  { keys, columns }: { readonly keys: readonly Key[]; readonly columns: readonly Column[] },
  records: number,
): Promise<Rule[]> {
  const own = new Map(keys.map((key) => [key.name, key]));
  const there = new Set(columns.map(({ column }) => column));
  const found: Rule[] = [];
  for (const { keys: text } of rules) {
    if (text === "") {
      found.push(everyPair());
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
    const most = limits.get(text);
    const cost = most === undefined ? await costOf(rule) : { most };
    found.push({ keys: names, ...cost });
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

const everyPair = () => ({ keys: [], most: recordsFor(2 * ALL_PAIRS) });

/** Single keys that make few pairs, then two keys together where one alone makes too many, the cheapest first. */
async function choose(costOf: Costing, keys: readonly Key[], records: number): Promise<Rule[]> {
  const rules: Found[] = [];
  const coarse: Key[] = [];
  for (const key of keys) {
    const cost = await costOf([key]);
    if (cost.pairs > 0 && (cost.left_out <= cost.pairs || key.alone))
      rules.push({ keys: [key.name], ...cost });
    if (cost.left_out > 0) coarse.push(key);
  }
  const together: Found[] = [];
  const full: Key[][] = [];
  for (const [a, b] of pairsOf(coarse)) {
    if (full.some((rule) => rule.every((key) => implied(a, key) || implied(b, key)))) continue;
    const cost = await costOf([a, b]);
    if (cost.left_out === 0) full.push([a, b]);
    if (cost.pairs > 0 && cost.left_out <= cost.pairs) together.push({ keys: [a.name, b.name], ...cost });
  }
  together.sort((a, b) => a.pairs - b.pairs);
  let total = rules.reduce((sum, { pairs }) => sum + pairs, 0);
  for (const rule of together) {
    total += rule.pairs;
    if (rules.length < MOST_RULES && total <= 3 * Math.max(200_000, records)) rules.push(rule);
  }
  const all = pairsAmong(records);
  return all > 0 && all <= ALL_PAIRS ? [everyPair(), ...rules] : rules;
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
  const { known, block } = blockOf(keys.map(({ name }) => name));
  const sizes = await engine.read<{ records: number; blocks: number } & Record<string, unknown>>(
    `select records, count(*) as blocks from (
      select count(*) as records from identity.firsts where ${known} group by ${block} having count(*) > 1
    ) as blocks group by records order by records`,
  );
  return withinBudget(sizes as readonly BlockSize[], budget);
}
