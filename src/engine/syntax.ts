import type { Parameters, SyntaxNode, SyntaxTree, Value } from "./engine.js";

/** Every node of a tree, outermost first. */
export function* nodes(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodes(item);
  } else if (typeof value === "object" && value !== null) {
    yield value as SyntaxNode;
    for (const item of Object.values(value)) yield* nodes(item);
  }
}

/** The tables that a select reads, `schema.table`; names of its own CTEs are none. Sorted. */
export function tablesRead(tree: SyntaxTree): string[] {
  const found = new Set<string>();
  for (const node of nodes(tree.statements)) {
    if (node.type === "BASE_TABLE" && node.schema_name !== "") {
      found.add(`${node.schema_name}.${node.table_name}`);
    }
  }
  return [...found].sort();
}

/** The alias under which the outermost select reads a table, or undefined. */
export function aliasOf(tree: SyntaxTree, table: string): string | undefined {
  for (const node of nodes(tree.statements[0].node.from_table)) {
    if (node.type === "BASE_TABLE" && `${node.schema_name}.${node.table_name}` === table) {
      return node.alias === "" ? (node.table_name as string) : (node.alias as string);
    }
  }
  return undefined;
}

/** The last part of a column reference and the one before it. */
export function columnName(node: SyntaxNode): { table: string | undefined; column: string } | undefined {
  if (node.class !== "COLUMN_REF") return undefined;
  const names = node.column_names as string[];
  return { table: names.at(-2), column: names.at(-1)! };
}

/** The names of the columns that the outermost select puts out, a star's apart. */
export function outputs(tree: SyntaxTree): string[] {
  return (tree.statements[0].node.select_list as SyntaxNode[]).flatMap(
    (node) => (node.alias as string) || (columnName(node)?.column ?? []),
  );
}

/** The type of a cast, as it is written in a statement. */
export function castType(node: SyntaxNode): string {
  const type = node.cast_type as { id: string; type_info: { width?: number; scale?: number } | null };
  const info = type.type_info;
  return info?.width === undefined ? type.id : `${type.id}(${info.width},${info.scale})`;
}

/** A tree that selects some more columns of one of its tables, after its own. */
export function withColumns(tree: SyntaxTree, table: string, columns: readonly string[]): SyntaxTree {
  const copy = structuredClone(tree);
  (copy.statements[0].node.select_list as SyntaxNode[]).push(
    ...columns.map((column) => ({
      class: "COLUMN_REF",
      type: "COLUMN_REF",
      alias: "",
      query_location: 0,
      column_names: [table, column],
    })),
  );
  return copy;
}

/** A tree that reads other tables, `schema.table` each, in the place of some of its own, under the names of these. */
export function withTables(tree: SyntaxTree, others: ReadonlyMap<string, string>): SyntaxTree {
  const copy = structuredClone(tree);
  for (const node of nodes(copy.statements)) {
    if (node.class === "COLUMN_REF") {
      const [schema, ...rest] = node.column_names as string[];
      if (rest.length > 1 && others.has(`${schema}.${rest[0]}`)) node.column_names = rest;
    }
    if (node.type !== "BASE_TABLE") continue;
    const other = others.get(`${node.schema_name}.${node.table_name}`);
    if (other === undefined) continue;
    const [schema, table] = other.split(".");
    const alias = node.alias === "" ? node.table_name : node.alias;
    Object.assign(node, { schema_name: schema, table_name: table, alias });
  }
  return copy;
}

/** A tree with values in the place of its parameters. */
export function withValues(tree: SyntaxTree, parameters: Parameters): SyntaxTree {
  const copy = structuredClone(tree);
  for (const node of nodes(copy.statements)) {
    if (node.type === "VALUE_PARAMETER")
      Object.assign(node, constant(parameters[node.identifier as string] ?? null));
  }
  return { ...copy, statements: [{ ...copy.statements[0], named_param_map: [] }] };
}

function constant(value: Value): SyntaxNode {
  const id = typeof value === "boolean" ? "BOOLEAN" : typeof value === "number" ? "DOUBLE" : "VARCHAR";
  const typed = {
    type: { id, type_info: null },
    is_null: value === null,
    ...(value === null ? {} : { value }),
  };
  return { class: "CONSTANT", type: "VALUE_CONSTANT", value: typed };
}
