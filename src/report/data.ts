import { type Engine, quoteName, quoteTable } from "../engine/engine.js";
import { type Cells, isWhole, type TableRow, type VeiledRow, veilSmallCells } from "./cells.js";
import type { Gather, Join, Spec } from "./rooms.js";

const MOST_ROWS = 5_000;

/** The rows of every table that the report shows, by spec and table name, small cells taken out. */
export type Tables = ReadonlyMap<Spec, ReadonlyMap<string, readonly VeiledRow[]>>;

/**
 * Reads what each spec draws, and takes small cells out of all of it together.
 * `veiled` gathers the names that are withheld, for the sentences.
 */
export async function readTables(
  engine: Engine,
  specs: readonly Spec[],
  minimum: number,
  veiled: Set<string>,
): Promise<Tables> {
  const existing = new Set(await engine.tables());
  const raw = new Map<string, TableRow[]>();
  for (const name of specs.flatMap(tableNames)) {
    if (!raw.has(name)) raw.set(name, existing.has(name) ? await readTable(engine, name) : []);
  }
  const veil = (spec: Spec, name: string) =>
    cellsOf(spec, name).reduce<VeiledRow[]>(
      (rows, cells) => overlaid(rows, veilSmallCells(raw.get(name)!, cells, minimum, veiled)),
      raw.get(name)!.map((row) => ({ row, veils: {} })),
    );
  const naming = specs.filter((spec) => cellsOf(spec, spec.data.name).some(isWhole));
  for (let before = -1; before < veiled.size; ) {
    before = veiled.size;
    for (const spec of naming) veil(spec, spec.data.name);
  }
  const tables = (spec: Spec) => new Map(tableNames(spec).map((name) => [name, veil(spec, name)]));
  return new Map(specs.map((spec) => [spec, tables(spec)]));
}

/** Names of the tables that a spec draws or gathers, its own first. */
export function tableNames(spec: Spec): string[] {
  const names = new Set<string>();
  const visit = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value !== null && typeof value === "object") {
      const { name } = ((value as Record<string, unknown>).data ?? {}) as { name?: unknown };
      if (typeof name === "string") names.add(name);
      Object.values(value).forEach(visit);
    }
  };
  visit(spec);
  for (const { table } of besides(spec)) names.add(table);
  return [...names];
}

function cellsOf(spec: Spec, name: string): readonly Cells[] {
  const own = [spec.usermeta.cells ?? []].flat();
  if (name === spec.data.name) return own;
  const other = besides(spec).find(({ table }) => table === name);
  if (other === undefined) return [];
  const { on, people } = other;
  const names = own.find((cells) => cells.names?.column === on)?.names;
  const named = names === undefined ? {} : { names: { ...names, part: true } };
  const rest = "key" in other ? { keys: [on, other.key], within: [[on]] } : { keys: [on], within: [] };
  return [{ ...rest, people, ...named }];
}

/** What a spec takes from other tables. */
const besides = ({ usermeta: { gather = {}, joins = {} } }: Spec): readonly (Gather | Join)[] => [
  ...Object.values(gather),
  ...Object.values(joins),
];

/** What is missing of either is missing. */
function overlaid(under: readonly VeiledRow[], over: readonly VeiledRow[]): VeiledRow[] {
  return under.map(({ row, veils }, i) => {
    const all = { ...veils, ...over[i]!.veils };
    return { row: { ...row, ...over[i]!.row, ...nulls(all) }, veils: all };
  });
}

function nulls(veils: VeiledRow["veils"]): TableRow {
  return Object.fromEntries(Object.keys(veils).map((column) => [column, null]));
}

async function readTable(engine: Engine, table: string): Promise<TableRow[]> {
  const columns = [...(await engine.columns(table)).keys()];
  const order = columns.map((column) => `${quoteName(column)} nulls last`).join(", ");
  const sql = `select * from ${quoteTable(table)} order by ${order}`;
  return engine.read<TableRow>({ sql, file: table }, {}, MOST_ROWS);
}
