import type { TableRow, VeiledRow } from "./cells.js";
import type { Tables } from "./data.js";
import { type Language, label } from "./language.js";
import type { Notes, Show } from "./rooms.js";
import { rowText } from "./written.js";

/** A chart or table with the rows that it draws: all of its table, or those of one value of what it is repeated for. */
export interface Part {
  readonly show: Show;
  readonly tables: ReadonlyMap<string, readonly VeiledRow[]>;
  /** Of a repeated chart, a row of the part. */
  readonly of?: VeiledRow;
}

/** The question that a part is about, where its chart is repeated for each. */
export const QUESTION = "question";

/**
 * What a chart is drawn as: once, or once for each value of the columns that `each` names, in the order of its table's
 * rows. The parts of a repeated one are called `<chart>-1`, `<chart>-2` …
 */
export function partsOf(show: Show, read: Tables): Part[] {
  const { spec, name } = show;
  const tables = read.get(spec)!;
  const columns = Object.keys(spec.usermeta.each ?? {});
  const rows = tables.get(spec.data.name)!;
  if (columns.length === 0 || rows.length === 0) return [{ show, tables }];
  const groups = new Map<string, VeiledRow[]>();
  for (const row of rows) {
    const key = keyOf(row.row, columns);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].map((own, i) => ({
    show: { ...show, name: groups.size === 1 ? name : `${name}-${i + 1}` },
    tables: new Map([...tables].map(([table, all]) => [table, table === spec.data.name ? own : all])),
    of: own[0]!,
  }));
}

const keyOf = (row: TableRow, columns: readonly string[]) => JSON.stringify(columns.map((name) => row[name]));

/** The question that a part is about; undefined where there is none. */
export function questionOf({ show, of }: Part): string | undefined {
  return of !== undefined && QUESTION in (show.spec.usermeta.each ?? {})
    ? String(of.row[QUESTION])
    : undefined;
}

/** A question in words. */
export function questionWords({ show, of }: Part, language: Language): string {
  return label(show.spec.usermeta.each![QUESTION]!, of!.row[QUESTION]!, language);
}

/** A message of a chart, which may name the columns of a part's first row. */
export function partText(message: string, { show, of, tables }: Part, language: Language): string {
  if (of === undefined) return language.catalogue.text(message);
  const { columns, each = {}, spreads = {} } = show.spec.usermeta;
  const units = Object.fromEntries(Object.entries(spreads).map(([name, column]) => [name, columns[column]!]));
  const notes: Notes = { ...show.spec.usermeta, columns: { ...each, ...columns, ...units } };
  const rows = tables.get(show.spec.data.name)!;
  const wide = Object.entries(spreads).map(([name, column]) => [name, spreadOf(rows, column)]);
  return rowText(message, notes, { ...of, row: { ...of.row, ...Object.fromEntries(wide) } }, language);
}

function spreadOf(rows: readonly VeiledRow[], column: string): number {
  const values = rows.flatMap(({ row }) => (typeof row[column] === "number" ? [row[column]] : []));
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}
