import { quoteName } from "../../engine/engine.js";
import { featureOf } from "../columns.js";
import { NICKNAME, sharedWords } from "../comparisons.js";
import type { Test } from "./schema.js";

/** A test in words and as SQL: the features that it reads, and what is computed once a pair. */
export interface Meaning {
  readonly name: string;
  readonly when: string;
  readonly features: readonly string[];
  readonly similarities?: Readonly<Record<string, string>>;
}

type Kind = Exclude<keyof Test, "column">;

/** By kind of test, what its value means about a feature. Values are numbers, names of features and fixed words. */
const MEANINGS: { readonly [K in Kind]-?: (value: NonNullable<Test[K]>, feature: string) => Meaning } = {
  exact: (_, f) => plain("equal", f, equal(f)),
  nickname: (_, f) => ({
    name: "nickname",
    when: `${equal(f)} or ${NICKNAME.when}`,
    features: [f, ...NICKNAME.helpers],
    similarities: NICKNAME.similarities,
  }),
  jaro_winkler: (least, f) => alike("jaro_winkler_similarity", f, `jaro_winkler ≥ ${least}`, least),
  jaro: (least, f) => alike("jaro_similarity", f, `jaro ≥ ${least}`, least),
  jaccard: (least, f) => alike("jaccard", f, `jaccard ≥ ${least}`, least),
  levenshtein: (most, f) => edits("levenshtein", f, most),
  damerau_levenshtein: (most, f) => edits("damerau_levenshtein", f, most),
  same_first: (n, f) =>
    plain(
      `same first ${n}`,
      f,
      same(f, (side) => `substr(${side}, 1, ${n})`),
    ),
  begins: (n, f) =>
    plain(
      `begins ${n}`,
      f,
      `least(length(l_${f}), length(r_${f})) >= ${n}
        and (starts_with(l_${f}, r_${f}) or starts_with(r_${f}, l_${f}))`,
    ),
  same_last: (n, f) =>
    plain(
      `same last ${n}`,
      f,
      `least(length(l_${f}), length(r_${f})) >= ${n} and ${same(f, (side) => `right(${side}, ${n})`)}`,
    ),
  words: (least, f) => {
    const alias = quoteName(`words of ${f}`);
    const sql = `case when ${equal(f)} then 1 else ${sharedWords(f)} end`;
    return {
      name: `words ≥ ${least}`,
      when: `${alias} >= ${least}`,
      features: [f],
      similarities: { [alias]: sql },
    };
  },
  same_part: (part, f) =>
    plain(
      `same ${part}`,
      f,
      same(f, (side) => PARTS[part](`replace(${side}, ' ', '')`)),
    ),
  swapped_with: (column, f) => otherPlace("swapped", "and", f, column),
  crossed_with: (column, f) => otherPlace("crossed", "or", f, column),
  days: (most, f) => apart("days", f, most, 1),
  months: (most, f) => apart("months", f, most, 30.4375),
  years: (most, f) => apart("years", f, most, 365.25),
  numeric_difference: (most, f) =>
    plain(`difference ≤ ${most}`, f, `abs(${number("l", f)} - ${number("r", f)}) <= ${most}`),
  relative_difference: (most, f) => {
    const [l, r] = [number("l", f), number("r", f)];
    return plain(
      `relative difference < ${most}`,
      f,
      `abs(${l} - ${r}) / greatest(abs(${l}), abs(${r})) < ${most}`,
    );
  },
};

export const KINDS = Object.keys(MEANINGS) as readonly Kind[];

/** What a test means about a column of the contacts. */
export function meaningOf(test: Test, column: string): Meaning {
  const kind = KINDS.find((each) => test[each] !== undefined)!;
  return (MEANINGS[kind] as (value: unknown, feature: string) => Meaning)(test[kind], featureOf(column));
}

const plain = (name: string, feature: string, when: string): Meaning => ({ name, when, features: [feature] });

const equal = (f: string) => `l_${f} = r_${f}`;
const same = (f: string, part: (side: string) => string) => `${part(`l_${f}`)} = ${part(`r_${f}`)}`;
const number = (side: string, f: string) => `try_cast(${side}_${f} as double)`;

/** A birth date with its hyphens, as edits in it are usually counted. */
const day = (side: string) =>
  `(substr(${side}_birth, 1, 4) || '-' || substr(${side}_birth, 5, 2) || '-' || substr(${side}_birth, 7))`;
const text = (side: string, f: string) => (f === "birth" ? day(side) : `${side}_${f}`);

function measured(measure: string, f: string, ofEqual: number) {
  const alias = quoteName(`${measure} of ${f}`);
  const sql = `case when ${equal(f)} then ${ofEqual} else ${measure}(${text("l", f)}, ${text("r", f)}) end`;
  return { alias, features: [f], similarities: { [alias]: sql } };
}

function alike(measure: string, f: string, name: string, least: number): Meaning {
  const { alias, ...rest } = measured(measure, f, 1);
  return { name, when: `${alias} >= ${least}`, ...rest };
}

function edits(measure: string, f: string, most: number): Meaning {
  const { alias, ...rest } = measured(measure, f, 0);
  return { name: `${measure} ≤ ${most}`, when: `${alias} <= ${most}`, ...rest };
}

function apart(unit: string, f: string, most: number, days: number): Meaning {
  const alias = quoteName("days between births");
  const dates = ["l", "r"].map((side) => `try_cast(${day(side)} as date)`);
  return {
    name: `${unit} ≤ ${most}`,
    when: `${alias} <= ${most * days}`,
    features: [f],
    similarities: { [alias]: `abs(date_diff('day', ${dates.join(", ")}))` },
  };
}

function otherPlace(how: string, both: string, f: string, column: string): Meaning {
  const g = featureOf(column);
  const when = `l_${f} = r_${g} ${both} r_${f} = l_${g}`;
  return { name: `${how} with ${column}`, when, features: [f, g] };
}

/** A whole postcode of Britain, Ireland or Canada; its last three characters are the inward part. */
const whole = (code: string) => `regexp_matches(${code}, '^[a-z]{1,2}[0-9][a-z0-9]?[0-9][a-z0-9]{2}$')`;

const PARTS: Readonly<Record<NonNullable<Test["same_part"]>, (code: string) => string>> = {
  area: (code) => `nullif(regexp_extract(${code}, '^[a-z]{1,2}'), '')`,
  district: (code) => `case when ${whole(code)} then substr(${code}, 1, length(${code}) - 3)
    else nullif(regexp_extract(${code}, '^[a-z]{1,2}[0-9][a-z0-9]?'), '') end`,
  sector: (code) => `case when ${whole(code)} then substr(${code}, 1, length(${code}) - 2) end`,
};
