import { CliError, didYouMean, EXIT, type Problem } from "../error.js";
import { PERSONAL } from "../identity/personal.js";

/** What the contract names of an application; whatever else an export brings may be a feature. */
const CONTRACT = [
  "source",
  "application_id",
  "contact_source",
  "contact_id",
  "customer_id",
  "applied_on",
  "decision",
  "amount",
  "outcome",
  "outcome_on",
  "currency",
];

/** The further columns of applications that may be features: all but those that name a person. */
export const furtherColumns = (columns: readonly string[]): string[] =>
  columns.filter((column) => !CONTRACT.includes(column) && !PERSONAL.includes(column)).sort();

/** A name that the settings of credit have, and where it stands there. */
export interface Named {
  readonly name: string;
  readonly setting: readonly (string | number)[];
}

/**
 * Proves that names are those of columns.
 * @throws {CliError} CRM-E1140, exit 2, with every one that is not
 */
export function refuseUnknown(named: readonly Named[], known: readonly string[], what: string): void {
  const problems = named
    .filter(({ name }) => !known.includes(name))
    .map(
      ({ name, setting }): Problem => ({
        code: "CRM-E1140",
        setting,
        message: `credit: "${name}" is no column of ${what}`,
        hint:
          known.length === 0 ? `The exports bring no further columns of ${what}.` : didYouMean(name, known),
      }),
    );
  if (problems.length > 0) throw new CliError(EXIT.usage, problems);
}
