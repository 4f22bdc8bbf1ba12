import type { Engine, SyntaxNode } from "../engine/engine.js";
import { CliError, didYouMean, EXIT } from "../error.js";

/** What a rule may name: columns by the room (or table) that they belong to. */
export interface Namespace {
  /** Room → columns → expression that stands for the column. */
  readonly rooms: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

export interface RuleSource {
  readonly rule: string;
  readonly file: string;
  readonly line?: number;
  /** For messages: `list "champions"`. */
  readonly what: string;
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

/** Keys of a tree under which an expression's parts stand; any other part is refused. */
const PARTS = ["left", "right", "child", "children", "input", "lower", "upper", "case_checks", "else_expr"];

/**
 * A rule as an expression that can stand in a select: parsed by the engine, every node of a known harmless kind,
 * every name resolved. Nothing of the rule's text reaches a statement unparsed.
 * @throws {CliError} exit 2 for what is no condition, a column that nobody has, a name that two tables have
 */
export async function resolveRule(engine: Engine, source: RuleSource, namespace: Namespace): Promise<string> {
  const tree = await parseCondition(engine, source);
  const where = tree.statements[0].node.where_clause as SyntaxNode;
  check(where, source);
  visit(where, (node) => {
    if (node.type === "COLUMN_REF")
      node.column_names = resolve(node.column_names as string[], source, namespace);
  });
  const printed = await engine.print(tree);
  return printed.slice(printed.indexOf(" WHERE ") + " WHERE ".length);
}

async function parseCondition(engine: Engine, source: RuleSource) {
  try {
    const tree = await engine.parse({ sql: `select 1 where ${source.rule}`, file: source.file });
    const { type, where_clause, from_table, modifiers, qualify, sample, group_expressions } =
      tree.statements[0].node;
    const plain =
      type === "SELECT_NODE" &&
      where_clause !== null &&
      sample === null &&
      (from_table as SyntaxNode).type === "EMPTY" &&
      (modifiers as unknown[]).length === 0 &&
      qualify === null &&
      (group_expressions as unknown[]).length === 0;
    if (plain) return tree;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
  }
  throw refuse(
    source,
    "is not one condition",
    "Write what would stand after `where`, for example rfm.r >= 4.",
  );
}

function check(node: SyntaxNode, source: RuleSource): void {
  const type = node.type as string;
  if (!KINDS.has(type)) {
    throw refuse(source, `uses ${type.toLowerCase().replaceAll("_", " ")}, which a rule may not`, KNOWN);
  }
  if (type === "FUNCTION" && !FUNCTIONS.has(node.function_name as string)) {
    throw refuse(source, `calls ${node.function_name}(), which a rule may not`, KNOWN);
  }
  for (const part of partsOf(node)) check(part, source);
}

const KNOWN = "Comparisons, and, or, not, in, between, like, is null, arithmetic, text and date functions.";

function visit(node: SyntaxNode, each: (node: SyntaxNode) => void): void {
  each(node);
  for (const part of partsOf(node)) visit(part, each);
}

function partsOf(node: SyntaxNode): SyntaxNode[] {
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

function resolve(names: readonly string[], source: RuleSource, { rooms }: Namespace): readonly string[] {
  const column = names.at(-1)!.toLowerCase();
  const room = names.at(-2)?.toLowerCase();
  if (room !== undefined && !rooms.has(room)) {
    throw refuse(
      source,
      `names ${names.join(".")}, but there is no room "${room}"`,
      didYouMean(room, [...rooms.keys()]),
    );
  }
  const hits = [...rooms].flatMap(([name, columns]) => {
    const hit = room === undefined || room === name ? columns.get(column) : undefined;
    return hit === undefined ? [] : [{ name, hit }];
  });
  if (hits.length === 1) return hits[0]!.hit;
  if (hits.length > 1) {
    const full = hits.map(({ name }) => `${name}.${column}`).join(" or ");
    throw refuse(source, `names ${column}, which more than one room has`, `Write ${full}.`);
  }
  const known = [...rooms].flatMap(([name, columns]) =>
    room === undefined || room === name ? [...columns.keys()] : [],
  );
  throw refuse(source, `names ${names.join(".")}, which does not exist`, didYouMean(column, known));
}

function refuse({ file, line, what }: RuleSource, message: string, hint: string): CliError {
  const place = line === undefined ? {} : { line };
  return new CliError(EXIT.usage, {
    code: "CRM-E1301",
    file,
    ...place,
    message: `the rule of ${what} ${message}`,
    hint,
  });
}
