import { quoteName, quoteTable, quoteText } from "../engine/engine.js";
import type { Ledger } from "./ledger.js";
import type { Part } from "./part.js";
import type { StagedSource } from "./stage.js";

/** Puts a part's excluded rows aside, then those with a fault, with the reason of each. */
export async function putAside(ledger: Ledger, part: Part): Promise<void> {
  await putExcluded(ledger, part.source.spec.exclude, `${quoteTable(part.table)}`);
  if (part.faults.length === 0) return;
  const columns = numbered(
    "_bad",
    part.faults.map((fault) => fault.column),
  );
  const reasons = numbered(
    "_bad",
    part.faults.map((fault) => fault.reason),
  );
  await ledger.put(
    "quarantined",
    `select _row, min(${columns}) as fault_column, min(${reasons}) as reason from ${quoteTable(part.table)}
    where _bad is not null group by _row`,
  );
}

/** Puts the rows of a relation with `_row` and `_excluded` aside. */
export async function putExcluded(
  ledger: Ledger,
  rules: readonly { readonly reason: string }[],
  relation: string,
): Promise<void> {
  if (rules.length === 0) return;
  const reasons = numbered(
    "_excluded",
    rules.map((rule) => rule.reason),
  );
  await ledger.put(
    "excluded",
    `select _row, '' as fault_column, ${reasons} as reason from ${relation} where _excluded is not null`,
  );
}

/**
 * Of a part's rows with the same key the last one stays; a key is compared with nulls as values. Of rows without the number
 * that would tell them apart those of the last file stay.
 */
export async function supersede(ledger: Ledger, part: Part, read: StagedSource): Promise<void> {
  const { number, key: own } = part.contract;
  const key = part.source.spec.key ?? own.filter((column) => column !== "source");
  if (key.length === 0) return;
  const counted = number !== undefined && key.includes(number) ? quoteName(number) : undefined;
  const columns = key.map(quoteName).join(", ");
  const same = key.map(
    (column) => `live.${quoteName(column)} is not distinct from twice.${quoteName(column)}`,
  );
  await ledger.put(
    "superseded",
    `with live as (
        select _row, ${columns} from ${quoteTable(part.table)} as part ${ledger.live("part._row")}
        ${counted === undefined ? "" : `where ${counted} is not null`}
      ),
      twice as (select ${columns}, max(_row) as last_row from live group by ${columns} having count(*) > 1)
    select live._row, '' as fault_column, 'a later row of the same key' as reason
    from live join twice on ${same.join(" and ")} where live._row < twice.last_row`,
  );
  if (counted === undefined || part.lastNumber === undefined) return;
  const rest = key.filter((column) => column !== number);
  await supersedeDocuments(ledger, read, rest, `where ${counted} is null`);
}

/** Of a document that stands in several files the rows of the last one stay. */
export async function supersedeDocuments(
  ledger: Ledger,
  read: StagedSource,
  document: readonly string[],
  where = "",
): Promise<void> {
  if (document.length === 0 || read.files.length < 2) return;
  const columns = document.map(quoteName).join(", ");
  const same = document.map(
    (column) => `live.${quoteName(column)} is not distinct from twice.${quoteName(column)}`,
  );
  const file = `case ${read.files
    .map(({ first }, i) => `when _row >= ${first} then ${i}`)
    .reverse()
    .join(" ")} end`;
  await ledger.put(
    "superseded",
    `with live as (
        select _row, ${file} as _file, ${columns} from ${quoteTable(read.table)} as rows
        ${ledger.live("rows._row")} ${where}
      ),
      twice as (
        select ${columns}, max(_file) as last_file from live group by ${columns} having min(_file) < max(_file)
      )
    select live._row, '' as fault_column, 'a later file holds it again' as reason
    from live join twice on ${same.join(" and ")} where live._file < twice.last_file`,
  );
}

/** Puts the other rows of a document aside when one of its rows was quarantined: half an order is none. */
export async function quarantineDocuments(
  ledger: Ledger,
  read: StagedSource,
  document: readonly string[],
): Promise<void> {
  if (document.length === 0) return;
  const columns = document.map((column) => `rows.${quoteName(column)}`).join(", ");
  const same = document.map((column) => `rows.${quoteName(column)} = bad.${quoteName(column)}`);
  await ledger.put(
    "quarantined",
    `with bad as (
        select distinct ${columns} from ${quoteTable(read.table)} as rows
        join ${quoteTable(ledger.table)} as held on held._row = rows._row where held.disposition = 'quarantined'
      )
    select rows._row, '' as fault_column, 'another row of the same document does not fit' as reason
    from ${quoteTable(read.table)} as rows join bad on ${same.join(" and ")}`,
  );
}

function numbered(column: string, texts: readonly string[]): string {
  return `case ${column} ${texts.map((text, i) => `when ${i} then ${quoteText(text)}`).join(" ")} end`;
}
