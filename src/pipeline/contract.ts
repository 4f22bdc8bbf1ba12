import type { SyntaxTree } from "../engine/engine.js";
import { aliasOf, castType, columnName, nodes } from "../engine/syntax.js";
import type { Step } from "./steps.js";

/** A condition on a row of an export; a row that fails it is quarantined. */
export interface Check {
  readonly sql: string;
  readonly reason: string;
  readonly column: string;
}

/** What `sql/crm/<table>.sql` says of the rows that it takes from `incoming.<table>`. */
export interface Contract {
  readonly table: string;
  readonly tree: SyntaxTree;
  /** How its select calls the incoming table. */
  readonly alias: string;
  /** Columns and their types, in the order of the select. */
  readonly columns: ReadonlyMap<string, string>;
  readonly key: readonly string[];
  /** The part of the key that rows are given where their source has none: `-- Number: line.` */
  readonly number?: string;
  readonly checks: readonly Check[];
}

/** The contracts among the steps: the selects of `sql/crm/` that read the incoming table of their own name. */
export function contractsOf(steps: readonly Step[]): Map<string, Contract> {
  const found = new Map<string, Contract>();
  for (const step of steps) {
    const [schema, table] = step.table.split(".") as [string, string];
    if (schema === "crm" && step.reads.includes(`incoming.${table}`))
      found.set(table, readContract(step, table));
  }
  return found;
}

function readContract(step: Step, table: string): Contract {
  const tree = step.tree!;
  const alias = aliasOf(tree, `incoming.${table}`) ?? table;
  const columns = new Map<string, string>();
  for (const node of nodes(tree.statements)) {
    const cast = node.class === "CAST" ? columnName(node.child as never) : undefined;
    const plain = columnName(node);
    const found = cast ?? plain;
    if (found === undefined || found.table !== alias) continue;
    if (!columns.has(found.column))
      columns.set(found.column, cast === undefined ? "VARCHAR" : castType(node));
  }
  const head = step.select!.sql.replaceAll(/\n-- {2,}/g, " ");
  const checks = [...head.matchAll(/^-- Check: (.*?); (.*?)\.?$/gm)].map(([, sql, reason]) => ({
    sql: sql!,
    reason: reason!,
    column: [...columns.keys()].find((column) => namesColumn(sql!, column)) ?? "",
  }));
  const number = /^-- Number: (.*?)\.?$/m.exec(head)?.[1];
  return {
    table,
    tree,
    alias,
    columns,
    key: step.key,
    checks,
    ...(number === undefined ? {} : { number }),
  };
}

/** The checks that look at a column. */
export function checksOf(contract: Contract, column: string): Check[] {
  return contract.checks.filter(({ sql }) => namesColumn(sql, column));
}

/** Whether a condition names a column. */
export function namesColumn(sql: string, column: string): boolean {
  return new RegExp(`\\b${column}\\b`).test(sql);
}

/** The columns that a row must have for its contract: those that a check says are not null. */
export function required(contract: Contract): string[] {
  return contract.checks.flatMap(({ sql }) => /^"?(\w+)"? is not null$/.exec(sql)?.[1] ?? []);
}
