import { type Engine, type Parameters, quoteName, quoteTable, quoteText } from "../engine/engine.js";
import { resolveRule } from "../pipeline/rule.js";
import type { Pipeline } from "../pipeline/schema.js";
import { INFERRED, inferable, refusal, typed } from "./cast.js";
import type { Contract } from "./contract.js";
import type { OpenSource } from "./open.js";

/** The rows that one source brings to one contract table, typed, with what is wrong with each. */
export interface Part {
  readonly source: OpenSource;
  readonly contract: Contract;
  readonly table: string;
  /** Columns beyond the contract that hold a value: an expression over the part, typed, by the column's name. */
  readonly extras: ReadonlyMap<string, { readonly type: string; readonly value: string }>;
  /** What `_bad = i` means. */
  readonly faults: readonly { readonly column: string; readonly reason: string }[];
}

/** Where a part's rows come from: a relation with `_row` and columns of text or of types. */
export interface PartInput {
  readonly from: string;
  readonly columns: ReadonlyMap<string, string>;
  /** Contract column → column of `from`. */
  readonly mapping: ReadonlyMap<string, string>;
}

/**
 * Makes `part.<source>__<table>`: `_row`, the contract's columns cast once, the further columns as read (`+name`),
 * `_excluded` (number of the rule that leaves the row out) and `_bad` (number of the first fault).
 */
export async function makePart(
  engine: Engine,
  pipeline: Pipeline,
  source: OpenSource,
  contract: Contract,
  input: PartInput,
  parameters: Parameters,
): Promise<Part> {
  const table = `part.${source.name}__${contract.table}`;
  const names = [...input.columns.keys()].filter((name) => name !== "_row" && name !== "source");
  const used = new Set(input.mapping.values());
  const further = names.filter((name) => !used.has(name));
  const columns = [...contract.columns].map(([column, type]) => ({
    column,
    type,
    from: input.mapping.get(column),
    value: contractValue(source, input, column, type),
  }));
  const faults = [
    ...columns.flatMap(({ column, type, from }) =>
      from === undefined || type === "VARCHAR"
        ? []
        : [
            {
              column: source.fields.get(from) ?? from,
              reason: refusal(type, source.csv),
              when: `${rawName(from)} is not null and ${quoteName(column)} is null`,
            },
          ],
    ),
    ...contract.checks.map(({ sql, reason, column }) => ({
      column: source.fields.get(input.mapping.get(column) ?? "") ?? column,
      reason,
      when: `(${sql}) is not true`,
    })),
  ];
  const mapped = columns.map(({ column }) => [column, [column]] as const);
  const known = new Map([...names.map((name) => [name, [`~${name}`]] as const), ...mapped]);
  const excluded =
    source.mapping === null ? [] : await excludeConditions(engine, pipeline, source.name, known);
  await engine.create(
    table,
    {
      file: `${contract.table} of source "${source.name}"`,
      sql: `with raw as (
          select ${["_row", ...names.map((name) => `${clean(source, input, name)} as ${rawName(name)}`)].join(", ")}
          from ${input.from}
        ),
        typed as (
          select raw.*, ${columns.map(({ column, value }) => `${value} as ${quoteName(column)}`).join(", ")} from raw
        )
        select ${[
          "_row",
          ...columns.map(({ column }) => quoteName(column)),
          ...further.map((name) => `${rawName(name)} as ${quoteName(`+${name}`)}`),
          `${firstOf(excluded)} as _excluded`,
          `${firstOf(faults.map(({ when }) => when))} as _bad`,
        ].join(", ")}
        from typed`,
    },
    parameters,
  );
  const taken = new Set(contract.columns.keys());
  const extras = await inferTypes(engine, table, source, input, further, taken);
  return { source, contract, table, extras, faults };
}

/** The exclusion rules of a source as conditions over the columns it is known to have. */
export async function excludeConditions(
  engine: Engine,
  pipeline: Pipeline,
  name: string,
  columns: ReadonlyMap<string, readonly string[]>,
): Promise<string[]> {
  const rules = pipeline.sources[name]!.exclude;
  const conditions: string[] = [];
  for (const [i, { when }] of rules.entries()) {
    const line = pipeline.line(["sources", name, "exclude", i, "when"]);
    const source = {
      rule: when,
      file: pipeline.file,
      what: `exclude in source "${name}"`,
      ...(line === undefined ? {} : { line }),
    };
    conditions.push(await resolveRule(engine, source, { rooms: new Map([[name, columns]]) }));
  }
  return conditions;
}

/** The number of the first condition that holds, or null. */
export function firstOf(conditions: readonly string[]): string {
  if (conditions.length === 0) return "cast(null as smallint)";
  return `cast(case ${conditions.map((when, i) => `when ${when} then ${i}`).join(" ")} end as smallint)`;
}

function contractValue(source: OpenSource, input: PartInput, column: string, type: string): string {
  if (column === "source") return quoteText(source.name);
  const from = input.mapping.get(column);
  if (from !== undefined) return typed(rawName(from), type, source.csv, input.columns.get(from)!);
  const fixed = source.spec.set[column];
  if (fixed !== undefined) return typed(quoteText(fixed), type, { ...source.csv, decimal: "." });
  const named = input.mapping.has("contact_id") || source.spec.set.contact_id !== undefined;
  return column === "contact_source" && named ? quoteText(source.name) : `cast(null as ${type})`;
}

function clean({ csv }: OpenSource, input: PartInput, name: string): string {
  const column = quoteName(name);
  if (input.columns.get(name) !== "VARCHAR") return column;
  return csv.trim ? `nullif(trim(${column}, ' \t\u00a0'), '')` : `nullif(${column}, '')`;
}

function rawName(name: string): string {
  return quoteName(`~${name}`);
}

async function inferTypes(
  engine: Engine,
  table: string,
  { csv }: OpenSource,
  input: PartInput,
  names: readonly string[],
  taken: ReadonlySet<string>,
): Promise<Part["extras"]> {
  const extras = new Map<string, { type: string; value: string }>();
  if (names.length === 0) return extras;
  const counts = names.flatMap((name, i) => {
    const column = quoteName(`+${name}`);
    const tries = input.columns.get(name) === "VARCHAR" ? INFERRED : [];
    return [
      `count(${column}) as n_${i}`,
      ...tries.map((type, k) => `count(${inferable(column, type, csv)}) as n_${i}_${k}`),
    ];
  });
  const [row] = await engine.read<Record<string, number>>({
    sql: `select ${counts.join(", ")} from ${quoteTable(table)} where _excluded is null`,
    file: table,
  });
  names.forEach((name, i) => {
    const n = row![`n_${i}`]!;
    if (n === 0) return;
    const column = quoteName(`+${name}`);
    const own = input.columns.get(name)!;
    const type = INFERRED.find((_, k) => row![`n_${i}_${k}`] === n);
    const key = taken.has(name) ? `${name}_2` : name;
    if (type === undefined) extras.set(key, { type: own, value: column });
    else extras.set(key, { type, value: typed(column, type, csv) });
  });
  return extras;
}
