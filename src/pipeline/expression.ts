import type { SyntaxNode } from "../engine/engine.js";
import { didYouMean } from "../error.js";

/** What an expression of the pipeline may name: columns by the room (or table) that they belong to. */
export interface Namespace {
  /** Room → columns → expression that stands for the column. */
  readonly rooms: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** `room.column` → all values that it can have, where they are known before any row. */
  readonly values?: ReadonlyMap<string, readonly string[]>;
  /**
   * Invented rows of all these columns, by the table that a column is bound to ("" where there is only one): expressions are
   * tried on them before any real row.
   */
  readonly invented?: ReadonlyMap<string, string>;
}

/** What is wrong with an expression, and what to write instead. */
export interface Fault {
  readonly message: string;
  readonly hint: string;
}

const KINDS = new Set([
  "COMPARE_EQUAL",
  "COMPARE_NOTEQUAL",
  "COMPARE_LESSTHAN",
  "COMPARE_GREATERTHAN",
  "COMPARE_LESSTHANOREQUALTO",
  "COMPARE_GREATERTHANOREQUALTO",
  "COMPARE_DISTINCT_FROM",
  "COMPARE_NOT_DISTINCT_FROM",
  "COMPARE_BETWEEN",
  "COMPARE_NOT_BETWEEN",
  "COMPARE_IN",
  "COMPARE_NOT_IN",
  "CONJUNCTION_AND",
  "CONJUNCTION_OR",
  "OPERATOR_NOT",
  "OPERATOR_IS_NULL",
  "OPERATOR_IS_NOT_NULL",
  "OPERATOR_COALESCE",
  "OPERATOR_CAST",
  "CASE_EXPR",
  "VALUE_CONSTANT",
  "COLUMN_REF",
  "FUNCTION",
]);

const FUNCTIONS = new Set(
  `+ - * / % ~~ !~~ ~~* !~~* lower upper trim length abs round floor ceil least greatest coalesce contains starts_with
  ends_with suffix prefix date_diff date_part year month day date_trunc regexp_matches substr substring left right concat ||`.split(
    /\s+/,
  ),
);

const KNOWN = "Comparisons, and, or, not, in, between, like, is null, arithmetic, text and date functions.";

const EQUALITIES = new Set([
  "COMPARE_EQUAL",
  "COMPARE_NOTEQUAL",
  "COMPARE_DISTINCT_FROM",
  "COMPARE_NOT_DISTINCT_FROM",
  "COMPARE_IN",
  "COMPARE_NOT_IN",
]);

/** Keys of a tree under which an expression's parts stand; any other part is refused. */
const PARTS = ["left", "right", "child", "children", "input", "lower", "upper", "case_checks", "else_expr"];

/** An expression and all its parts, innermost first. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  return [...childrenOf(node).flatMap(partsOf), node];
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return PARTS.flatMap((key) => {
    const value = node[key];
    if (key === "case_checks" && Array.isArray(value)) {
      return (value as { when_expr: SyntaxNode; then_expr: SyntaxNode }[]).flatMap((item) => [
        item.when_expr,
        item.then_expr,
      ]);
    }
    if (Array.isArray(value)) return value as SyntaxNode[];
    return typeof value === "object" && value !== null ? [value as SyntaxNode] : [];
  });
}

/**
 * All that is wrong with an expression as far as its words tell: kinds of parts, functions and, where the namespace is
 * known, names and values. What is refused is not looked into.
 */
export function faultsOf(node: SyntaxNode, namespace: Namespace | undefined): Fault[] {
  const type = node.type as string;
  if (!KINDS.has(type)) {
    return [
      { message: `uses ${type.toLowerCase().replaceAll("_", " ")}, which a rule may not`, hint: KNOWN },
    ];
  }
  if (type === "FUNCTION" && !FUNCTIONS.has(node.function_name as string)) {
    return [{ message: `calls ${node.function_name}(), which a rule may not`, hint: KNOWN }];
  }
  const faults = childrenOf(node).flatMap((part) => faultsOf(part, namespace));
  if (namespace === undefined) return faults;
  if (type === "COLUMN_REF") {
    const found = find(node, namespace);
    if ("message" in found) faults.push(found);
  }
  if (EQUALITIES.has(type)) faults.push(...impossible(childrenOf(node), namespace));
  return faults.filter(({ message }, i) => faults.findIndex((each) => each.message === message) === i);
}

/** Puts what stands for each column in the place of its name; the names must be without fault. A cast that fails is null. */
export function bindNames(expression: SyntaxNode, namespace: Namespace): void {
  for (const node of partsOf(expression)) {
    if (node.class === "CAST" && (node.child as SyntaxNode).class !== "CONSTANT") node.try_cast = true;
    if (node.type !== "COLUMN_REF") continue;
    const found = find(node, namespace);
    if ("column" in found) node.column_names = found.column;
  }
}

/** Constants that a column is compared with and never is. */
function impossible(sides: readonly SyntaxNode[], namespace: Namespace): Fault[] {
  return sides.flatMap((side) => {
    const found = side.type === "COLUMN_REF" ? find(side, namespace) : undefined;
    const values = found !== undefined && "name" in found ? namespace.values?.get(found.name) : undefined;
    if (values === undefined) return [];
    return sides.flatMap((other) => {
      const value = (other.value as { value?: unknown } | undefined)?.value;
      if (other.type !== "VALUE_CONSTANT" || typeof value !== "string" || values.includes(value)) return [];
      return {
        message: `compares ${(side.column_names as string[]).join(".")} with '${value}', which it never is`,
        hint: didYouMean(value, values),
      };
    });
  });
}

function find(
  node: SyntaxNode,
  { rooms }: Namespace,
): { readonly name: string; readonly column: readonly string[] } | Fault {
  const names = node.column_names as string[];
  const column = names.at(-1)!.toLowerCase();
  const room = names.at(-2)?.toLowerCase();
  if (room !== undefined && !rooms.has(room)) {
    return {
      message: `names ${names.join(".")}, but there is no room "${room}"`,
      hint: didYouMean(room, [...rooms.keys()]),
    };
  }
  const inside = [...rooms].filter(([name]) => room === undefined || room === name);
  const hits = inside.flatMap(([name, columns]) => {
    const hit = columns.get(column);
    return hit === undefined ? [] : [{ name: `${name}.${column}`, column: hit }];
  });
  if (hits.length === 1) return hits[0]!;
  if (hits.length > 1) {
    const full = hits.map(({ name }) => name).join(" or ");
    return { message: `names ${column}, which more than one room has`, hint: `Write ${full}.` };
  }
  return {
    message: `names ${names.join(".")}, which does not exist`,
    hint: didYouMean(
      column,
      inside.flatMap(([, columns]) => [...columns.keys()]),
    ),
  };
}
