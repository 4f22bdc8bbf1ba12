import { type Engine, quoteName, quoteTable } from "../engine/engine.js";
import type { Column } from "../fit/scorecard/columns.js";
import { numericColumn } from "../fit/scorecard/columns.js";
import type { Question } from "../fit/scorecard/learn.js";
import { countKnown, drawnSelect, KNOWN, MOST_EXAMPLES } from "./draw.js";

/** Columns of a table of examples that are no features. */
export const NO_FEATURES: readonly string[] = [
  "example",
  "customer_id",
  "day",
  "answered_on",
  "answer",
  "sample",
  "weight",
];

/** A column of more words than these is a name, not a category. */
const MOST_LEVELS = 2_000;

/** So many numeric features are read in one go: a bound of memory. */
const AT_ONCE = 16;

const file = "src/scorecard/read-examples.ts";

/** Days are counted from this one. */
const FIRST_DAY = "2000-01-01";
const A_DAY = 86_400_000;

/** An ISO day as the number that a row of it has. */
export const dayNumber = (day: string): number => (Date.parse(day) - Date.parse(FIRST_DAY)) / A_DAY;

/** The ISO day of such a number. */
export const dayNamed = (number: number): string =>
  new Date(Date.parse(FIRST_DAY) + number * A_DAY).toISOString().slice(0, 10);

/** How a column of the examples is a feature: which expression gives its numbers or its words. */
export interface Feature {
  readonly name: string;
  readonly kind: Column["kind"];
  /** Over the table of examples, without alias. */
  readonly expression: string;
  /** Of a date: days before the day of the features; below 0 where it lies after. */
  readonly date: boolean;
}

/** Examples whose answer is known, as the learner takes them. */
export interface Read extends Question {
  readonly features: readonly Feature[];
  /** Columns that can be no feature, and why: `kind`, of a type that is neither number, word nor date; `names`, too many words. */
  readonly refused: ReadonlyMap<string, string>;
  /** Parts of rows whose date lies after their day, of dates. */
  readonly after: ReadonlyMap<string, number>;
  /** How many examples have an answer. */
  readonly known: number;
  /** Places in the columns of declined applications, where they were asked for; none of them is in `rows`. */
  readonly declined: Int32Array;
  /** A number from 0 to below 1 for each of these, by the hash of its name. */
  readonly draws: Float64Array;
}

/** The features of a table of examples: all its columns but the keys and those left out. */
export async function featuresOf(
  engine: Engine,
  table: string,
  exclude: readonly string[] = [],
): Promise<{ features: Feature[]; refused: Map<string, string> }> {
  const features: Feature[] = [];
  const refused = new Map<string, string>();
  for (const [name, type] of await engine.columns(table)) {
    if (NO_FEATURES.includes(name) || exclude.includes(name)) continue;
    const feature = featureOf(name, type.toLowerCase());
    if (feature === undefined) refused.set(name, "kind");
    else features.push(feature);
  }
  return { features, refused };
}

function featureOf(name: string, type: string): Feature | undefined {
  // A list's type begins like that of what it lists.
  if (type.endsWith("]")) return undefined;
  const column = quoteName(name);
  if (/^(date|timestamp)/.test(type)) {
    const expression = `cast(date_diff('day', cast(${column} as date), day) as double)`;
    return { name, kind: "numeric", expression, date: true };
  }
  if (/^(u?(tiny|small|big|huge)?int(eger)?|float|real|double|decimal|numeric)\b/.test(type)) {
    const number = `cast(${column} as double)`;
    return {
      name,
      kind: "numeric",
      expression: `case when isfinite(${number}) then ${number} end`,
      date: false,
    };
  }
  if (type === "boolean")
    return {
      name,
      kind: "category",
      expression: `case when ${column} then 'yes' when not ${column} then 'no' end`,
      date: false,
    };
  if (/^(varchar|enum)/.test(type))
    return {
      name,
      kind: "category",
      expression: `nullif(trim(cast(${column} as varchar)), '')`,
      date: false,
    };
  return undefined;
}

/**
 * Reads the examples whose answer is known, in order of their names; of more than `most` as many, drawn by the hash of the
 * name. Declined applications (`rejects`) are read with them where asked for. Categories come as codes, so that no word of a row is read twice.
 */
export async function readExamples(
  engine: Engine,
  table: string,
  {
    exclude = [],
    most = MOST_EXAMPLES,
    rejects = false,
  }: { exclude?: readonly string[]; most?: number; rejects?: boolean } = {},
): Promise<Read> {
  const { features, refused } = await featuresOf(engine, table, exclude);
  const has = await engine.columns(table);
  // Drawn once, as features are read some at a time.
  const drawn = `${table}_drawn`;
  const chosen = drawnSelect(table, rejects ? `(${KNOWN} or sample = 'rejects')` : KNOWN, most);
  await engine.work(drawn, { file, sql: `select * exclude (_draw) from ${chosen} order by example` });
  const from = `${quoteTable(drawn)} where true`;
  const weight = has.has("weight") ? "cast(weight as double)" : "1.0";
  const keys = await engine.numbers<"answer" | "person" | "day" | "answered" | "weight" | "drawn">({
    file,
    sql: `select case when sample = 'past' then cast(answer as double) end as answer,
        cast(dense_rank() over (order by coalesce(customer_id, example)) - 1 as double) as person,
        cast(date_diff('day', date '${FIRST_DAY}', day) as double) as day,
        cast(date_diff('day', date '${FIRST_DAY}', coalesce(answered_on, day)) as double) as answered,
        ${weight} as weight,
        cast(cast('0x' || substr(md5('declined ' || example), 1, 8) as bigint) as double) / 4294967296 as drawn
      from ${from} order by example`,
  });
  const after = new Map<string, number>();
  const found = new Map<string, Column>();
  const numeric = features.filter(({ kind }) => kind === "numeric");
  for (let start = 0; start < numeric.length; start += AT_ONCE)
    for (const column of await numbers(numeric.slice(start, start + AT_ONCE))) found.set(column.name, column);
  for (const feature of features) {
    if (feature.kind === "numeric") continue;
    const column = await words(feature);
    if (column === undefined) refused.set(feature.name, "names");
    else found.set(column.name, column);
  }
  const columns = features.flatMap(({ name }) => found.get(name) ?? []);
  await engine.drop(drawn);
  const places = Int32Array.from(keys.answer, (_, i) => i);
  const declined = places.filter((row) => Number.isNaN(keys.answer[row]!));
  return {
    columns,
    features: features.filter(({ name }) => !refused.has(name)),
    refused,
    after,
    known: await countKnown(engine, table),
    rows: places.filter((row) => !Number.isNaN(keys.answer[row]!)),
    declined,
    draws: Float64Array.from(declined, (row) => keys.drawn[row]!),
    answer: Uint8Array.from(keys.answer),
    group: Int32Array.from(keys.person),
    day: keys.day,
    answeredOn: keys.answered,
    ...(has.has("weight") ? { weights: keys.weight } : {}),
  };

  async function numbers(some: readonly Feature[]): Promise<Column[]> {
    const list = some.map(({ expression }, i) => `${expression} as value_${i}`);
    const values = await engine.numbers<string>({
      file,
      sql: `select ${list.join(", ")} from ${from} order by example`,
    });
    return some.map(({ name, date }, i) => {
      const value = values[`value_${i}`]!;
      if (date) after.set(name, value.filter((days) => days < 0).length / Math.max(value.length, 1));
      return numericColumn(name, value);
    });
  }

  async function words({ name, expression }: Feature): Promise<Column | undefined> {
    const levels = await engine.read<{ word: string }>(
      {
        file,
        sql: `select ${expression} as word from ${from} and ${expression} is not null group by 1 order by 1 limit ${MOST_LEVELS + 1}`,
      },
      {},
      MOST_LEVELS + 1,
    );
    if (levels.length > MOST_LEVELS) return undefined;
    const { code } = await engine.numbers<"code">({
      file,
      sql: `select case when ${expression} is null then -1.0
          else cast(dense_rank() over (order by ${expression} nulls last) - 1 as double) end as code
        from ${from} order by example`,
    });
    return { name, kind: "category", levels: levels.map(({ word }) => word), codes: Int32Array.from(code) };
  }
}
