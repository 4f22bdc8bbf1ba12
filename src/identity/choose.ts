import type { Engine } from "../engine/engine.js";
import { CliError, didYouMean, EXIT } from "../error.js";
import type { Kin } from "../fit/identity/model.js";
import { columnOf, extraName, featureOf, isExtra } from "./columns.js";
import {
  atWork,
  type Comparison,
  EMAIL,
  EMAIL_NAME,
  GIVEN_NAME,
  PHONE,
  STANDARD,
  text,
} from "./comparisons.js";
import { columnsOf, ofCustom } from "./custom/comparison.js";
import type { CustomComparison } from "./custom/schema.js";
import { radices } from "./patterns.js";

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

/** What the pipeline says under `compare`: the name of a comparison, or one that it sets itself. */
export type Asked = string | CustomComparison;

/** At least such a part of the records names a firm where people of firms are told from others; or has no forename. */
const SOME = 0.01;

/** The comparisons that the pipeline asks for, or that the columns at hand allow where it asks for none. */
export function chooseComparisons(columns: readonly Column[], asked: readonly Asked[] = []): Comparison[] {
  const known = columns.filter((each) => each.known > 1).map(({ column }) => column);
  const standard = STANDARD.filter((comparison) =>
    comparison.columns.some((column) => known.includes(column)),
  );
  const extras = columns.filter((each) => each.known > 1 && isExtra(each.column));
  const filled = (name: string) => {
    const found = columns.find(({ column }) => column === name);
    return found === undefined ? 0 : found.known / found.records;
  };
  const firms = filled("company");
  // Where all records name a firm, those of private people may come later: all are compared as at work.
  const reached = (each: Comparison) => {
    if (firms < SOME) return [each];
    return firms === 1 ? [{ ...atWork(each)[1], known: each.known }] : atWork(each);
  };
  const told = (all: readonly Comparison[]) =>
    all.flatMap((each) => {
      if (![EMAIL, PHONE].includes(each)) return each;
      const named = each === EMAIL && all.includes(GIVEN_NAME) && filled("given_name") <= 1 - SOME;
      return named ? [...reached(each), EMAIL_NAME] : reached(each);
    });
  if (asked.length === 0)
    return told([
      ...standard,
      ...extras.filter(({ repeats }) => repeats === null).map(({ column }) => text(column)),
    ]);
  const all = [...standard, ...extras.map(({ column }) => text(column))];
  const chosen = asked.flatMap((each) => {
    if (typeof each === "string")
      return all.find(({ name }) => name === each || name === extraName(each)) ?? [];
    return columnsOf(each).every((column) => known.includes(featureOf(column))) ? [ofCustom(each)] : [];
  });
  return told(chosen);
}

/** What the pipeline gives under `compare`. */
export const askedComparisons = async (engine: Engine): Promise<Asked[]> =>
  (
    await engine.read<{ name: string; custom: string | null }>(
      "select name, custom from settings.identity_compare order by place",
    )
  ).map(({ name, custom }) => (custom === null ? name : (JSON.parse(custom) as CustomComparison)));

/** The columns of the contacts that are asked for, as far as names of comparisons are those of columns. */
export const askedColumns = (asked: readonly Asked[]): string[] =>
  asked.flatMap((each) => (typeof each === "string" ? each : columnsOf(each)));

/**
 * Proves that all that the pipeline asks for can be compared.
 * @throws {CliError} exit 2 for a comparison on a column that no contact has, and for more levels than can be told apart
 */
export async function checkAsked(engine: Engine): Promise<void> {
  const columns = await readColumns(engine);
  if ((columns[0]?.records ?? 0) === 0) return;
  const asked = await askedComparisons(engine);
  const possible = chooseComparisons(columns)
    .filter((each) => each !== EMAIL_NAME)
    .map(({ name, work }) => (work ? name.replace(/^work_/, "") : name));
  const known = columns.filter((each) => each.known > 1).map(({ column }) => column);
  const missing = asked.flatMap((each): [name: string, possible: string[]][] => {
    if (typeof each === "string")
      return possible.includes(each) || possible.includes(extraName(each)) ? [] : [[each, possible]];
    return columnsOf(each)
      .filter((column) => !known.includes(featureOf(column)))
      .map((column) => [column, known.map(columnOf)]);
  });
  if (missing.length > 0)
    throw new CliError(
      EXIT.usage,
      [...new Map(missing)].map(([name, names]) => ({
        code: "CRM-E1027",
        message: `identity: compare: no two contacts have a value of "${name}"`,
        hint: didYouMean(name, names),
      })),
    );
  const chosen = chooseComparisons(columns, asked);
  const largest = radices(chosen).reduce((sum, radix, k) => sum + radix * chosen[k]!.levels.length, 0);
  if (!Number.isSafeInteger(largest))
    throw new CliError(EXIT.usage, {
      code: "CRM-E1053",
      message: "identity: compare: there are too many comparisons and levels to tell their answers apart",
      hint: "Some fifteen comparisons of ten levels go.",
    });
}

/** What hardly ever changes: of two records of one person so many at most have nothing of it in common. */
const LASTING: Readonly<Record<string, number>> = {
  given_name: 0.35,
  family_name: 0.5,
  birth: 0.35,
  generation: 1e-6,
};

/** How many pairs that are one may at most differ in a comparison, so that the model does not take kin for one. */
export const mostDifferent = ({ columns }: Comparison): number | undefined =>
  columns.length === 1 ? LASTING[columns[0]!] : undefined;

/**
 * Pairs that share much without being one: people of a household, who have their own forename and birth date; people of
 * one name at one address (father and son), who are reached in their own ways but are not of one firm; people of one
 * firm, who have their own names. Where only firms are known: firms at one address, and branches of one firm. None where
 * every chance is set by hand: nothing could tell how large their shares are.
 */
export function kinOf(comparisons: readonly Comparison[], share?: number): Kin[] {
  if (share !== undefined && comparisons.every(isSet)) return [];
  const among = (names: readonly string[]) =>
    comparisons.flatMap(({ columns }, k) => (columns.some((column) => names.includes(column)) ? [k] : []));
  const [given, family, birth, company] = [["given_name"], ["family_name"], ["birth"], ["company"]].map(
    among,
  );
  const work = comparisons.flatMap((each, k) => (each.work ? [k] : []));
  const reached = among(["email", "phone", "birth", "loyalty_number"]).filter((k) => !work.includes(k));
  const street = among(["street"]);
  const address = [...new Set([...street, ...among(["postcode"])])].filter((k) => !reached.includes(k));
  const shared = street.length > 0 ? [...given!, ...family!, ...address, ...work] : work;
  if (given!.length + birth!.length > 0)
    return [
      given!.length > 0
        ? { name: "household", people: true, strangers: given!, seldom: birth! }
        : { name: "household", people: true, strangers: birth! },
      ...(reached.length > 1
        ? [
            {
              ...{ name: "namesakes", people: true, strangers: [...reached, ...company!] },
              ...(shared.length > 0 ? { shared } : {}),
            },
          ]
        : []),
      ...(company!.length > 0
        ? [{ name: "colleagues", people: true, strangers: [...given!, ...family!, ...birth!] }]
        : []),
    ];
  if (company!.length === 0) return [];
  return [
    { name: "neighbours", strangers: company! },
    { name: "branches", strangers: street },
  ].filter(({ strangers }) => strangers.length > 0);
}

/** Whether all chances of a comparison are set, or follow from those that are. */
const isSet = ({ levels }: Comparison): boolean =>
  levels.filter(({ m }) => m === undefined).length <= 1 &&
  levels.filter(({ u }) => u === undefined).length <= 1;
