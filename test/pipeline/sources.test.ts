import { afterAll, expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { CliError } from "../../src/error.js";
import { contractsOf } from "../../src/pipeline/contract.js";
import { parsePipeline } from "../../src/pipeline/parse.js";
import { checkSources } from "../../src/pipeline/sources.js";
import { findSteps } from "../../src/pipeline/steps.js";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { findVendors } from "../../src/pipeline/vendor.js";
import { loadRoomSettings } from "../../src/rooms/settings.js";

const engine = await openEngine({ threads: 1 });
afterAll(() => engine.close());
const rooms = await loadRoomSettings();
const contracts = contractsOf(await findSteps(engine, [PACKAGE]));
const vendors = await findVendors(engine, [PACKAGE]);
const parameters = { as_of: "2026-06-30", currency: "EUR", time_zone: "Europe/Paris", country: "FR" };

/** What is wrong with these sources, as they are told: line, code, sentence, what to do. */
async function problems(...sources: string[]): Promise<string[]> {
  const text = ["version: 1", "currency: EUR", "time_zone: Europe/Paris", "sources:", ...sources].join("\n");
  const pipeline = parsePipeline(text, "job.yaml", rooms);
  const error = await checkSources({ engine, pipeline, contracts, vendors, parameters }).catch(
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return [];
  if (!(error instanceof CliError)) throw error;
  expect(error.exit).toBe(2);
  return error.problems.map(({ line, code, message, hint }) => `${line} ${code} ${message} ${hint}`);
}

test.each([
  [
    "an unknown table",
    "table: contact",
    '5 CRM-E1205 source "people": there is no table "contact" Did you mean "contacts"?',
  ],
  [
    "an unknown vendor",
    "vendor: shopfy",
    '5 CRM-E1205 source "people": there is no vendor "shopfy" Did you mean "shopify"?',
  ],
  [
    "a column that the table has not",
    "table: contacts, columns: {emial: email}",
    '5 CRM-E1206 source "people": the table contacts has no column "emial" Did you mean "email"?',
  ],
  [
    "a value for a column that the table has not",
    "table: contacts, set: {langage: fr}",
    '5 CRM-E1206 source "people": the table contacts has no column "langage" Did you mean "language"?',
  ],
  [
    "a lenient column that the table has not",
    "table: contacts, lenient: [birthdate]",
    '5 CRM-E1206 source "people": the table contacts has no column "birthdate" Did you mean "birth_date"?',
  ],
  [
    "a lenient column of the table's key",
    "table: contacts, lenient: [record_id]",
    '5 CRM-E1211 source "people": record_id is part of the key and cannot be lenient Take it out of sources.people.lenient',
  ],
  [
    "a lenient column of the source's own key",
    "table: contacts, key: [birth_date], lenient: [birth_date]",
    '5 CRM-E1211 source "people": birth_date is part of the key and cannot be lenient',
  ],
  [
    "a lenient column that every row must have",
    "table: orders, lenient: [amount]",
    '5 CRM-E1211 source "people": amount is needed in every row of orders and cannot be lenient',
  ],
  [
    "a key that the table has not",
    "table: contacts, key: [recordid]",
    '5 CRM-E1206 source "people": the table contacts has no column "recordid" Did you mean "record_id"?',
  ],
  [
    "a key that the vendor's rows have not",
    "vendor: shopify, key: [order_no]",
    '5 CRM-E1206 source "people": the export of shopify has no column "order_no" Did you mean "order_id"?',
  ],
  [
    "the contacts of a source that nobody delivers",
    "table: orders, set: {contact_source: peple}",
    '5 CRM-E1005 source "people": contact_source "peple" is no source of this pipeline Did you mean "people"?',
  ],
  [
    "the invoices of a source that nobody delivers",
    "table: payments, set: {invoice_source: peple}",
    '5 CRM-E1005 source "people": invoice_source "peple" is no source of this pipeline Did you mean "people"?',
  ],
  [
    "an exclusion that is no condition",
    "table: contacts, exclude: [{when: email =, reason: r}]",
    '5 CRM-E1301 the rule of exclude in source "people" is not one condition Write what',
  ],
  [
    "an exclusion by a function that no rule may call",
    "table: contacts, exclude: [{when: getenv('HOME') = email, reason: r}]",
    '5 CRM-E1301 the rule of exclude in source "people" calls getenv(), which a rule may not Comparisons',
  ],
  [
    "an exclusion from a vendor's rows by a column that they have not",
    "vendor: shopify, exclude: [{when: tgas = 'x', reason: r}]",
    '5 CRM-E1301 the rule of exclude in source "people" names tgas, which does not exist Did you mean "tags"?',
  ],
  [
    "an exclusion from a vendor's rows that takes a number for a day",
    "vendor: shopify, exclude: [{when: amount > '2026-01-01', reason: r}]",
    "5 CRM-E1301 the rule of exclude in source \"people\" has a part that cannot be worked out: (amount > '2026-01-01'); amount is a number",
  ],
])("%s", async (_, spec, told) => {
  expect(await problems(`  people: {files: people.csv, ${spec}}`)).toEqual([expect.stringContaining(told)]);
});

test.each([
  "vendor: shopify, key: [order_id]",
  "table: contacts, lenient: [birth_date, updated_at]",
  "table: contacts, key: [email], exclude: [{when: statut = 'x', reason: r}]",
])("nothing is wrong with %s", async (spec) => {
  expect(await problems(`  people: {files: people.csv, ${spec}}`)).toEqual([]);
});

test("all sources are looked at, and all that is wrong with each", async () => {
  const told = await problems(
    "  people: {files: a.csv, table: contacts, key: [recordid, emial]}",
    "  shop:",
    "    files: b.csv",
    "    vendor: shopify",
    "    exclude:",
    "      - {when: tgas = 'x', reason: a}",
    "      - {when: amount, reason: b}",
    "  others: {files: c.csv, table: contact, set: {contact_source: peple}}",
  );
  expect(told.map((each) => each.split(" ").slice(0, 2).join(" "))).toEqual([
    "5 CRM-E1206",
    "5 CRM-E1206",
    "10 CRM-E1301",
    "11 CRM-E1301",
    "12 CRM-E1205",
    "12 CRM-E1005",
  ]);
});
