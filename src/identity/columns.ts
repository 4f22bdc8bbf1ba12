import { type Engine, quoteName } from "../engine/engine.js";
import { FIELDS } from "./golden.js";

/** Columns of `crm.contacts` that the contract names; whatever else a source brings is an extra. */
const CONTRACT = new Set<string>([
  "source",
  "record_id",
  ...FIELDS,
  "acquisition_channel",
  "created_on",
  "updated_at",
]);

/** Columns of `identity.records` that hold values to be compared. */
export const STANDARD_COLUMNS = [
  "given_name",
  "family_name",
  "generation",
  "company",
  "email",
  "email_user",
  "phone",
  "birth",
  "street",
  "postcode",
  "city",
  "loyalty_number",
] as const;

/** The same as a pipeline names them. */
export const COMPARED: readonly string[] = STANDARD_COLUMNS.map((name) =>
  name === "birth" ? "birth_date" : name,
);

/** What a column of the contacts is called among the features. */
export function featureOf(column: string): string {
  const place = COMPARED.indexOf(column);
  return STANDARD_COLUMNS[place] ?? extraName(column);
}

/** What a feature is called by a pipeline. */
export const columnOf = (feature: string): string =>
  COMPARED[(STANDARD_COLUMNS as readonly string[]).indexOf(feature)] ?? feature.replace(/^x_/, "");

/** A column beyond the contract, its name among the features, and how it is written one way. */
export interface Extra {
  readonly column: string;
  readonly name: string;
  readonly sql: string;
}

const MOST_EXTRAS = 6;
/** Two people agree by accident at most so often on a column that is worth comparing by itself. */
const COMMON = 0.03;

/** What a column beyond the contract is called among the features. */
export const extraName = (column: string) => `x_${column.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`;

/** Whether a feature comes from a column that the contract does not name. */
export const isExtra = (column: string) => /^x_/.test(column);

const TEXT = /^VARCHAR$/;
const WHOLE = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/;
const NUMBER = /^(FLOAT|DOUBLE|DECIMAL\(.*\))$/;

const [YEAR, PART] = ["(19|20)\\d{2}", "(0?[1-9]|[12]\\d|3[01])"];
const DAY = `(${YEAR} ${PART} ${PART}|${PART} ${PART} ${YEAR})( \\d{1,2} \\d{2}( \\d{2})?)?`;

/**
 * A text in lower case without accents and punctuation; of a code, which has as many digits as letters, nothing else. A
 * day keeps its gaps: 1/11 is not 11/1.
 */
function writtenOneWay(value: string): string {
  const plain = `nullif(trim(replace_all(plain_letters(${value}), '[^\\pL\\pM\\pN]+', ' ')), '')`;
  const letters = `length(replace_all(${plain}, '[^\\pL]+', ''))`;
  const digits = `length(replace_all(${plain}, '[^0-9]+', ''))`;
  const code = `contains(${plain}, ' ') and ${digits} >= ${letters}
    and not regexp_full_match(${plain}, '${DAY}')`;
  return `case when ${code} then replace(${plain}, ' ', '') else ${plain} end`;
}

/** Every column that the contract does not name and that holds text or numbers; `plain` if these are whole. */
async function furtherColumns(engine: Engine): Promise<(Extra & { plain: boolean })[]> {
  const names = new Map<string, number>();
  return [...(await engine.columns("crm.contacts"))]
    .filter(
      ([column, type]) => !CONTRACT.has(column) && [TEXT, WHOLE, NUMBER].some((kind) => kind.test(type)),
    )
    .map(([column, type]) => {
      const name = extraName(column);
      const times = (names.get(name) ?? 0) + 1;
      names.set(name, times);
      const value = `contacts.${quoteName(column)}::varchar`;
      const sql = TEXT.test(type) ? writtenOneWay(value) : value;
      return { column, name: times === 1 ? name : `${name}_${times}`, sql, plain: !NUMBER.test(type) };
    });
}

/**
 * The columns that the contract does not name and that tell people apart: text or whole numbers, in a third of the
 * records at least, and so varied that two records seldom agree by accident; the most varied first. Or those that the
 * pipeline asks for.
 */
export async function extraColumns(
  engine: Engine,
  asked: readonly string[],
  keys: readonly string[] = [],
): Promise<Extra[]> {
  if (asked.length > 0) {
    const names = [...asked.map(extraName), ...keys];
    return (await furtherColumns(engine)).filter(({ name }) => names.includes(name));
  }
  const found: (Extra & { repeat: number })[] = [];
  for (const extra of await furtherColumns(engine)) {
    if (!extra.plain) continue;
    const column = quoteName(extra.column);
    const [row] = await engine.read<{ records: number; known: number; repeat: number }>(
      `select (select count(*) from crm.contacts) as records, coalesce(sum(n), 0)::bigint as known,
        coalesce(sum(n::double * (n - 1)) / greatest(sum(n)::double * (sum(n) - 1), 1), 0) as "repeat"
      from (select count(*) as n from crm.contacts as contacts
        where ${column} is not null group by ${column}) as counts`,
    );
    const { records, known, repeat } = row!;
    if (known >= records / 3 && known > 1 && repeat <= COMMON) found.push({ ...extra, repeat });
  }
  return found.sort((a, b) => a.repeat - b.repeat || (a.name < b.name ? -1 : 1)).slice(0, MOST_EXTRAS);
}

/** The same columns as an earlier run took; one that is not there any more is empty. */
export async function sameColumns(engine: Engine, names: readonly string[]): Promise<Extra[]> {
  const there = new Map((await furtherColumns(engine)).map((extra) => [extra.name, extra]));
  return names.map((name) => there.get(name) ?? { column: name, name, sql: "cast(null as varchar)" });
}
