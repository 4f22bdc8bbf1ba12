import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Engine, quoteName, quoteTable, quoteText } from "../engine/engine.js";
import { minorDigits } from "../money.js";
import type { Prepared, PreparedList } from "../pipeline/prepare.js";
import { type BlockedList, blockedLists } from "./blocked.js";
import { writeCsv } from "./csv.js";

type Channel = "email" | "phone" | "post" | "sms" | "none";

/** What a list came to: people its rule names, people it holds, and why the others were left out. */
export interface ListResult {
  readonly list: string;
  readonly rule: string;
  readonly channel: Channel;
  readonly matched: number;
  readonly people: number;
  readonly leftOut: readonly { readonly reason: string; readonly people: number }[];
  readonly files: readonly string[];
}

const ADDRESS: Record<Channel, readonly string[]> = {
  email: ["email"],
  phone: ["phone"],
  sms: ["phone"],
  post: ["street", "city", "postcode", "region", "country"],
  none: [],
};

const VALID: Record<Exclude<Channel, "none">, string> = {
  email: String.raw`regexp_matches(email, '^[^@\s,;"<>]+@[^@\s,;"<>]+\.[^@\s,;"<>.]{2,}$')`,
  phone: String.raw`regexp_matches(phone, '^\+[1-9]\d{7,14}$')`,
  sms: String.raw`regexp_matches(phone, '^\+[1-9]\d{7,14}$')`,
  post: "street is not null and (city is not null or postcode is not null)",
};

/** Money is a decimal of four places in every table; no other column of a customer is. */
export const MONEY = /^DECIMAL\(\d+,4\)$/;

/**
 * Makes `lists.<name>` for every list and writes its two files: `people.csv` for a spreadsheet, with money rounded to
 * the currency's minor unit, and `machine.csv` for a platform, with money as it stands in the tables. A customer whose
 * consent for the channel is withdrawn or unknown as of the day is left out, whatever the rule says. A list whose rule goes
 * by a score that tells nothing is not written. Paths are below `folder`.
 */
export async function writeLists(
  engine: Engine,
  prepared: Prepared,
  folder: string,
): Promise<{ readonly lists: readonly ListResult[]; readonly blocked: readonly BlockedList[] }> {
  const blocked = await blockedLists(engine, prepared.lists);
  const results: ListResult[] = [];
  for (const list of prepared.lists)
    if (!blocked.some((each) => each.list === list.name))
      results.push(await writeList(engine, prepared, list, folder));
  await engine.load(
    "lists.blocked",
    { list: "varchar", score: "varchar", reason: "varchar" },
    blocked.map(({ list, score, reason }) => [list, score, reason]),
  );
  await engine.load(
    "lists.summary",
    { list: "varchar", rule: "varchar", channel: "varchar", matched: "bigint", people: "bigint" },
    results.map((each) => [each.list, each.rule, each.channel, BigInt(each.matched), BigInt(each.people)]),
  );
  await engine.load(
    "lists.left_out",
    { list: "varchar", reason: "varchar", people: "bigint" },
    results.flatMap((each) => each.leftOut.map(({ reason, people }) => [each.list, reason, BigInt(people)])),
  );
  return { lists: results, blocked };
}

async function writeList(
  engine: Engine,
  prepared: Prepared,
  list: PreparedList,
  folder: string,
): Promise<ListResult> {
  const { rule, channel } = prepared.pipeline.lists[list.name]!;
  const table = `list.${list.name}`;
  const file = `list "${list.name}"`;
  await engine.create(table, { sql: candidates(prepared, list, channel), file }, prepared.parameters);
  const reasons = await engine.read<{ reason: string | null; people: number }>(
    `select left_out as reason, count(*) as people from ${quoteTable(table)} group by left_out order by left_out nulls last`,
  );
  const address = ADDRESS[channel];
  const person = channel === "none" ? [] : ["given_name", "family_name", ...address, "language"];
  const names = ["customer_id", ...person, ...list.columns.map(({ name }) => name)];
  const columns = ["customer_id", ...person, ...list.columns.map((_, i) => `column_${i}`)];
  const types = await engine.columns(table);
  const written = (fields: readonly string[]) => ({
    file,
    sql: `select ${fields.join(", ")} from ${quoteTable(table)} where left_out is null order by customer_id`,
  });
  const digits = minorDigits(prepared.pipeline.currency);
  const rounded = columns.map((column) =>
    MONEY.test(types.get(column)!) ? `round(${quoteName(column)}, ${digits})` : quoteName(column),
  );
  const numeric = columns.map((column) => /^(DECIMAL|DOUBLE|FLOAT|.*INT)/.test(types.get(column)!));
  const french = prepared.pipeline.locales[0] === "fr";
  mkdirSync(join(folder, list.name), { recursive: true });
  const files = [`${list.name}/people.csv`, `${list.name}/machine.csv`];
  const people = { bom: true, delimiter: french ? ";" : ",", decimal: french ? "," : ".", guard: true };
  const machine = { bom: false, delimiter: ",", decimal: ".", guard: false };
  await writeCsv(join(folder, files[0]!), names, numeric, engine.stream(written(rounded)), people);
  await writeCsv(
    join(folder, files[1]!),
    names,
    numeric,
    engine.stream(written(columns.map(quoteName))),
    machine,
  );
  const matched = reasons.reduce((sum, each) => sum + each.people, 0);
  return {
    list: list.name,
    rule,
    channel,
    matched,
    people: reasons.find((each) => each.reason === null)?.people ?? 0,
    leftOut: reasons.flatMap(({ reason, people: n }) => (reason === null ? [] : [{ reason, people: n }])),
    files,
  };
}

function candidates({ customers }: Prepared, list: PreparedList, channel: Channel): string {
  const base = quoteName("crm.customers");
  const columns = list.columns.map(({ expression }, i) => `${expression} as column_${i}`);
  const fields = [
    "customer_id",
    "given_name",
    "family_name",
    "email",
    "phone",
    "street",
    "city",
    "postcode",
    "region",
    "country",
    "language",
  ];
  const address = ADDRESS[channel];
  const leftOut =
    channel === "none"
      ? "cast(null as varchar)"
      : `case
          when given is null then 'no_consent'
          when not given then 'withdrawn'
          when ${address[0]} is null then 'no_address'
          when not coalesce(${VALID[channel]}, false) then 'invalid_address'
        end`;
  return `with matched as (
      select ${[...fields.map((name) => `${base}.${name}`), ...columns].join(", ")}
      from ${customers.from([list.condition, ...columns])}
      where ${list.condition}
    ),
    permitted as (
      select matched.*, permissions.given
      from matched
      left join crm.permissions as permissions
        on permissions.customer_id = matched.customer_id and permissions.channel = ${quoteText(channel)}
    )
    select *, ${leftOut} as left_out from permitted`;
}
