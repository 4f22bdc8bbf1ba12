import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";

export interface CsvStyle {
  readonly bom: boolean;
  readonly delimiter: string;
  readonly decimal: string;
  /** Whether a text that a spreadsheet would take for a formula gets a leading apostrophe. */
  readonly guard: boolean;
}

/** Writes rows of text as RFC 4180 CSV; `numeric` says which columns are numbers. */
export async function writeCsv(
  path: string,
  names: readonly string[],
  numeric: readonly boolean[],
  batches: AsyncIterable<(string | null)[][]>,
  style: CsvStyle,
): Promise<void> {
  const line = (values: readonly string[]) => `${values.join(style.delimiter)}\r\n`;
  async function* text() {
    yield `${style.bom ? "\uFEFF" : ""}${line(names.map((name) => quote(name, style)))}`;
    for await (const rows of batches)
      yield rows.map((row) => line(row.map((value, i) => field(value, numeric[i]!, style)))).join("");
  }
  await pipeline(text, createWriteStream(path));
}

function field(value: string | null, numeric: boolean, style: CsvStyle): string {
  if (value === null) return "";
  if (numeric) return quote(value.replace(".", style.decimal), style);
  return quote(style.guard && /^[=+\-@\t\r\0]/.test(value) ? `'${value}` : value, style);
}

function quote(value: string, { delimiter }: CsvStyle): string {
  return value.includes(delimiter) || /["\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
