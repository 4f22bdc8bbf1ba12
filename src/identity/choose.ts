import type { Engine } from "../engine/engine.js";
import { CliError, didYouMean, EXIT } from "../error.js";
import type { Kin } from "../fit/identity/model.js";
import { extraName, isExtra } from "./columns.js";
import { type Comparison, STANDARD, text } from "./comparisons.js";

/** What is known of a column that records can be compared by. */
export interface Column {
  readonly column: string;
  readonly records: number;
  readonly known: number;
  readonly different: number;
  readonly people: number;
  readonly repeat: number;
  /** Another column that it is another form of; it is no evidence of its own. */
  readonly repeats: string | null;
}

/** Two people agree by accident at most so often on a further column by which pairs are found. */
export const RARE = 0.001;

export const readColumns = (engine: Engine): Promise<Column[]> =>
  engine.read<Column & Record<string, unknown>>(
    `select "column", records, known, different, people, "repeat", repeats from identity.columns order by "column"`,
  );

/** The comparisons that the pipeline asks for, or that the columns at hand allow where it asks for none. */
export function chooseComparisons(columns: readonly Column[], asked: readonly string[] = []): Comparison[] {
  const known = columns.filter((each) => each.known > 1).map(({ column }) => column);
  const standard = STANDARD.filter((comparison) =>
    comparison.columns.some((column) => known.includes(column)),
  );
  const extras = columns.filter((each) => each.known > 1 && isExtra(each.column));
  if (asked.length === 0)
    return [
      ...standard,
      ...extras.filter(({ repeats }) => repeats === null).map(({ column }) => text(column)),
    ];
  const all = [...standard, ...extras.map(({ column }) => text(column))];
  return asked.flatMap(
    (name) => all.find((each) => each.name === name || each.name === extraName(name)) ?? [],
  );
}

/** The names that the pipeline gives under `compare`. */
export const askedComparisons = async (engine: Engine): Promise<string[]> =>
  (await engine.read<{ name: string }>("select name from settings.identity_compare order by place")).map(
    ({ name }) => name,
  );

/**
 * Proves that all that the pipeline asks for can be compared.
 * @throws {CliError} exit 2 for a comparison on a column that no contact has
 */
export async function checkAsked(engine: Engine): Promise<void> {
  const columns = await readColumns(engine);
  if ((columns[0]?.records ?? 0) === 0) return;
  const asked = await askedComparisons(engine);
  const possible = chooseComparisons(columns).map(({ name }) => name);
  const missing = asked.filter((name) => !possible.includes(name) && !possible.includes(extraName(name)));
  if (missing.length === 0) return;
  throw new CliError(
    EXIT.usage,
    missing.map((name) => ({
      code: "CRM-E1027",
      message: `identity: compare: no two contacts have a value of "${name}"`,
      hint: didYouMean(name, possible),
    })),
  );
}

/**
 * Pairs that share much without being one: people of a household, who have their own forename and birth date; people of
 * one name at one address (father and son), who are reached in their own ways; people of one firm, who have their own
 * names. Where only firms are known: firms at one address, and branches of one firm.
 */
export function kinOf(comparisons: readonly Comparison[]): Kin[] {
  const among = (names: readonly string[]) =>
    comparisons.flatMap(({ name }, k) => (names.includes(name) ? [k] : []));
  const personal = among(["given_name", "birth_date"]);
  const reached = among(["email", "phone", "birth_date", "loyalty_number"]);
  if (personal.length > 0)
    return [
      { name: "household", strangers: personal },
      ...(reached.length > 1 ? [{ name: "namesakes", strangers: reached }] : []),
      ...(among(["company"]).length > 0
        ? [{ name: "colleagues", strangers: among(["given_name", "family_name", "birth_date"]) }]
        : []),
    ];
  if (among(["company"]).length === 0) return [];
  return [
    { name: "neighbours", strangers: among(["company"]) },
    { name: "branches", strangers: among(["street", "phone"]) },
  ].filter(({ strangers }) => strangers.length > 0);
}
