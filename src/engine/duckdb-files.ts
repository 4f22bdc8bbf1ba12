import {
  type Dialect,
  quoteName,
  quoteTable,
  quoteText,
  type ReaderReject,
  type Row,
  type Select,
} from "./engine.js";

type Read = (select: Select) => Promise<Row[]>;

const REASONS: Record<string, string> = {
  "TOO MANY COLUMNS": "more fields than the header",
  "MISSING COLUMNS": "fewer fields than the header",
  "UNQUOTED VALUE": "a quote that is not closed where the field ends",
  "LINE SIZE OVER MAXIMUM": "a record of more than 2 MB",
  "INVALID ENCODING": "bytes that are not UTF-8",
};

/** Reads a CSV file in a pinned dialect, by position against its own header; see `Engine.appendCsv`. */
export async function appendCsv(
  read: Read,
  table: string,
  path: string,
  dialect: Dialect,
  fields: readonly string[],
  take: Readonly<Record<string, string | null>>,
): Promise<ReaderReject[]> {
  const columns = fields.map((field) => `${quoteText(field)}: 'VARCHAR'`).join(", ");
  const list = Object.values(take).map((field) => (field === null ? "null" : quoteName(field)));
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
  await read({
    file: path,
    sql: `insert into ${quoteTable(table)} select ${list.join(", ")} from read_csv(${quoteText(path)}, ${options.join(", ")})`,
  });
  const rows = await read({
    file: path,
    sql: `select line_byte_position as byte, min(error_type::varchar) as type
      from reject_errors group by all order by all`,
  });
  if (rows.length > 0) {
    await read({ file: path, sql: "truncate reject_errors" });
    await read({ file: path, sql: "truncate reject_scans" });
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
