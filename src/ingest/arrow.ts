import { createReadStream } from "node:fs";
import { type Field, RecordBatchReader, Type } from "apache-arrow";
import { unreadable } from "./unreadable.js";

const ARROW = "Arrow IPC file or stream";

/**
 * Column names of an Arrow IPC file or stream.
 * @throws {CliError} exit 3 if it is neither
 */
export async function arrowFields(path: string, shown: string): Promise<string[]> {
  const reader = await open(path, shown);
  return reader.schema.fields.map((field) => field.name);
}

/** Rows of an Arrow IPC file or stream as text, in the order of its columns; batch by batch. */
export async function* arrowRows(path: string, shown: string): AsyncGenerator<(string | null)[]> {
  const reader = await open(path, shown);
  const { fields } = reader.schema;
  const batches = reader[Symbol.asyncIterator]();
  for (;;) {
    const { done, value: batch } = await batches.next().catch((cause) => {
      throw unreadable(shown, ARROW, cause);
    });
    if (done) return;
    const columns = fields.map((_, i) => batch.getChildAt(i));
    for (let row = 0; row < batch.numRows; row++) {
      yield fields.map((field, i) => text(columns[i]?.get(row), field));
    }
  }
}

async function open(path: string, shown: string) {
  try {
    const reader = await RecordBatchReader.from(createReadStream(path));
    return await reader.open();
  } catch (cause) {
    throw unreadable(shown, ARROW, cause);
  }
}

function text(value: unknown, field: Field): string | null {
  if (value === null || value === undefined) return null;
  const type = field.type;
  if (type.typeId === Type.Date) return new Date(value as number).toISOString().slice(0, 10);
  if (type.typeId === Type.Timestamp) {
    const iso = new Date(value as number).toISOString();
    return (type as { timezone?: string | null }).timezone ? iso : iso.slice(0, -1);
  }
  if (type.typeId === Type.Decimal)
    return decimal(value as { toString(): string }, (type as { scale: number }).scale);
  if (typeof value === "object")
    return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner));
  return String(value);
}

function decimal(value: { toString(): string }, scale: number): string {
  const digits = value.toString();
  const sign = digits.startsWith("-") ? "-" : "";
  const padded = digits.replace("-", "").padStart(scale + 1, "0");
  return scale === 0 ? sign + padded : `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}
