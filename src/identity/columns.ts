import { type Engine, quoteName } from "../engine/engine.js";

/** Columns of `crm.contacts` that the contract names; whatever else a source brings is an extra. */
const CONTRACT = new Set([
  "source",
  "record_id",
  "kind",
  "full_name",
  "given_name",
  "family_name",
  "company",
  "email",
  "phone",
  "birth_date",
  "street",
  "city",
  "postcode",
  "region",
  "country",
  "language",
  "loyalty_number",
  "acquisition_channel",
  "created_on",
  "updated_at",
]);

/** Columns of `identity.records` that hold values to be compared. */
export const STANDARD_COLUMNS = [
  "given_name",
  "family_name",
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

/** A column beyond the contract, its name among the features, and how it is written one way. */
export interface Extra {
  readonly name: string;
  readonly sql: string;
}

const MOST_EXTRAS = 6;
/** Two people agree by accident at most so often on a column that is worth comparing by itself. */
const COMMON = 0.03;

/** Whether a feature comes from a column that the contract does not name. */
export const isExtra = (column: string) => /^x\d+_/.test(column);

/**
 * The columns that the contract does not name and that tell people apart: text or whole numbers, in a third of the
 * records at least, and so varied that two records seldom agree by accident; the most varied first.
 */
export async function extraColumns(engine: Engine): Promise<Extra[]> {
  const columns = await engine.columns("crm.contacts");
  const found: (Extra & { repeat: number })[] = [];
  for (const [column, type] of columns) {
    if (CONTRACT.has(column) || !/^(VARCHAR|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/.test(type)) continue;
    const name = `x${found.length + 1}_${column.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`;
    const sql = `nullif(trim(replace_all(lower(strip_accents(contacts.${quoteName(column)}::varchar)),
      '[^\\pL\\pM\\pN]+', ' ')), '')`;
    const [row] = await engine.read<{ records: number; known: number; repeat: number }>(
      `select (select count(*) from crm.contacts) as records, coalesce(sum(n), 0)::bigint as known,
        coalesce(sum(n::double * (n - 1)) / greatest(sum(n)::double * (sum(n) - 1), 1), 0) as "repeat"
      from (select count(*) as n from crm.contacts as contacts
        where ${quoteName(column)} is not null group by ${quoteName(column)}) as counts`,
    );
    const { records, known, repeat } = row!;
    if (known >= records / 3 && known > 1 && repeat <= COMMON) found.push({ name, sql, repeat });
  }
  return found.sort((a, b) => a.repeat - b.repeat || (a.name < b.name ? -1 : 1)).slice(0, MOST_EXTRAS);
}
