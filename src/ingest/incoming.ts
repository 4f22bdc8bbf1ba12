import { type Engine, quoteName, quoteTable, type Select } from "../engine/engine.js";
import type { Contract } from "../pipeline/contract.js";
import type { Ledger } from "./ledger.js";
import type { Progress } from "./open.js";
import type { Part } from "./part.js";

/** The contacts as the sources deliver them. */
interface Delivered {
  readonly contract: Contract;
  readonly select: Select;
  readonly extras: ReadonlyMap<string, string>;
}

/**
 * Makes `incoming.<table>` for every contract: the live rows of all parts, absent columns null; empty where no source
 * fills it. Persons that only a fact names become contacts with an id and nothing else.
 * @returns columns beyond the contract, by table, and warnings about persons whom nobody knows
 */
export async function makeIncoming(
  engine: Engine,
  contracts: ReadonlyMap<string, Contract>,
  parts: readonly Part[],
  ledgers: ReadonlyMap<string, Ledger>,
  progress: Progress,
): Promise<{ extras: Map<string, string[]>; warnings: string[] }> {
  const found = new Map<string, string[]>();
  let delivered: Delivered | undefined;
  let warnings: string[] = [];
  for (const contract of contracts.values()) {
    const own = parts.filter((part) => part.contract === contract);
    const extras = extraTypes(own);
    const selects = [nothing(contract, extras), ...own.map((part) => livePart(part, extras, ledgers))];
    const table = `incoming.${contract.table}`;
    const select = { sql: selects.join("\nunion all\n"), file: table };
    await engine.view(table, select);
    found.set(contract.table, [...extras.keys()]);
    if (contract.table === "contacts") delivered = { contract, select, extras };
  }
  if (delivered !== undefined) {
    const facts = [...contracts.values()].filter(({ columns }) => columns.has("contact_id"));
    const people = await addNamedOnly(engine, delivered, facts);
    if (people > 0) warnings = await strangers(engine);
    progress("incoming.named_only", people);
  }
  return { extras: found, warnings };
}

function extraTypes(parts: readonly Part[]): Map<string, string> {
  const types = new Map<string, string>();
  for (const part of parts) {
    for (const [name, { type }] of part.extras)
      types.set(name, (types.get(name) ?? type) === type ? type : "VARCHAR");
  }
  return new Map([...types].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function nothing(contract: Contract, extras: ReadonlyMap<string, string>): string {
  const columns = [...contract.columns, ...extras].map(
    ([name, type]) => `cast(null as ${type}) as ${quoteName(name)}`,
  );
  return `select ${columns.join(", ")} where false`;
}

function livePart(
  part: Part,
  extras: ReadonlyMap<string, string>,
  ledgers: ReadonlyMap<string, Ledger>,
): string {
  const { contract, source, table, lastNumber } = part;
  const columns = [
    ...[...contract.columns.keys()].map((name) =>
      lastNumber !== undefined && name === contract.number
        ? `${numbered(part, lastNumber)} as ${quoteName(name)}`
        : quoteName(name),
    ),
    ...[...extras].map(
      ([name, type]) => `cast(${part.extras.get(name)?.value ?? "null"} as ${type}) as ${quoteName(name)}`,
    ),
  ];
  const live = ledgers.get(source.name)!.live("part._row");
  return `select ${columns.join(", ")} from ${quoteTable(table)} as part ${live}`;
}

/** A row's number; of rows that have none their place within a key, by what stands in them, after the last number. */
function numbered({ contract, extras }: Part, last: number): string {
  const { columns, key, number } = contract;
  const own = quoteName(number!);
  const others = [...columns.keys()].filter((name) => !key.includes(name)).map(quoteName);
  const order = [...others, ...[...extras.values()].map(({ value }) => value)];
  const within = [
    ...key.filter((name) => name !== number && name !== "source").map(quoteName),
    `${own} is null`,
  ];
  return `cast(coalesce(${own}, ${last} + row_number() over (partition by ${within.join(", ")} order by ${order.join(", ")})) as ${columns.get(number!)})`;
}

/** Sources of whose contacts more are named than they have: most often the persons are another source's. */
async function strangers(engine: Engine): Promise<string[]> {
  const rows = await engine.read<{ source: string; named: number; known: number }>(
    `select named.source, named.persons as named, coalesce(known.persons, 0) as known
    from (select source, count(*) as persons from incoming.named_only group by source) as named
    left join (
      select source, count(*) as persons from incoming.contacts anti join incoming.named_only
        using (source, record_id) group by source
    ) as known on known.source = named.source
    where exists (select 1 from incoming.contacts anti join incoming.named_only using (source, record_id))
      and named.persons > coalesce(known.persons, 0)
    order by named.source`,
  );
  return rows.map(({ source, named, known }) =>
    known === 0
      ? `source "${source}" names ${named} persons and has no contacts; if they are another source's, say whose: sources.${source}.set.contact_source`
      : `${named} persons are named as contacts of source "${source}", which has ${known} others: are the ids written alike?`,
  );
}

async function addNamedOnly(
  engine: Engine,
  { contract, select: { file, sql }, extras }: Delivered,
  facts: readonly Contract[],
): Promise<number> {
  const named = facts.map(
    ({ table }) =>
      `select coalesce(contact_source, source) as source, contact_id as record_id
      from incoming.${quoteName(table)} where contact_id is not null`,
  );
  if (named.length === 0) return 0;
  const people = await engine.create("incoming.named_only", {
    file,
    sql: `select distinct source, record_id from (${named.join(" union all ")})
      anti join incoming.contacts using (source, record_id)`,
  });
  const absent = [...contract.columns, ...extras].map(([name, type]) =>
    name === "source" || name === "record_id"
      ? quoteName(name)
      : `cast(null as ${type}) as ${quoteName(name)}`,
  );
  await engine.view("incoming.contacts", {
    file,
    sql: `${sql}\nunion all\nselect ${absent.join(", ")} from incoming.named_only`,
  });
  return people;
}
