import { CliError, didYouMean, EXIT, type Problem } from "../error.js";
import { keyNamed, STANDARD_KEYS } from "./blocking.js";
import type { Asked } from "./choose.js";
import { COMPARED, extraName, featureOf, STANDARD_COLUMNS } from "./columns.js";
import { STANDARD } from "./comparisons.js";
import { columnsOf } from "./custom/comparison.js";

/**
 * Proves that what the pipeline compares and finds by could be there, from the columns that the contacts can have alone.
 * @throws {CliError} exit 2 with every name that is neither a comparison, a key nor a column
 */
export function refuseUnknown(
  compare: readonly Asked[],
  find: readonly (readonly string[])[],
  columns: readonly string[],
): void {
  const features = new Set<string>([...STANDARD_COLUMNS, ...columns.map(extraName)]);
  const names = [...new Set([...COMPARED, ...columns])];
  const comparisons = STANDARD.map(({ name }) => name);
  const compared = compare.flatMap((each) => {
    if (typeof each !== "string")
      return columnsOf(each)
        .filter((column) => !features.has(featureOf(column)))
        .map((column) => unknown("CRM-E1027", "compare: no contact has a column", column, names));
    if (comparisons.includes(each) || features.has(extraName(each))) return [];
    const known = [...comparisons, ...columns];
    return unknown("CRM-E1027", "compare: there is no comparison or column", each, known);
  });
  const found = find
    .flat()
    .filter((name) => !keyNamed(name).columns.every((feature) => features.has(feature)))
    .map((name) => {
      const known = [...STANDARD_KEYS.map((key) => key.name), ...names];
      return unknown("CRM-E1028", "find: there is no key", name, known);
    });
  const problems = new Map([...compared, ...found].map((problem) => [problem.message, problem]));
  if (problems.size > 0) throw new CliError(EXIT.usage, [...problems.values()]);
}

function unknown(code: string, what: string, name: string, known: readonly string[]): Problem {
  return { code, message: `identity: ${what} "${name}"`, hint: didYouMean(name, [...new Set(known)].sort()) };
}
