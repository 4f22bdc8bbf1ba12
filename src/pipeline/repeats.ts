import { Attempts, type Problem } from "../error.js";
import { type Repeated, roomOf, type Step } from "./steps.js";

/** What a select that is run again at another day may read: tables that say the same whatever the day of the run. */
const TIMELESS = ["crm", "identity", "settings"];

/**
 * Steps with the selects that they run again at other days, those of the room that they repeat, a user's own among them.
 * They need that room's tables and all that these read, too.
 * @throws {CliError} exit 2 for a select that would see the day of the run when it is run again at an earlier one
 */
export function repeating(steps: readonly Step[]): Step[] {
  const byTable = new Map(steps.map((step) => [step.table, step]));
  const rooms = new Set(steps.flatMap(({ repeats }) => repeats ?? []));
  const attempts = new Attempts();
  for (const step of steps.filter(({ table }) => rooms.has(roomOf(table))))
    attempts.tell(
      step.reads
        .filter((table) => !TIMELESS.includes(roomOf(table)) || isOfTheDay(table, byTable))
        .map((table) => ofTheDay(step, table)),
    );
  attempts.end();
  return steps.map((step) => (step.repeats === undefined ? step : withSelects(step, steps)));
}

function withSelects(step: Step, steps: readonly Step[]): Step {
  const selects = new Map<string, Repeated>();
  const reads = new Set(step.reads);
  for (const { table, select, byCustomer = [], reads: theirs } of steps) {
    if (roomOf(table) !== step.repeats || select === undefined) continue;
    selects.set(table, { ...select, byCustomer });
    for (const read of [table, ...theirs]) reads.add(read);
  }
  return { ...step, reads: [...reads], selects };
}

/** Whether a table of the contract says something of the day of the run. */
function isOfTheDay(table: string, steps: ReadonlyMap<string, Step>): boolean {
  const step = steps.get(table);
  if (roomOf(table) !== "crm" || step?.select === undefined) return false;
  return (
    /\$as_of\b/.test(step.select.sql.replace(/--.*$/gm, "")) ||
    step.reads.some((read) => isOfTheDay(read, steps))
  );
}

const ofTheDay = ({ file }: Step, table: string): Problem => ({
  code: "CRM-E1105",
  file,
  message: `reads ${table}, which is of the day of the run`,
  hint: "A feature is run again at earlier days and must see nothing later: let it read identity and tables of the contract, crm, but permissions and reach.",
});
