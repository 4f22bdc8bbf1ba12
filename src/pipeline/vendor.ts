import { readFileSync } from "node:fs";
import {
  type Engine,
  type Parameters,
  quoteName,
  type Select,
  type SyntaxNode,
  type SyntaxTree,
} from "../engine/engine.js";
import { columnName, nodes, tablesRead } from "../engine/syntax.js";
import { CliError, EXIT } from "../error.js";
import { treeFiles } from "./trees.js";

/**
 * The selects of `sql/sources/<vendor>/`. `rows` reads `<vendor>.file`, the rows as they stand in a file, and shapes
 * them, `_misfit` saying `column: reason` of what cannot be read; without it they are staged as they are. The others read `<vendor>.export`, the staged rows that are not put
 * aside, and each other: one that bears the name of a contract table fills it, any other is a table on the way.
 */
export interface Vendor {
  readonly name: string;
  readonly rows?: Select;
  /** By table, each after those that it reads. */
  readonly selects: ReadonlyMap<string, Select>;
  /** Tables that no other select of the vendor reads. */
  readonly unread: ReadonlySet<string>;
  /** Columns of the export that they read. */
  readonly reads: ReadonlySet<string>;
  /** Of these, the ones that an export may lack: `-- Optional: tags, notes.` */
  readonly optional: ReadonlySet<string>;
  /** Rows of one value of these columns belong together: `-- Document: name.` */
  readonly document: readonly string[];
}

const OWN = new Set(["source", "_row"]);

interface Found {
  readonly table: string;
  readonly select: Select;
  readonly tree: SyntaxTree;
}

/**
 * The vendors of some trees, by name.
 * @throws {CliError} exit 2 if a select is none or reads anything but its vendor's tables
 */
export async function findVendors(engine: Engine, trees: readonly string[]): Promise<Map<string, Vendor>> {
  const found = new Map<string, Found[]>();
  for (const file of treeFiles(trees, "sql/sources", ".sql")) {
    const [name, table] = file.name.split("/") as [string, string];
    const select = { sql: readFileSync(file.path, "utf8"), file: `sql/sources/${file.name}.sql` };
    found.set(name, [...(found.get(name) ?? []), { table, select, tree: await engine.parse(select) }]);
  }
  return new Map([...found].map(([name, files]) => [name, vendor(name, files)]));
}

/** The columns of the rows that a vendor's `rows` make, with their types; without it those that its selects read. */
export async function stagedColumns(
  engine: Engine,
  { name, rows, reads }: Vendor,
  parameters: Parameters,
): Promise<ReadonlyMap<string, string>> {
  const read = new Map([...reads].map((column) => [column, "VARCHAR"]));
  if (rows === undefined) return read;
  const list = [...reads].map((column) => `cast(null as varchar) as ${quoteName(column)}`);
  await engine.view(`${name}.file`, { sql: `select ${list.join(", ")} limit 0`, file: rows.file });
  await engine.create(`${name}.rows`, rows, parameters);
  return engine.columns(`${name}.rows`);
}

function vendor(name: string, files: readonly Found[]): Vendor {
  const texts = files.map(({ select }) => select.sql);
  const rows = files.find(({ table }) => table === "rows");
  const others = files.filter((file) => file !== rows);
  const readers = rows === undefined ? files : [rows];
  const from = rows === undefined ? `${name}.export` : `${name}.file`;
  return {
    name,
    ...(rows === undefined ? {} : { rows: rows.select }),
    selects: new Map(inOrder(name, others).map(({ table, select }) => [table, select])),
    unread: new Set(
      files
        .map(({ table }) => table)
        .filter((table) => !files.some(({ tree }) => tablesRead(tree).includes(`${name}.${table}`))),
    ),
    reads: new Set(readers.flatMap(({ tree, select }) => columnsRead(tree, from, select.file))),
    optional: new Set(texts.flatMap((sql) => headList(sql, "Optional"))),
    document: texts.flatMap((sql) => headList(sql, "Document")),
  };
}

function inOrder(name: string, files: readonly Found[]): Found[] {
  const ordered: Found[] = [];
  const visit = (file: Found, path: readonly string[]): void => {
    if (ordered.includes(file)) return;
    for (const read of tablesRead(file.tree)) {
      if (read === `${name}.export`) continue;
      const needed = files.find(({ table }) => read === `${name}.${table}`);
      if (needed === undefined || path.includes(needed.table)) {
        throw new CliError(EXIT.usage, {
          code: "CRM-E1208",
          file: file.select.file,
          message: `reads ${read}; a source reads only its own export, and no table in a circle`,
          hint: `Read ${name}.export, or a table that another file of its folder makes of it.`,
        });
      }
      visit(needed, [...path, file.table]);
    }
    ordered.push(file);
  };
  for (const file of files) visit(file, [file.table]);
  return ordered;
}

/** Columns that the selects straight from the export name; a star would hide what is needed. */
function columnsRead(tree: SyntaxTree, exported: string, file: string): string[] {
  const read = new Set<string>();
  for (const select of nodes(tree.statements)) {
    const from = select.type === "SELECT_NODE" ? (select.from_table as SyntaxNode) : undefined;
    if (from === undefined || `${from.schema_name}.${from.table_name}` !== exported) continue;
    for (const node of nodes({ ...select, cte_map: null })) {
      if (node.type === "STAR") {
        throw new CliError(EXIT.usage, {
          code: "CRM-E1209",
          file,
          message: `selects * from ${exported}`,
          hint: "Name the columns: only those that are named are read from the file.",
        });
      }
      const column = columnName(node)?.column;
      if (column !== undefined) read.add(column);
    }
  }
  return [...read].filter((column) => !OWN.has(column));
}

function headList(sql: string, word: string): string[] {
  return [...sql.matchAll(new RegExp(`^-- ${word}: (.*?)\\.?$`, "gm"))].flatMap((match) =>
    match[1]!.split(/,\s*/),
  );
}
