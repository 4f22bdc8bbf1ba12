import { type Engine, quoteName, quoteTable, quoteText, type Select } from "../engine/engine.js";
import { outputs } from "../engine/syntax.js";
import { type Contract, checksOf, namesColumn, required } from "../pipeline/contract.js";
import { type Excludable, excludeConditions } from "../pipeline/exclude.js";
import { birth, INFERRED, inferable, refusal, typed } from "./cast.js";
import type { Opening, OpenSource } from "./open.js";

/** The rows that one source brings to one contract table, typed, with what is wrong with each. */
export interface Part {
  readonly source: OpenSource;
  readonly contract: Contract;
  readonly table: string;
  /** Columns beyond the contract that hold a value: an expression over the part, typed, by the column's name. */
  readonly extras: ReadonlyMap<string, { readonly type: string; readonly value: string }>;
  /** What `_bad = i` means. */
  readonly faults: readonly { readonly column: string; readonly reason: string }[];
  /** Casts that leave a row without the value that fails them; the part's column `?<column>` says so of each row. */
  readonly lenient: readonly Cast[];
  /** Where rows lack the number that the contract's key wants: the largest one that others have. */
  readonly lastNumber?: number;
}

/** The cast of an export's column to one of the contract, which some of its values may fail. */
export interface Cast {
  /** The contract's column, and the header of the export's. */
  readonly column: string;
  readonly field: string;
  readonly reason: string;
  /** A condition: the row has a value, and it cannot be read. */
  readonly fails: string;
}

/** Rows that are looked at to see what types a column could have. */
const SAMPLE = 5000;

/** Where a part's rows come from: columns of text or of types. */
export interface PartInput {
  readonly columns: ReadonlyMap<string, string>;
  /** Contract column → input column. */
  readonly mapping: ReadonlyMap<string, string>;
  /** Contract column → input columns that stand for it, in this order, where that of the mapping is empty. */
  readonly instead?: ReadonlyMap<string, readonly string[]>;
}

/** How a source's rows become those of a contract table. */
export interface PartShape {
  /** The typed rows of a relation that has the input's columns. */
  readonly select: (from: string) => Select;
  readonly faults: Part["faults"];
  readonly lenient: Part["lenient"];
  /** Columns that the contract does not name; the part has each as `+name`. */
  readonly further: readonly string[];
}

/**
 * The select of a part: `_row` if its input has it, the contract's columns cast once, the further columns as read
 * (`+name`), whether the value of a lenient column could not be read (`?column`), `_excluded` (number of the rule that
 * leaves the row out) and `_bad` (number of the first fault).
 */
export async function partShape(
  { engine, pipeline }: Opening,
  source: OpenSource,
  contract: Contract,
  input: PartInput,
): Promise<PartShape> {
  const names = [...input.columns.keys()].filter((name) => name !== "_row" && name !== "source");
  const row = input.columns.has("_row") ? ["_row"] : [];
  const used = new Set([...input.mapping.values(), ...[...(input.instead?.values() ?? [])].flat()]);
  const further = names.filter((name) => !used.has(name));
  const columns = [...contract.columns].map(([column, type]) => ({
    column,
    type,
    value: contractValue(source, input, column, type),
  }));
  const casts = castsOf(source, contract, input);
  const lenient = casts.filter(({ column }) => source.spec.lenient.includes(column));
  const faults = [
    ...casts.map((cast) => ({
      column: cast.field,
      reason: cast.reason,
      when: lenient.includes(cast) ? `${cast.fails} and ${needed(contract, cast)}` : cast.fails,
    })),
    ...contract.checks.map(({ sql, reason, column }) => ({
      column: source.fields.get(input.mapping.get(column) ?? "") ?? column,
      reason,
      when: `(${sql}) is not true`,
    })),
  ];
  const raw = names.map((name) => [name, { bound: `~${name}`, type: input.columns.get(name)! }] as const);
  const cast = columns.map(({ column, type }) => [column, { bound: column, type }] as const);
  const known = new Map<string, Excludable>([...raw, ...cast]);
  const excluded =
    source.mapping === null ? [] : await excludeConditions(engine, pipeline, source.name, known);
  const select = (from: string) => ({
    file: `${contract.table} of source "${source.name}"`,
    sql: `with raw as (
          select ${[...row, ...names.map((name) => `${clean(source, input, name)} as ${rawName(name)}`)].join(", ")}
          from ${from}
        ),
        typed as (
          select raw.*, ${columns.map(({ column, value }) => `${value} as ${quoteName(column)}`).join(", ")} from raw
        ),
        checked as (select * ${replaced(source, contract)} from typed)
        select ${[
          ...row,
          ...columns.map(({ column }) => quoteName(column)),
          ...further.map((name) => `${rawName(name)} as ${quoteName(`+${name}`)}`),
          ...lenient.map(({ column, fails }) => `(${fails}) as ${blankedName(column)}`),
          `${firstOf(excluded)} as _excluded`,
          `${firstOf(faults.map(({ when }) => when))} as _bad`,
        ].join(", ")}
        from checked`,
  });
  return { select, faults, lenient, further };
}

/** The casts that a value may fail: of a text to anything else, and of one type to another. */
function castsOf(source: OpenSource, contract: Contract, input: PartInput): Cast[] {
  return [...contract.columns].flatMap(([column, type]) => {
    const from = input.mapping.get(column);
    if (from === undefined) return [];
    const checks = source.spec.lenient.includes(column) ? ownChecks(contract, column) : [];
    const all = sourcesOf(input, column);
    const cast = type !== "VARCHAR" && all.some((each) => type !== input.columns.get(each));
    if (!cast && checks.length === 0) return [];
    const raw = all.map(rawName);
    const known =
      all.length === 1 ? raw[0]! : `coalesce(${raw.map((each) => `${each}::varchar`).join(", ")})`;
    const fails = `${known} is not null and ${quoteName(column)} is null`;
    const reason = [
      ...(cast ? [refusal(type, source.csv)] : []),
      ...checks.map((check) => check.reason),
    ].join(", or ");
    return { column, field: source.fields.get(from) ?? from, reason, fails };
  });
}

/** The checks that a value of a lenient column fails by itself and that the row does not fail without it. */
const ownChecks = (contract: Contract, column: string) =>
  checksOf(contract, column).filter(
    ({ sql }) =>
      !required(contract).includes(column) &&
      ![...contract.columns.keys()].some((other) => other !== column && namesColumn(sql, other)),
  );

/** Values of lenient columns that fail a check are none. */
function replaced({ spec }: OpenSource, contract: Contract): string {
  const list = spec.lenient.flatMap((column) => {
    const passes = ownChecks(contract, column).map(({ sql }) => `(${sql})`);
    return passes.length === 0
      ? []
      : [`case when ${passes.join(" and ")} then ${quoteName(column)} end as ${quoteName(column)}`];
  });
  return list.length === 0 ? "" : `replace (${list.join(", ")})`;
}

/** A condition: the row fails a check of a column that is lenient, so that the value cannot be done without. */
function needed(contract: Contract, { column }: Cast): string {
  const failed = checksOf(contract, column).map(({ sql }) => `(${sql}) is not true`);
  return failed.length === 0 ? "false" : `(${failed.join(" or ")})`;
}

/** The column of a part that says whether a row's value of a lenient column could not be read. */
export function blankedName(column: string): string {
  return quoteName(`?${column}`);
}

/** A part whose rows stand in a table, in the shape that was made for them. */
export async function partOf(
  engine: Engine,
  source: OpenSource,
  contract: Contract,
  input: PartInput,
  { faults, lenient, further }: PartShape,
  table: string,
): Promise<Part> {
  const taken = [...contract.columns.keys(), ...outputs(contract.tree)];
  const extras = await inferTypes(engine, table, source, input, further, taken);
  const last = contract.number === undefined ? undefined : await lastNumber(engine, table, contract.number);
  const number = last === undefined ? {} : { lastNumber: last };
  return { source, contract, table, extras, faults, lenient, ...number };
}

/** The largest number that a row has, where some have none. */
async function lastNumber(engine: Engine, table: string, column: string): Promise<number | undefined> {
  const number = quoteName(column);
  const [row] = await engine.read<{ lack: boolean; last: number }>(
    `select count(*) > count(${number}) as lack, coalesce(max(${number}), 0) as last
    from ${quoteTable(table)} where _excluded is null and _bad is null`,
  );
  return row!.lack ? row!.last : undefined;
}

/** The number of the first condition that holds, or null. */
export function firstOf(conditions: readonly string[]): string {
  if (conditions.length === 0) return "cast(null as smallint)";
  return `cast(case ${conditions.map((when, i) => `when ${when} then ${i}`).join(" ")} end as smallint)`;
}

/**
 * The input columns that a contract column is taken from: the first that holds a value; of a lenient column, one that can
 * be read.
 */
const sourcesOf = ({ mapping, instead }: PartInput, column: string): string[] =>
  [mapping.get(column) ?? [], instead?.get(column) ?? []].flat();

function contractValue(source: OpenSource, input: PartInput, column: string, type: string): string {
  if (column === "source") return quoteText(source.name);
  const from = input.mapping.get(column);
  if (from !== undefined) {
    const columns = sourcesOf(input, column);
    const values = columns.map((each) => {
      const value = typed(rawName(each), type, source.csv, input.columns.get(each)!);
      return column === "birth_date" && input.columns.get(each) === "VARCHAR"
        ? birth(value, rawName(each), source.csv)
        : value;
    });
    if (values.length === 1) return values[0]!;
    if (source.spec.lenient.includes(column)) return `coalesce(${values.join(", ")})`;
    const whens = values.map((value, i) => `when ${rawName(columns[i]!)} is not null then ${value}`);
    return `case ${whens.join(" ")} end`;
  }
  const fixed = source.spec.set[column];
  if (fixed !== undefined) return typed(quoteText(fixed), type, { ...source.csv, decimal: "." });
  const named = input.mapping.has("contact_id") || source.spec.set.contact_id !== undefined;
  return column === "contact_source" && named ? quoteText(source.name) : `cast(null as ${type})`;
}

/** A field as a text without the blanks around it, null where that leaves nothing; casts see to blanks themselves. */
function clean({ csv }: OpenSource, input: PartInput, name: string): string {
  const column = quoteName(name);
  if (input.columns.get(name) !== "VARCHAR") return column;
  return csv.trim ? `trimmed(${column})` : `nullif(${column}, '')`;
}

function rawName(name: string): string {
  return quoteName(`~${name}`);
}

/**
 * The columns beyond the contract that hold a value, each with the narrowest type that takes all its values: candidates
 * from the first rows, proven on all of them.
 */
async function inferTypes(
  engine: Engine,
  table: string,
  { csv }: OpenSource,
  input: PartInput,
  names: readonly string[],
  taken: readonly string[],
): Promise<Part["extras"]> {
  const live = `select * from ${quoteTable(table)} where _excluded is null`;
  const plain = await counts(
    engine,
    live,
    table,
    names.map((name) => quoteName(`+${name}`)),
  );
  const filled = names.filter((_, i) => plain[i]! > 0);
  const total = new Map(names.map((name, i) => [name, plain[i]!]));
  let open = new Map<string, Inferred[]>();
  for (const name of filled) open.set(name, input.columns.get(name) === "VARCHAR" ? [...INFERRED] : []);
  open = await fitting(engine, `${live} limit ${SAMPLE}`, table, open, csv);
  const found = new Map<string, Inferred>();
  while (open.size > 0) {
    const tries = [...open]
      .filter(([, types]) => types.length > 0)
      .map(([name, types]) => [name, types[0]!] as const);
    const hits = await counts(
      engine,
      live,
      table,
      tries.map(([name, type]) => inferable(quoteName(`+${name}`), type, csv)),
    );
    open = new Map(tries.map(([name]) => [name, open.get(name)!.slice(1)]));
    tries.forEach(([name, type], i) => {
      if (hits[i] !== total.get(name)) return;
      found.set(name, type);
      open.delete(name);
    });
  }
  return new Map(
    filled.map((name) => {
      const type = found.get(name);
      const column = quoteName(`+${name}`);
      const value = type === undefined ? column : typed(column, type, csv);
      return [free(name, taken, names), { type: type ?? input.columns.get(name)!, value }];
    }),
  );
}

/** A column's own name, or the first `name_2`, `name_3` … that neither the contract nor another column bears. */
function free(name: string, taken: readonly string[], others: readonly string[]): string {
  if (!taken.includes(name)) return name;
  let number = 2;
  while ([...taken, ...others].includes(`${name}_${number}`)) number++;
  return `${name}_${number}`;
}

type Inferred = (typeof INFERRED)[number];

/** Of each column's types those that take every value of a relation. */
async function fitting(
  engine: Engine,
  relation: string,
  table: string,
  columns: ReadonlyMap<string, readonly Inferred[]>,
  csv: OpenSource["csv"],
): Promise<Map<string, Inferred[]>> {
  const tries = [...columns].flatMap(([name, types]) => types.map((type) => [name, type] as const));
  const names = [...columns.keys()];
  const all = await counts(
    engine,
    relation,
    table,
    names.map((name) => quoteName(`+${name}`)),
  );
  const hits = await counts(
    engine,
    relation,
    table,
    tries.map(([name, type]) => inferable(quoteName(`+${name}`), type, csv)),
  );
  const fits = (name: string, type: Inferred) =>
    hits[tries.findIndex((each) => each[0] === name && each[1] === type)] === all[names.indexOf(name)];
  return new Map([...columns].map(([name, types]) => [name, types.filter((type) => fits(name, type))]));
}

/** How many rows of a relation have a value of each expression. */
async function counts(
  engine: Engine,
  relation: string,
  file: string,
  values: readonly string[],
): Promise<number[]> {
  if (values.length === 0) return [];
  const list = values.map((value, i) => `count(${value}) as n_${i}`).join(", ");
  const [row] = await engine.read<Record<string, number>>({ sql: `select ${list} from (${relation})`, file });
  return values.map((_, i) => row![`n_${i}`]!);
}
