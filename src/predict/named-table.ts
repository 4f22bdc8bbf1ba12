import { type Engine, quoteTable } from "../engine/engine.js";

/** What is known of a table that a question names. */
export interface Table {
  readonly name: string;
  readonly columns: ReadonlyMap<string, string>;
  readonly key: readonly string[];
  /** Whether names that it has not may yet come with an export: it is empty, and open to further columns. */
  readonly unsure: boolean;
}

/** Looks a table up that the settings name. */
export async function namedTable(engine: Engine, name: string): Promise<Table> {
  const [told] = await engine.read<{ key: string; open: boolean }>(
    "select key, open from settings.named_tables where name = $name",
    { name },
  );
  const [row] = await engine.read<{ rows: number }>(`select count(*) as rows from ${quoteTable(name)}`);
  return {
    name,
    columns: await engine.columns(name),
    key: told!.key === "" ? [] : told!.key.split(","),
    unsure: told!.open && row!.rows === 0,
  };
}

/** Where the customer of a row stands: in the row, or with the record that it is. */
export function customerOf({ columns }: Table): { column: string; join: string } | undefined {
  if (columns.has("customer_id")) return { column: "cases.customer_id", join: "" };
  if (!columns.has("source") || !columns.has("record_id")) return undefined;
  return {
    column: "members.customer_id",
    join: "left join identity.members as members on members.source = cases.source and members.record_id = cases.record_id",
  };
}

/** Whether a type is that of a day or a moment. */
export const isDay = (type: string | undefined): boolean => /^(DATE|TIMESTAMP)/i.test(type ?? "");

/** Whether a type is that of a number. */
export const isNumber = (type: string | undefined): boolean =>
  /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|REAL|DOUBLE|DECIMAL)/i.test(type ?? "");
