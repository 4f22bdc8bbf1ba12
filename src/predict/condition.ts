import type { Engine } from "../engine/engine.js";
import { columnsNamed, resolveRule } from "../pipeline/rule.js";
import { inventedRows } from "../pipeline/trial.js";

/** The alias under which a condition's table is to stand in a `from`. */
export const ALIAS = "cases";

/** A condition of a question, and where it stands. */
export interface Asked {
  readonly question: string;
  /** `yes`, `known`, `among`, `where`. */
  readonly key: string;
  readonly rule: string;
  readonly setting: readonly PropertyKey[];
}

/** The columns that a condition names, in lower case. */
export async function namedIn(engine: Engine, asked: Asked): Promise<string[]> {
  const named = await columnsNamed(engine, sourceOf(asked));
  return [...new Set(named.map((names) => names.at(-1)!.toLowerCase()))];
}

/**
 * A condition over the columns of a table as an expression over `ALIAS`; nothing of its text is spliced.
 * @param columns the table's, with their types; without types names alone are proven
 * @throws {CliError} CRM-E1301, exit 2, with all that is wrong in it
 */
export async function conditionOver(
  engine: Engine,
  table: string,
  columns: ReadonlyMap<string, string> | Iterable<string>,
  asked: Asked,
): Promise<string> {
  const typed = columns instanceof Map ? (columns as ReadonlyMap<string, string>) : undefined;
  const names = typed === undefined ? [...(columns as Iterable<string>)] : [...typed.keys()];
  const bound = new Map(names.map((name) => [name.toLowerCase(), [ALIAS, name]]));
  return resolveRule(engine, sourceOf(asked), {
    rooms: new Map([[table.split(".").at(-1)!, bound]]),
    ...(typed === undefined ? {} : { invented: new Map([[ALIAS, inventedRows(typed)]]) }),
  });
}

const sourceOf = ({ question, key, rule, setting }: Asked) => ({
  rule,
  setting,
  what: `the question "${question}" (${key})`,
});
