import { DuckDBDataChunk, type DuckDBResult, type DuckDBType } from "@duckdb/node-api";

/** The columns of a result as numbers; a null is NaN. */
export async function readNumbers<Name extends string>(
  result: DuckDBResult,
): Promise<Record<Name, Float64Array>> {
  const names = result.columnNames();
  const chunks = await result.fetchAllChunks();
  const count = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const columns = names.map(() => new Float64Array(count));
  let start = 0;
  for (const chunk of chunks) {
    const { rowCount } = chunk;
    for (const [i, column] of columns.entries()) {
      const vector = chunk.getColumnVector(i);
      for (let row = 0; row < rowCount; row++) {
        const value = vector.getItem(row);
        column[start + row] = value === null ? Number.NaN : Number(value);
      }
    }
    start += rowCount;
  }
  return Object.fromEntries(names.map((name, i) => [name, columns[i]!])) as Record<Name, Float64Array>;
}

const ROWS = 2048;

/** Columns of numbers in chunks as the engine takes them; NaN becomes null. */
export function* chunksOf(
  types: readonly DuckDBType[],
  columns: readonly Float64Array[],
): Generator<DuckDBDataChunk> {
  const count = columns[0]!.length;
  for (let start = 0; start < count; start += ROWS) {
    const end = Math.min(count, start + ROWS);
    const chunk = DuckDBDataChunk.create(types, end - start);
    for (const [i, column] of columns.entries()) {
      const vector = chunk.getColumnVector(i);
      for (let row = start; row < end; row++) {
        const value = column[row]!;
        vector.setItem(row - start, Number.isNaN(value) ? null : value);
      }
      vector.flush();
    }
    yield chunk;
  }
}
