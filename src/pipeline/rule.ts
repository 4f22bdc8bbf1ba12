import type { Engine, SyntaxNode, SyntaxTree } from "../engine/engine.js";
import { CliError, EXIT } from "../error.js";
import { bindNames, type Fault, faultsOf, type Namespace, partsOf } from "./expression.js";
import { tryOut, typeOf } from "./trial.js";

export interface RuleSource {
  readonly rule: string;
  readonly file?: string;
  readonly line?: number;
  /** Where in the settings it stands, for who does not know the file. */
  readonly setting?: readonly PropertyKey[];
  /** For messages: `list "champions"`. */
  readonly what: string;
}

/**
 * A rule as an expression that can stand in a select: parsed by the engine, every node of a known harmless kind,
 * every name resolved. Nothing of the rule's text reaches a statement unparsed.
 * @throws {CliError} exit 2 with all that is wrong: no condition, a column that nobody has, a name that two tables have,
 *   a value that a column never has, values whose types do not go together
 */
export async function resolveRule(engine: Engine, source: RuleSource, namespace: Namespace): Promise<string> {
  const refuse = refuser(source, `the rule of ${source.what}`);
  const { tree, where } = await parseCondition(engine, source);
  await bind(engine, tree, where, namespace, refuse);
  const { invented } = namespace;
  if (invented !== undefined && (await typeOf(engine, tree, where, invented)) !== "BOOLEAN") {
    throw refuse({
      message: "is no condition: its answer is not yes or no",
      hint: "Compare it with something, for example rfm.monetary > 100.",
    });
  }
  const printed = await engine.print(tree);
  return printed.slice(printed.indexOf(" WHERE ") + " WHERE ".length);
}

/**
 * What can be said of a rule before the columns are known that it may name.
 * @throws {CliError} exit 2 if it is no condition, or uses what a rule may not
 */
export async function checkRule(engine: Engine, source: RuleSource): Promise<void> {
  const faults = faultsOf((await parseCondition(engine, source)).where, undefined);
  if (faults.length > 0) throw refuser(source, `the rule of ${source.what}`)(...faults);
}

/**
 * The columns that a rule names, each as it is written: `[outcome]`, `[rfm, segment]`.
 * @throws {CliError} exit 2 if it is no condition
 */
export async function columnsNamed(engine: Engine, source: RuleSource): Promise<(readonly string[])[]> {
  return partsOf((await parseCondition(engine, source)).where)
    .filter(({ type }) => type === "COLUMN_REF")
    .map(({ column_names }) => column_names as string[]);
}

/**
 * A column of a list, `room.column` or `expression as name`, as an expression that can stand in a select.
 * @throws {CliError} exit 2 with all that is wrong, as for a rule, or for an expression without a name
 */
export async function resolveColumn(
  engine: Engine,
  source: RuleSource,
  namespace: Namespace,
): Promise<{ readonly name: string; readonly fullName: string; readonly expression: string }> {
  const refuse = refuser(source, `a column of ${source.what}`);
  const tree = await parse(engine, source, `select ${source.rule}`);
  const { select_list: list = [], where_clause: where = null } = tree?.statements[0].node ?? {};
  const [column, ...further] = list as SyntaxNode[];
  const alias = column?.alias as string | undefined;
  const names = alias ? [alias] : (column?.column_names as string[] | undefined);
  if (tree === undefined || column === undefined || !names || further.length > 0 || where !== null) {
    throw refuse({
      message: "is neither a column nor an expression with a name",
      hint: "Write room.column, or expression as name: rfm.monetary, round(rfm.monetary) as spent.",
    });
  }
  column.alias = "";
  await bind(engine, tree, column, namespace, refuse);
  return {
    name: names.at(-1)!,
    fullName: names.join("_"),
    expression: (await engine.print(tree)).slice("SELECT ".length),
  };
}

type Refuse = (...faults: readonly Fault[]) => CliError;

/** Puts columns in the place of names within an expression of a tree, and tries it out. */
async function bind(
  engine: Engine,
  tree: SyntaxTree,
  expression: SyntaxNode,
  namespace: Namespace,
  refuse: Refuse,
): Promise<void> {
  const faults = faultsOf(expression, namespace);
  if (faults.length > 0) throw refuse(...faults);
  const written = structuredClone(expression);
  bindNames(expression, namespace);
  if (namespace.invented === undefined) return;
  const fault = await tryOut(engine, tree, written, expression, namespace.invented);
  if (fault !== undefined) throw refuse(fault);
}

async function parseCondition(
  engine: Engine,
  source: RuleSource,
): Promise<{ readonly tree: SyntaxTree; readonly where: SyntaxNode }> {
  const tree = await parse(engine, source, `select 1 where ${source.rule}`);
  const where = tree?.statements[0].node.where_clause as SyntaxNode | null | undefined;
  if (tree !== undefined && where) return { tree, where };
  throw refuser(
    source,
    `the rule of ${source.what}`,
  )({
    message: "is not one condition",
    hint: "Write what would stand after `where`, for example rfm.r >= 4.",
  });
}

/** A select without a table or any clause but `where`; undefined if the text is anything else. */
async function parse(
  engine: Engine,
  { file = "" }: RuleSource,
  sql: string,
): Promise<SyntaxTree | undefined> {
  try {
    const tree = await engine.parse({ sql, file });
    const { type, from_table, modifiers, qualify, sample, group_expressions } = tree.statements[0].node;
    const plain =
      type === "SELECT_NODE" &&
      sample === null &&
      (from_table as SyntaxNode).type === "EMPTY" &&
      (modifiers as unknown[]).length === 0 &&
      qualify === null &&
      (group_expressions as unknown[]).length === 0;
    return plain ? tree : undefined;
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

function refuser({ file, line, setting }: RuleSource, subject: string): Refuse {
  const place = {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(setting === undefined ? {} : { setting }),
  };
  return (...faults) =>
    new CliError(
      EXIT.usage,
      faults.map(({ message, hint }) => ({
        code: "CRM-E1301",
        ...place,
        message: `${subject} ${message}`,
        hint,
      })),
    );
}
