import type { CustomLevel, Part, Test } from "../custom/schema.js";
import { alike, bare, inLevel, type Operand, operandOf, split } from "./condition.js";

/** A column of the file as this pipeline calls it. */
export type Ours = (column: string) => string;

/** What a level asks, in our words; undefined if its SQL is no level of Splink's library that is known here. */
export function levelOf(sql: string, ours: Ours): Partial<CustomLevel> | undefined {
  const text = bare(sql.replace(/\s+/g, " "));
  if (text.toLowerCase() === "else") return { otherwise: true };
  const one = partOf(text, ours);
  if (one !== undefined) return one;
  for (const [kind, word] of [
    ["any_of", " or "],
    ["all_of", " and "],
  ] as const) {
    const texts = split(text, word);
    if (texts.length < 2) continue;
    const parts = texts.map((each) => partOf(bare(each), ours));
    return parts.some((part) => part === undefined) ? undefined : { [kind]: parts as Part[] };
  }
  return undefined;
}

/** The columns that a null level names: one, or several of which one must be known; undefined if it is another SQL. */
export function knownOf(sql: string): string[] | undefined {
  const columns = split(bare(sql.replace(/\s+/g, " ")), " and ").map((each) => {
    const sides = split(bare(each), " or ").map((side) => bare(side).match(/^(.+) is null$/i)?.[1] ?? "");
    return alike(sides, inLevel)?.column;
  });
  return columns.some((column) => column === undefined) ? undefined : (columns as string[]);
}

function partOf(text: string, ours: Ours): Part | undefined {
  const [, negated] = /^not (.+)$/is.exec(text) ?? [];
  if (negated === undefined) return testOf(text, ours);
  const test = testOf(bare(negated), ours);
  return test === undefined ? undefined : { not: test };
}

function testOf(text: string, ours: Ours): Test | undefined {
  for (const [sign, read] of SIGNS) {
    const sides = split(text, sign);
    if (sides.length === 2) return read(sides[0]!, sides[1]!, ours);
  }
  return swapped(text, ours);
}

type Reading = (left: string, right: string, ours: Ours) => Test | undefined;

const SIGNS: readonly (readonly [string, Reading])[] = [
  [" >= ", (call, bound, ours) => measured(call, bound, LEAST, ours)],
  [" <= ", (call, bound, ours) => measured(call, bound, MOST, ours) ?? apart(call, bound, ours)],
  [" < ", (call, bound, ours) => relative(call, bound, ours)],
  [" = ", (left, right, ours) => equal(left, right, ours)],
];

const LEAST = { jaro_winkler_similarity: "jaro_winkler", jaro_similarity: "jaro", jaccard: "jaccard" };
const MOST = { levenshtein: "levenshtein", damerau_levenshtein: "damerau_levenshtein" };

const numberOf = (text: string) => (/^\d{1,15}(\.\d{1,20})?$/.test(text) ? Number(text) : undefined);

function measured(
  call: string,
  bound: string,
  measures: Readonly<Record<string, string>>,
  ours: Ours,
): Test | undefined {
  const [, name, sides] = /^(\w+)\((.+)\)$/s.exec(call) ?? [];
  const kind = measures[name?.toLowerCase() ?? ""];
  const column = wholeColumn(alike(split(sides ?? "", ","), inLevel), ours);
  const value = numberOf(bound);
  return kind === undefined || column === undefined || value === undefined
    ? undefined
    : { [kind]: value, column };
}

/** The column of an operand that is a whole value, or the part of an address before the @. */
function wholeColumn(operand: Omit<Operand, "side"> | undefined, ours: Ours): string | undefined {
  if (operand?.of === "value") return ours(operand.column);
  return operand?.of === "user" && ours(operand.column) === "email" ? "email_user" : undefined;
}

const SECONDS = { years: 31_557_600, months: 2_629_800, days: 86_400 };

/** `ABS(a - b)` of numbers, or of moments in seconds, at most so large. */
function apart(call: string, bound: string, ours: Ours): Test | undefined {
  const [, difference] = /^abs\((.+)\)$/is.exec(call) ?? [];
  const sides = split(difference ?? "", " - ");
  const value = numberOf(bound);
  if (value === undefined) return undefined;
  const moments = sides.map((side) => side.match(/^epoch\((.+)\)$/is)?.[1]);
  if (moments.every((moment) => moment !== undefined)) {
    const operand = alike(moments as string[], inLevel);
    if (operand === undefined || !["value", "date"].includes(String(operand.of))) return undefined;
    const unit =
      (["years", "months"] as const).find((each) => value > 0 && value % SECONDS[each] === 0) ?? "days";
    return { [unit]: value / SECONDS[unit], column: ours(operand.column) };
  }
  const operand = alike(sides, inLevel);
  return operand?.of === "value" ? { numeric_difference: value, column: ours(operand.column) } : undefined;
}

/** The distance of two numbers as a part of the greater one. */
function relative(call: string, bound: string, ours: Ours): Test | undefined {
  const [distance, greater] = split(bare(call), " / ").map(bare);
  const [, l, r] = /^abs\((.+) - (.+)\)$/i.exec(distance ?? "") ?? [];
  const operand = alike([l ?? "", r ?? ""], inLevel);
  const value = numberOf(bound);
  if (operand?.of !== "value" || value === undefined) return undefined;
  return greater?.toLowerCase() === `case when ${r} > ${l} then ${r} else ${l} end`.toLowerCase()
    ? { relative_difference: value, column: ours(operand.column) }
    : undefined;
}

function equal(left: string, right: string, ours: Ours): Test | undefined {
  const same = alike([left, right], inLevel);
  if (same === undefined) return crossed(left, right, ours);
  const column = wholeColumn(same, ours);
  if (column !== undefined) return { exact: true, column };
  if (typeof same.of === "number") {
    const length = lengthOf(same.of, ours(same.column));
    return length === undefined ? undefined : { same_first: length, column: ours(same.column) };
  }
  return same.of === "area" || same.of === "district" || same.of === "sector"
    ? { same_part: same.of, column: ours(same.column) }
    : undefined;
}

/** How long a beginning is as we write the column: birth dates have no hyphens here. */
export function lengthOf(length: number, column: string): number | undefined {
  return column === "birth_date" ? { 4: 4, 7: 6, 10: 8 }[length] : length;
}

function crossed(left: string, right: string, ours: Ours): Test | undefined {
  const [l, r] = [operandOf(left, inLevel), operandOf(right, inLevel)];
  if (l?.of !== "value" || r?.of !== "value" || l.side !== "l" || r.side !== "r") return undefined;
  return { crossed_with: ours(r.column), column: ours(l.column) };
}

/** `"a_l" = "b_r" AND "a_r" = "b_l"`. */
function swapped(text: string, ours: Ours): Test | undefined {
  const sides = split(text, " and ").flatMap((each) => split(each, " = "));
  const [a, b, c, d] = sides.map((side) => operandOf(side, inLevel));
  if (sides.length !== 4 || [a, b, c, d].some((each) => each?.of !== "value")) return undefined;
  const way = [a, b, c, d].map((each) => each!.side).join("");
  return way === "lrrl" && a!.column === c!.column && b!.column === d!.column && a!.column !== b!.column
    ? { swapped_with: ours(b!.column), column: ours(a!.column) }
    : undefined;
}
