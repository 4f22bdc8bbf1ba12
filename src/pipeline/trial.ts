import { type Engine, quoteName, type SyntaxNode, type SyntaxTree } from "../engine/engine.js";
import { CliError } from "../error.js";
import { type Fault, partsOf } from "./expression.js";

const NUMBER = /^([A-Z]*INT|INTEGER|UINTEGER|DOUBLE|FLOAT|DECIMAL\(\d+,\s*\d+\))$/;

const KIND: Record<string, string> = {
  VARCHAR: "a text",
  BOOLEAN: "yes or no",
  DATE: "a day",
  TIMESTAMP: "a moment",
};

/** Two rows, one of values and one of nulls, for columns of these types: what an expression can be tried on. */
export function inventedRows(columns: ReadonlyMap<string, string>): string {
  const row = (value: (type: string) => string) =>
    [...columns].map(([name, type]) => `cast(${value(type)} as ${type}) as ${quoteName(name)}`).join(", ");
  return `(select ${row(inventedValue)} union all select ${row(() => "null")})`;
}

/** A text that is neither number nor day shows at once where one is taken for such. */
function inventedValue(type: string): string {
  if (/^(DATE|TIMESTAMP)/.test(type)) return "'2000-01-01'";
  if (type === "VARCHAR") return "'a'";
  return type === "BOOLEAN" || NUMBER.test(type) ? "'1'" : "null";
}

/**
 * The first part of an expression, innermost first, that the engine cannot work out on invented rows: a constant or a
 * text that is not of the type which its place needs, arguments that no function takes.
 * @param bound the expression in `tree`, columns bound; `written` the same as the user wrote it
 */
export async function tryOut(
  engine: Engine,
  tree: SyntaxTree,
  written: SyntaxNode,
  bound: SyntaxNode,
  invented: ReadonlyMap<string, string>,
): Promise<Fault | undefined> {
  const works = async (list: readonly SyntaxNode[]) => {
    try {
      await engine.read(`select ${await print(engine, tree, list)} from ${rowsFor(list, invented)}`);
      return true;
    } catch (error) {
      if (error instanceof CliError) return false;
      throw error;
    }
  };
  const wholes = partsOf(written);
  const parts = partsOf(bound).map((part, i) => ({ part, words: wholes[i]! }));
  const work = parts.filter(({ part }) => part.type !== "COLUMN_REF" && part.type !== "VALUE_CONSTANT");
  if (work.length === 0 || (await works(work.map(({ part }) => part)))) return undefined;
  for (const { part, words } of work) {
    if (await works([part])) continue;
    const names = columnsOf(words).map((node) => (node.column_names as string[]).join("."));
    const kinds: string[] = [];
    for (const [k, column] of columnsOf(part).entries())
      kinds.push(`; ${names[k]} is ${kindOf(await typeOf(engine, tree, column, invented))}`);
    return {
      message: `has a part that cannot be worked out: ${await print(engine, tree, [words])}${[...new Set(kinds)].join("")}`,
      hint: kinds.some((kind) => kind.endsWith(KIND.VARCHAR!))
        ? "A text may be no number and no day; cast(… as integer), or as date, is null where it is none."
        : "Compare a number with a number such as 100, a day with a day such as '2026-06-30'.",
    };
  }
  return undefined;
}

/** The type of an expression over invented rows, in the engine's words. */
export async function typeOf(
  engine: Engine,
  tree: SyntaxTree,
  expression: SyntaxNode,
  invented: ReadonlyMap<string, string>,
): Promise<string> {
  const text = await print(engine, tree, [expression]);
  const [row] = await engine.read<{ type: string }>(
    `select typeof(${text}) as type from ${rowsFor([expression], invented)} limit 1`,
  );
  return row!.type;
}

/** All combinations of the invented rows of the tables that expressions name. */
function rowsFor(list: readonly SyntaxNode[], invented: ReadonlyMap<string, string>): string {
  const named = new Set(list.flatMap(columnsOf).map((node) => (node.column_names as string[])[0]!));
  const rows = [...invented]
    .filter(([table]) => table === "" || named.has(table))
    .map(([table, each]) => (table === "" ? each : `${each} as ${quoteName(table)}`));
  return rows.length === 0 ? "(select 1)" : rows.join(", ");
}

function kindOf(type: string): string {
  return KIND[type] ?? (NUMBER.test(type) ? "a number" : type);
}

function columnsOf(expression: SyntaxNode): SyntaxNode[] {
  return partsOf(expression).filter(({ type }) => type === "COLUMN_REF");
}

/** Some expressions of a tree as the text of a select's list. */
async function print(engine: Engine, tree: SyntaxTree, list: readonly SyntaxNode[]): Promise<string> {
  const [statement] = tree.statements;
  const node = { ...statement.node, select_list: list, where_clause: null };
  const sql = await engine.print({ ...tree, statements: [{ ...statement, node }] });
  return sql.slice("SELECT ".length);
}
