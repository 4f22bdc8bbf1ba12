import { escapeHtml } from "./catalogue.js";
import type { TableRow, VeiledRow } from "./cells.js";
import type { Language } from "./language.js";
import { isChart, type Show, type Unit } from "./rooms.js";
import { cellText, gatheredText, rowText } from "./written.js";

const RIGHT = new Set<Unit>([
  "people",
  "count",
  "money",
  "share",
  "days",
  "decimal",
  "bits",
  "number",
  "exact",
]);

interface Column {
  readonly heading: string;
  readonly style?: "number" | "links";
  readonly text: (row: VeiledRow) => string;
  readonly html?: (row: VeiledRow) => string;
  readonly csv?: (row: VeiledRow) => string;
}

export interface DataTable {
  readonly html: string;
  readonly csv: string;
}

/**
 * The table that equals a chart, as HTML and as CSV: decimal comma and semicolon where the language has them.
 * `anchor` gives a row its id.
 */
export function dataTable(
  show: Show,
  tables: ReadonlyMap<string, readonly VeiledRow[]>,
  language: Language,
  anchor: (row: TableRow) => string | undefined = () => undefined,
): DataTable {
  const columns = columnsOf(show, tables, language);
  const rows = tables.get(show.spec.data.name)!;
  const cell = (tag: string, style: string | undefined, content: string) =>
    `<${tag}${style === undefined ? "" : ` class="${style}"`}>${content}</${tag.split(" ")[0]}>`;
  const head = columns.map((column) =>
    cell('th scope="col"', column.style ?? wordy(column, rows), escapeHtml(column.heading)),
  );
  const body = rows.map((row) => {
    const id = anchor(row.row);
    const cells = columns.map(({ html, text, style }) =>
      cell("td", style, html?.(row) ?? escapeHtml(text(row))),
    );
    return `<tr${id === undefined ? "" : ` id="${escapeHtml(id)}"`}>${cells.join("")}</tr>`;
  });
  const html = `<table><thead><tr>${head.join("")}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table>`;
  return { html, csv: csvOf(columns, rows, language) };
}

/** Texts longer than so many letters are given room, lest a narrow screen puts each word on a line of its own. */
const LONG = 24;

function wordy({ text }: Column, rows: readonly VeiledRow[]): "words" | undefined {
  return rows.some((row) => text(row).length > LONG) ? "words" : undefined;
}

function columnsOf(
  { room, words = room, spec }: Show,
  tables: ReadonlyMap<string, readonly VeiledRow[]>,
  language: Language,
): Column[] {
  const notes = spec.usermeta;
  const heading = (name: string) =>
    language.catalogue.text(notes.headings?.[name] ?? `${words}.column.${name}`);
  const texts = isChart(spec) ? {} : (notes.texts ?? {});
  const written = (name: string, message: string): Column => ({
    heading: heading(name),
    text: (row) => rowText(message, notes, row, language),
  });
  const plain = Object.entries(notes.columns)
    .filter(([name]) => !notes.hides?.includes(name))
    .map(([name, unit]) => {
      const message = texts[name];
      return message === undefined
        ? valueColumn(heading(name), name, unit, language)
        : written(name, message);
    });
  const further = Object.entries(texts).filter(([name]) => !(name in notes.columns));
  const gathered = Object.entries(notes.gather ?? {}).map(([name, gather]): Column => {
    const rows = tables.get(gather.table) ?? [];
    return {
      heading: heading(name),
      text: ({ row }) => gatheredText(gather, rows, row[gather.on] ?? null, language),
    };
  });
  const joined = Object.entries(notes.joins ?? {}).flatMap(
    ([name, { table, on, column, unit }]): Column[] => {
      const rows = new Map((tables.get(table) ?? []).map((other) => [other.row[on], other]));
      const of = ({ row }: VeiledRow) => rows.get(row[on]) ?? { row: {}, veils: {} };
      return rows.size === 0 ? [] : [valueColumn(heading(name), column, unit, language, of)];
    },
  );
  const links = Object.entries(notes.links ?? {}).map(([name, paths]) => linkColumn(heading(name), paths));
  return [
    ...[...plain, ...joined],
    ...further.map(([name, message]) => written(name, message)),
    ...[...gathered, ...links],
  ];
}

/** A column as it stands in a row, or in the row of another table that belongs to it. */
function valueColumn(
  heading: string,
  name: string,
  unit: Unit,
  language: Language,
  of = (row: VeiledRow) => row,
): Column {
  const text = (row: VeiledRow) => cellText(of(row), name, unit, language);
  const csv = (row: VeiledRow) =>
    of(row).veils[name] === undefined ? figure(of(row).row, name, unit, language) : text(row);
  return { heading, text, csv, ...(RIGHT.has(unit) ? { style: "number" } : {}) };
}

function linkColumn(heading: string, paths: readonly string[]): Column {
  const filled = ({ row }: VeiledRow) =>
    paths.map((path) =>
      path.replace(/\{(\w+)\}/g, (_, column: string) => encodeURIComponent(String(row[column]))),
    );
  const short = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  const link = (path: string) => `<a href="${escapeHtml(path)}">${escapeHtml(short(path))}</a>`;
  return {
    heading,
    style: "links",
    text: (row) => filled(row).map(short).join(" · "),
    html: (row) => filled(row).map(link).join("<br>"),
  };
}

/** A figure as a spreadsheet of that language reads it; words as they are. */
function figure(row: TableRow, name: string, unit: Unit, language: Language): string {
  const value = row[name];
  if (value === null || value === undefined) return "";
  if (unit === "month" || unit === "day") return String(value).slice(0, 10);
  if (!RIGHT.has(unit)) return cellText({ row, veils: {} }, name, unit, language);
  const text = Number(value).toFixed(digits(unit, Number(value), language));
  return usesComma(language) ? text.replace(".", ",") : text;
}

/** Decimal places of a figure; of a small share enough to tell it from none. */
function digits(unit: Unit, value: number, { numbers }: Language): number {
  if (unit === "money") return numbers.moneyDigits;
  if (unit === "bits" || unit === "decimal") return 2;
  if (unit === "number") return 6;
  if (unit !== "share") return 0;
  return value === 0 ? 4 : Math.min(12, Math.max(4, 1 - Math.floor(Math.log10(Math.abs(value)))));
}

function csvOf(columns: readonly Column[], rows: readonly VeiledRow[], language: Language): string {
  const separator = usesComma(language) ? ";" : ",";
  const field = (text: string) => {
    const guarded = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.,]+$/.test(text) ? `'${text}` : text;
    return /[",;\n\r]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
  };
  const body = rows.map((row) => columns.map(({ csv, text }) => (csv ?? text)(row)));
  const lines = [columns.map(({ heading }) => heading), ...body];
  return `\ufeff${lines.map((line) => line.map(field).join(separator)).join("\r\n")}\r\n`;
}

function usesComma({ numbers }: Language): boolean {
  return numbers.share(0.015).includes(",");
}
