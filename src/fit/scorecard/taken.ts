/** The values of some rows. */
export function taken<T extends Uint8Array | Int32Array | Float64Array>(values: T, rows: Int32Array): T {
  const found = new (values.constructor as new (length: number) => T)(rows.length);
  for (let i = 0; i < rows.length; i++) found[i] = values[rows[i]!]!;
  return found;
}
