import type { Cell, TableRow, Veil, VeiledRow } from "./cells.js";
import { type Language, label, veilText } from "./language.js";
import type { Gather, Notes, Unit } from "./rooms.js";

/**
 * The rows as a chart takes them in one language: labels, colours and written texts beside the figures, and `below`,
 * the limit, where there are fewer people than that.
 */
export function writtenRows(notes: Notes, rows: readonly VeiledRow[], language: Language): TableRow[] {
  return rows.map((veiled) => {
    const { row } = veiled;
    const written: TableRow = { ...row };
    for (const [column, unit] of Object.entries(notes.columns)) {
      if (!(column in row)) continue;
      if (isKeys(unit)) {
        written[`${column}_label`] = label(unit, row[column]!, language);
        const color = language.colors[unit]?.[String(row[column])];
        if (color !== undefined) written[`${column}_color`] = color;
      } else if (unit !== "text") {
        written[`${column}_text`] = cellText(veiled, column, unit, language);
      }
    }
    if (Object.values(veiled.veils).includes("small")) written.below = language.minimum;
    for (const [column, message] of Object.entries(notes.texts ?? {})) {
      written[column] = rowText(message, notes, veiled, language);
    }
    return written;
  });
}

/** One cell of the data table, in full. */
export function cellText({ row, veils }: VeiledRow, column: string, unit: Unit, language: Language): string {
  const value = row[column];
  if (veils[column] !== undefined) return veilText(veils[column], language);
  if (value === null || value === undefined) return "–";
  const { numbers } = language;
  if (isKeys(unit)) return label(unit, value, language);
  if (unit === "people" || unit === "count" || unit === "days") return numbers.whole(Number(value));
  if (unit === "money") return numbers.fullMoney(Number(value));
  if (unit === "share") return numbers.share(Number(value));
  if (unit === "number") return numbers.figure(Number(value));
  if (unit === "exact") return numbers.exact(Number(value));
  if (unit === "decimal") return numbers.decimal(Number(value));
  if (unit === "bits") return numbers.bits(Number(value));
  if (unit === "month") return numbers.month(String(value));
  if (unit === "day") return numbers.day(String(value));
  return String(value);
}

/**
 * A message over a row's columns, each written as in prose; `<column>_n`, the number itself, for plurals;
 * `<column>_is`, `none` where there is no value and else `known`, to select by. If the message speaks of what is missing, only that is said.
 */
export function rowText(message: string, notes: Notes, veiled: VeiledRow, language: Language): string {
  const { numbers, catalogue } = language;
  const missing = Object.keys(veiled.veils).filter((column) => catalogue.uses(message, column));
  if (missing.length > 0) {
    const veil: Veil = missing.some((column) => veiled.veils[column] === "small") ? "small" : "withheld";
    return veilText(veil, language);
  }
  const values: Record<string, string | number> = {};
  for (const [column, unit] of Object.entries(notes.columns)) {
    const value = veiled.row[column];
    if (typeof value === "number") values[`${column}_n`] = value;
    values[`${column}_is`] = value === null || value === undefined ? "none" : "known";
    values[column] =
      unit === "money" && typeof value === "number"
        ? numbers.shortMoney(value)
        : cellText(veiled, column, unit, language);
  }
  return catalogue.text(message, values);
}

/** Rows of another table as one text: "no consent 51 · withdrawn 13". */
export function gatheredText(
  gather: Gather,
  rows: readonly VeiledRow[],
  on: Cell,
  language: Language,
): string {
  const parts = rows
    .filter(
      ({ row, veils }) => row[gather.on] === on && (veils[gather.people] || Number(row[gather.people]) > 0),
    )
    .map(({ row, veils }) => {
      const veil = veils[gather.people];
      const people = language.numbers.whole(Number(row[gather.people]));
      const count =
        veil === undefined
          ? people
          : veil === "small"
            ? veilText(veil, language)
            : `(${veilText(veil, language)})`;
      return `${label(gather.prefix, row[gather.key]!, language)}\u00a0${count}`;
    });
  return parts.length === 0 ? "–" : parts.join(" · ");
}

/** Whether a unit is the catalogue prefix of keys. */
export function isKeys(unit: Unit): boolean {
  return unit.includes(".");
}
