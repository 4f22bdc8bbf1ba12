import { type Dialect, quoteText, type ReaderReject, type Row, type Select } from "./engine.js";

type Read = (select: Select) => Promise<Row[]>;

const REASONS: Record<string, string> = {
  "TOO MANY COLUMNS": "more fields than the header",
  "MISSING COLUMNS": "fewer fields than the header",
  "UNQUOTED VALUE": "a quote that is not closed where the field ends",
  "LINE SIZE OVER MAXIMUM": "a record of more than 2 MB",
  "INVALID ENCODING": "bytes that are not UTF-8",
};

/** See `Engine.csv`. */
export function csvSelect(path: string, dialect: Dialect, fields: readonly string[]): string {
  const columns = fields.map((field) => `${quoteText(field)}: 'VARCHAR'`).join(", ");
  const options = [
    "auto_detect = false",
    `header = ${dialect.header}`,
    `columns = {${columns}}`,
    `delim = ${quoteText(dialect.delimiter)}`,
    `quote = ${quoteText(dialect.quote)}`,
    `escape = ${quoteText(dialect.quote)}`,
    `compression = ${quoteText(path.endsWith(".gz") ? "gzip" : "none")}`,
    "strict_mode = true",
    "null_padding = false",
    "store_rejects = true",
    "rejects_limit = 0",
  ];
  return `select * from read_csv(${quoteText(path)}, ${options.join(", ")})`;
}

/** See `Engine.rejects`. */
export async function takeRejects(read: Read): Promise<ReaderReject[]> {
  const file = "the reader's rejects";
  const rows = await read({
    file,
    sql: `select line_byte_position as byte, min(error_type::varchar) as type
      from reject_errors group by all order by all`,
  });
  if (rows.length > 0) {
    await read({ file, sql: "truncate reject_errors" });
    await read({ file, sql: "truncate reject_scans" });
  }
  return rows.map((row) => ({
    byte: row.byte as number,
    reason: REASONS[row.type as string] ?? "not readable",
  }));
}

/** See `Engine.source`. */
export function fileSelect(path: string, format: "parquet" | "json" | "lines"): string {
  if (format === "parquet") return `select * from read_parquet(${quoteText(path)})`;
  if (format === "json") {
    return `select json as line from read_json_objects(${quoteText(path)}, maximum_object_size = 67108864)`;
  }
  return `select line from read_csv(${quoteText(path)}, auto_detect = false, header = false,
    columns = {'line': 'VARCHAR'}, delim = '\\x1e', quote = '', escape = '',
    strict_mode = true, null_padding = false)`;
}
