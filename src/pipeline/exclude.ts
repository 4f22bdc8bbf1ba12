import type { Engine } from "../engine/engine.js";
import { Attempts } from "../error.js";
import { checkRule, type RuleSource, resolveRule } from "./rule.js";
import type { Pipeline } from "./schema.js";
import { inventedRows } from "./trial.js";

/** What an exclusion rule may name: how a column is called where the rule is asked, and its type. */
export interface Excludable {
  readonly bound: string;
  readonly type: string;
}

/**
 * The exclusion rules of a source as conditions over the columns it is known to have.
 * @throws {CliError} exit 2 with all that is wrong in any of them
 */
export async function excludeConditions(
  engine: Engine,
  pipeline: Pipeline,
  source: string,
  columns: ReadonlyMap<string, Excludable>,
): Promise<string[]> {
  const known = new Map([...columns].map(([name, { bound }]) => [name, [bound]]));
  const types = new Map([...columns.values()].map(({ bound, type }) => [bound, type]));
  const namespace = { rooms: new Map([[source, known]]), invented: new Map([["", inventedRows(types)]]) };
  const attempts = new Attempts();
  const conditions: string[] = [];
  for (const rule of excludeRules(pipeline, source)) {
    await attempts.try(async () => {
      conditions.push(await resolveRule(engine, rule, namespace));
    });
  }
  attempts.end();
  return conditions;
}

/**
 * Checks the exclusion rules of a source whose columns are not known yet.
 * @throws {CliError} exit 2 with all that is wrong in any of them
 */
export async function checkExcludes(engine: Engine, pipeline: Pipeline, source: string): Promise<void> {
  const attempts = new Attempts();
  for (const rule of excludeRules(pipeline, source)) await attempts.try(() => checkRule(engine, rule));
  attempts.end();
}

function excludeRules({ file, line, sources }: Pipeline, source: string): RuleSource[] {
  return sources[source]!.exclude.map(({ when }, i) => {
    const at = line(["sources", source, "exclude", i, "when"]);
    const what = `exclude in source "${source}"`;
    return { rule: when, file, what, ...(at === undefined ? {} : { line: at }) };
  });
}
