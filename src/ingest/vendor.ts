import { readFileSync } from "node:fs";
import type { Engine, Select, SyntaxNode, SyntaxTree } from "../engine/engine.js";
import { columnName, nodes, tablesRead } from "../engine/syntax.js";
import { CliError, EXIT } from "../error.js";
import { treeFiles } from "../pipeline/trees.js";

/** The selects of `sql/sources/<vendor>/`, which read `<vendor>.export` and make one contract table each. */
export interface Vendor {
  readonly name: string;
  readonly selects: ReadonlyMap<string, Select>;
  /** Columns of the export that they read. */
  readonly reads: ReadonlySet<string>;
  /** Of these, the ones that an export may lack: `-- Optional: tags, notes.` */
  readonly optional: ReadonlySet<string>;
  /** Rows of one value of these columns belong together: `-- Document: name.` */
  readonly document: readonly string[];
}

const OWN = new Set(["source", "_row"]);

/**
 * The vendors of some trees, by name.
 * @throws {CliError} exit 2 if a select is none or reads anything but its export
 */
export async function findVendors(engine: Engine, trees: readonly string[]): Promise<Map<string, Vendor>> {
  const vendors = new Map<string, Vendor>();
  for (const file of treeFiles(trees, "sql/sources", ".sql")) {
    const [name, table] = file.name.split("/") as [string, string];
    const shown = `sql/sources/${file.name}.sql`;
    const select = { sql: readFileSync(file.path, "utf8"), file: shown };
    const tree = await engine.parse(select);
    const foreign = tablesRead(tree).find((each) => each !== `${name}.export`);
    if (foreign !== undefined) {
      throw new CliError(EXIT.usage, {
        code: "CRM-E1208",
        file: shown,
        message: `reads ${foreign}; a source reads only its own export`,
        hint: `Read ${name}.export.`,
      });
    }
    const before = vendors.get(name);
    vendors.set(name, {
      name,
      selects: new Map([...(before?.selects ?? []), [table, select]]),
      reads: new Set([...(before?.reads ?? []), ...columnsRead(tree, `${name}.export`, shown)]),
      optional: new Set([...(before?.optional ?? []), ...headList(select.sql, "Optional")]),
      document: [...(before?.document ?? []), ...headList(select.sql, "Document")],
    });
  }
  return vendors;
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
