import { z } from "zod";
import { COMPARED } from "../columns.js";
import { levelName } from "./comparison.js";

const similarity = (name: string) =>
  z.number().gt(0).max(1).optional().describe(`${name} similarity, at least so much.`);
const edits = (name: string) =>
  z.int().min(1).optional().describe(`${name} distance, at most so many characters.`);
const birthDate = (unit: string) =>
  z.number().gt(0).optional().describe(`Birth dates at most so many ${unit} apart.`);

const TESTS = {
  exact: z.literal(true).optional().describe("Both have the same value."),
  nickname: z
    .literal(true)
    .optional()
    .describe("One forename is a nickname, short form or part of the other."),
  jaro_winkler: similarity("Jaro–Winkler"),
  jaro: similarity("Jaro"),
  jaccard: similarity("Jaccard"),
  levenshtein: edits("Levenshtein"),
  damerau_levenshtein: edits("Damerau–Levenshtein"),
  same_first: z
    .int()
    .min(1)
    .optional()
    .describe("The first characters are the same; of a birth date YYYYMMDD."),
  begins: z
    .int()
    .min(1)
    .optional()
    .describe("One is the beginning of the other, and has so many characters at least."),
  same_last: z.int().min(1).optional().describe("The last characters are the same."),
  words: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe("Of the words of the shorter one, at least so large a part is in the other."),
  same_part: z
    .enum(["area", "district", "sector"])
    .optional()
    .describe("Postcodes are the same up to there: H, H2X, H2X 1 of H2X 1Y4."),
  swapped_with: z.string().optional().describe("This column and that one are in each other's place."),
  crossed_with: z.string().optional().describe("This column of one record is that one of the other."),
  days: birthDate("days"),
  months: birthDate("months"),
  years: birthDate("years"),
  numeric_difference: z.number().min(0).optional().describe("Numbers at most so far apart."),
  relative_difference: z
    .number()
    .gt(0)
    .lt(1)
    .optional()
    .describe("Numbers less than so large a part of the greater one apart."),
};

/** What two records can be asked: exactly one of the tests, about the comparison's column or another. */
const test = z.strictObject({
  ...TESTS,
  column: z.string().optional().describe("The column, where it is not the comparison's first."),
});

const part = z.strictObject({ ...test.shape, not: test.optional() });

const chance = () => z.number().gt(0).max(1).optional();

const level = z.strictObject({
  ...part.shape,
  all_of: z.array(part).min(2).optional(),
  any_of: z.array(part).min(2).optional(),
  otherwise: z.literal(true).optional().describe("The last level, where its chances are to be set."),
  one_person: chance().describe("The level's chance among pairs that are one person (m); learnt if absent."),
  strangers: chance().describe("The level's chance among pairs of strangers (u); counted if absent."),
  frequency: z
    .boolean()
    .optional()
    .describe("Agreement on a rare value counts for more; so on a first level that is exact, if not said."),
});

export type Test = z.output<typeof test>;
export type Part = z.output<typeof part>;
export type CustomLevel = z.output<typeof level>;

const comparison = z.strictObject({
  column: z
    .union([z.string(), z.array(z.string()).min(1)])
    .describe("A column of the contacts; of several, pairs that both have one are compared."),
  name: z
    .string()
    .regex(/^[\p{L}\p{N}_ -]+$/u, "has letters, digits, spaces, _ and - only")
    .optional()
    .describe("What the comparison is called; as its columns if absent."),
  levels: z
    .array(z.union([z.enum(["exact", "nickname"]), level]))
    .min(1)
    .describe(
      "From the most alike to the least; the first that holds counts, and what is left is a level of its own.",
    ),
});

/** A comparison whose columns and levels are set by hand. */
export interface CustomComparison {
  readonly name: string;
  readonly columns: readonly string[];
  readonly levels: readonly CustomLevel[];
}

/** A comparison set by hand as a pipeline writes it, its shorter forms written out. */
export const customComparison = comparison
  .superRefine((value, context) => {
    for (const { path, message } of faultsOf(customOf(value)))
      context.addIssue({ code: "custom", path: [...path], message });
  })
  .transform(customOf);

function customOf({ column, name, levels }: z.output<typeof comparison>): CustomComparison {
  const columns = typeof column === "string" ? [column] : column;
  return {
    name: name ?? columns.join("_").replaceAll(",", " "),
    columns,
    levels: levels.map((each) => (typeof each === "string" ? { [each]: true } : each)),
  };
}

/** What is wrong with a comparison beyond the form of its levels, and where. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const KINDS = [...Object.keys(TESTS), "not", "all_of", "any_of", "otherwise"] as const;

const kindsOf = (value: object): string[] =>
  KINDS.filter((kind) => (value as Record<string, unknown>)[kind] !== undefined);

/** What is wrong with a comparison whose parts are right by themselves. */
function faultsOf(value: CustomComparison): Fault[] {
  const kinds = ["one_person", "strangers"] as const;
  return [...formFaults(value), ...kinds.flatMap((kind) => sumFaults(value.levels, kind))];
}

/** What is wrong with the levels of a comparison, their chances aside. */
export function formFaults({ columns, levels }: Pick<CustomComparison, "columns" | "levels">): Fault[] {
  const faults = levels.flatMap((each, i) => levelFaults(each, columns[0]!, ["levels", i]));
  if (faults.length > 0) return faults;
  const names = levels.map((each) => levelName(each, columns[0]!));
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0)
    faults.push({ path: ["levels", twice], message: `the level "${names[twice]}" is there twice` });
  const early = levels.findIndex((each, i) => each.otherwise && i < levels.length - 1);
  if (early >= 0) faults.push({ path: ["levels", early], message: "otherwise is the last level" });
  if (levels.every((each) => each.otherwise))
    faults.push({ path: ["levels"], message: "there is no level but otherwise" });
  return faults;
}

function levelFaults(each: CustomLevel, column: string, path: Fault["path"]): Fault[] {
  const kinds = kindsOf(each);
  if (kinds.length !== 1) {
    const said = kinds.length === 0 ? "nothing" : kinds.join(" and ");
    return [{ path, message: `a level is one of ${KINDS.join(", ")}; this one says ${said}` }];
  }
  const several = each.all_of ?? each.any_of;
  if (several !== undefined || each.otherwise || each.not !== undefined) {
    if (each.column !== undefined) return [{ path, message: `${kinds[0]} has no column of its own` }];
    if (each.frequency) return [{ path, message: "frequency goes with exact" }];
  }
  if (several !== undefined)
    return several.flatMap((one, i) => levelFaults(one, column, [...path, kinds[0]!, i]));
  if (each.not !== undefined) return levelFaults(each.not, column, [...path, "not"]);
  if (each.frequency && !each.exact) return [{ path, message: "frequency goes with exact" }];
  const message = misplaced(kinds[0]!, each.column ?? column);
  return message === undefined ? [] : [{ path, message }];
}

/** Why a test cannot be asked about a column. */
function misplaced(kind: string, column: string): string | undefined {
  if (kind === "nickname" && column !== "given_name") return "nickname goes with given_name";
  if (["days", "months", "years"].includes(kind) && column !== "birth_date")
    return `${kind} goes with birth_date`;
  if (kind.endsWith("_difference") && COMPARED.includes(column))
    return `${kind} goes with a further column of the contacts that holds numbers`;
  return undefined;
}

/** Chances that are set may add up to less than 1 as long as a level is left for the rest. */
function sumFaults(levels: readonly CustomLevel[], kind: "one_person" | "strangers"): Fault[] {
  const set = levels.flatMap((each) => each[kind] ?? []);
  const sum = set.reduce((total, chance) => total + chance, 0);
  const whole = set.length === levels.length && levels.at(-1)!.otherwise === true;
  if (sum <= 1.001 && !(whole && sum < 0.999)) return [];
  return [{ path: ["levels"], message: `the chances ${kind} add up to ${Number(sum.toFixed(4))}, not 1` }];
}
