import { type Engine, quoteName, quoteTable } from "../engine/engine.js";
import type { Contract } from "../pipeline/contract.js";
import type { Ledger } from "./ledger.js";
import type { Part } from "./part.js";

/**
 * Makes `incoming.<table>` for every contract: the live rows of all parts, absent columns null; empty where no source
 * fills it. Persons that only a fact names become contacts with an id and nothing else.
 * @returns columns beyond the contract, by table
 */
export async function makeIncoming(
  engine: Engine,
  contracts: ReadonlyMap<string, Contract>,
  parts: readonly Part[],
  ledgers: ReadonlyMap<string, Ledger>,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const contract of contracts.values()) {
    const own = parts.filter((part) => part.contract === contract);
    const extras = extraTypes(own);
    const selects = [nothing(contract, extras), ...own.map((part) => livePart(part, extras, ledgers))];
    const table = `incoming.${contract.table}`;
    await engine.view(table, { sql: selects.join("\nunion all\n"), file: table });
    found.set(contract.table, [...extras.keys()]);
  }
  await addNamedOnly(
    engine,
    contracts,
    extraTypes(parts.filter((part) => part.contract.table === "contacts")),
  );
  return found;
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
  const columns = [
    ...[...part.contract.columns.keys()].map((name) => quoteName(name)),
    ...[...extras].map(
      ([name, type]) => `cast(${part.extras.get(name)?.value ?? "null"} as ${type}) as ${quoteName(name)}`,
    ),
  ];
  const live = ledgers.get(part.source.name)!.live("part._row");
  return `select ${columns.join(", ")} from ${quoteTable(part.table)} as part ${live}`;
}

async function addNamedOnly(
  engine: Engine,
  contracts: ReadonlyMap<string, Contract>,
  extras: ReadonlyMap<string, string>,
): Promise<void> {
  const contacts = contracts.get("contacts");
  const facts = [...contracts.values()].filter(({ columns }) => columns.has("contact_id"));
  if (contacts === undefined || facts.length === 0) return;
  const named = facts.map(
    ({ table }) =>
      `select distinct coalesce(contact_source, source) as source, contact_id as record_id
      from incoming.${quoteName(table)} where contact_id is not null`,
  );
  await engine.create("part.named_only", {
    file: "incoming.contacts",
    sql: `select source, record_id from (${named.join(" union ")})
      anti join incoming.contacts using (source, record_id)`,
  });
  await engine.create("part.delivered_contacts", {
    sql: "select * from incoming.contacts",
    file: "incoming.contacts",
  });
  const absent = [...contacts.columns, ...extras].map(([name, type]) =>
    name === "source" || name === "record_id"
      ? quoteName(name)
      : `cast(null as ${type}) as ${quoteName(name)}`,
  );
  await engine.view("incoming.contacts", {
    file: "incoming.contacts",
    sql: `select * from part.delivered_contacts union all select ${absent.join(", ")} from part.named_only`,
  });
}
