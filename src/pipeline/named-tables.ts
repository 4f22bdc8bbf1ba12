import { nodes } from "../engine/syntax.js";
import { CliError, didYouMean, EXIT, type Problem } from "../error.js";
import type { NamedTable, SettingsTable } from "../rooms/settings.js";
import { roomOf, type Step } from "./steps.js";

/**
 * Steps that read, beside what they always do, the tables that the settings of their rooms name.
 * @throws {CliError} exit 2 with every name that no table has
 */
export function namingTables(steps: readonly Step[], named: readonly NamedTable[]): Step[] {
  const known = steps.flatMap(({ table, published }) => [table, ...published]);
  const problems = named
    .filter(({ table }) => !known.includes(table))
    .map(
      ({ table, setting }): Problem => ({
        code: "CRM-E1106",
        setting,
        message: `there is no table "${table}"`,
        hint: didYouMean(table, near(table, known)),
      }),
    );
  if (problems.length > 0) throw new CliError(EXIT.usage, problems);
  return steps.map((step) => {
    const further = named.filter((each) => each.step === step.table).map(({ table }) => table);
    return further.length === 0 ? step : { ...step, reads: [...new Set([...step.reads, ...further])] };
  });
}

/** The tables of the same schema, or all where there is none. */
function near(table: string, known: readonly string[]): readonly string[] {
  const own = known.filter((each) => roomOf(each) === roomOf(table));
  return own.length > 0 ? own : [...new Set(known.map(roomOf))];
}

/**
 * The settings table of the tables that settings name: `key`, its columns with commas, and `open`, whether a run may bring
 * columns that nobody knows before, those of an export.
 */
export function namedTables(
  steps: readonly Step[],
  named: readonly NamedTable[],
): Record<string, SettingsTable> {
  const tables = [...new Set(named.map(({ table }) => table))].sort();
  return {
    named_tables: {
      columns: { name: "varchar", key: "varchar", open: "boolean" },
      rows: tables.map((name) => {
        const step = steps.find(({ table }) => table === name);
        return [name, step === undefined ? "" : step.key.join(","), isOpen(step)];
      }),
    },
  };
}

/** What a contract takes along, and what code or a star passes on, is known only when a run has read its exports. */
function isOpen(step: Step | undefined): boolean {
  if (step?.tree === undefined) return true;
  return (
    step.reads.some((table) => roomOf(table) === "incoming") ||
    [...nodes(step.tree.statements)].some((node) => node.class === "STAR")
  );
}
