import type { Engine } from "../engine/engine.js";
import type { Kin } from "../fit/identity/model.js";
import { isExtra } from "./columns.js";
import { type Comparison, STANDARD, text } from "./comparisons.js";

/** What is known of a column that records can be compared by. */
export interface Column {
  readonly column: string;
  readonly records: number;
  readonly known: number;
  readonly different: number;
  readonly people: number;
  readonly repeat: number;
}

/** Two people agree by accident at most so often on a further column by which pairs are found. */
export const RARE = 0.001;

export const readColumns = (engine: Engine): Promise<Column[]> =>
  engine.read<Column & Record<string, unknown>>(
    `select "column", records, known, different, people, "repeat" from identity.columns order by "column"`,
  );

/** The comparisons that the columns at hand allow, with no settings. */
export function chooseComparisons(columns: readonly Column[]): Comparison[] {
  const known = columns.filter((each) => each.known > 1).map(({ column }) => column);
  return [
    ...STANDARD.filter((comparison) => comparison.columns.some((column) => known.includes(column))),
    ...known.filter(isExtra).map(text),
  ];
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
  return [
    { name: "neighbours", strangers: among(["company"]) },
    { name: "branches", strangers: among(["street", "phone"]) },
  ].filter(({ strangers }) => strangers.length > 0);
}
