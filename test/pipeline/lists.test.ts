import { afterAll, expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { CliError } from "../../src/error.js";
import type { Namespace } from "../../src/pipeline/expression.js";
import { prepareLists } from "../../src/pipeline/lists.js";
import { parsePipeline } from "../../src/pipeline/parse.js";

const engine = await openEngine({ threads: 1 });
afterAll(() => engine.close());

const NAMESPACE: Namespace = {
  rooms: new Map([
    ["crm", columns("crm.customers", "customer_id", "email", "language")],
    ["rfm", columns("rfm.scores", "segment", "r", "monetary")],
    ["own", columns("own.scores", "monetary")],
  ]),
};

function columns(table: string, ...names: string[]) {
  return new Map(names.map((name) => [name, [table, name]] as const));
}

function prepared(...lists: string[]) {
  const head = ["version: 1", "currency: EUR", "time_zone: Europe/Paris"];
  const text = [...head, "sources: {s: {files: a.csv, table: contacts}}", "lists:", ...lists].join("\n");
  return prepareLists(engine, parsePipeline(text, "job.yaml", new Map()), NAMESPACE, new Map());
}

/** What is wrong with these lists, as they are told: line, code, sentence. */
async function problems(...lists: string[]): Promise<string[]> {
  const error = await prepared(...lists).catch((thrown: unknown) => thrown);
  if (!(error instanceof CliError)) throw error;
  return error.problems.map(({ line, code, message }) => `${line} ${code} ${message}`);
}

test("columns are called by their names, in full where two rooms have the same", async () => {
  const [list] = await prepared(
    "  a: {rule: rfm.r = 5, channel: email, columns: [rfm.monetary, own.monetary, crm.customer_id, r * 2 as double]}",
  );
  expect(list!.columns.map(({ name }) => name)).toEqual([
    "monetary",
    "own_monetary",
    "crm_customer_id",
    "double",
  ]);
});

test.each([
  ["twice", "[rfm.r, r]", '6 CRM-E1303 list "a" has the column r already'],
  [
    "under a name that is taken",
    "[rfm.r, rfm.monetary as r]",
    '6 CRM-E1303 list "a" has the column rfm.monetary as r already',
  ],
  [
    "without a name",
    "[rfm.r * 2]",
    '6 CRM-E1301 a column of list "a" is neither a column nor an expression with a name',
  ],
  [
    "that tells who somebody is",
    "[crm.email]",
    '6 CRM-E1302 list "a" has no channel, so it may not hold crm.email: that is contact data',
  ],
  [
    "that tells it in other words",
    "[lower(crm.email) as word]",
    '6 CRM-E1302 list "a" has no channel, so it may not hold lower(crm.email) as word: that is contact data',
  ],
  [
    "that nobody has",
    "[rfm.monetry]",
    '6 CRM-E1301 a column of list "a" names rfm.monetry, which does not exist',
  ],
])("a column %s is refused", async (_, list, told) => {
  expect(await problems(`  a: {rule: rfm.r = 5, channel: none, columns: ${list}}`)).toEqual([told]);
});

test("all lists are looked at, and all that is wrong with each", async () => {
  const told = await problems(
    "  a: {rule: rmf.r = 5 and langage = 'fr', channel: none, columns: [crm.email, rfm.x]}",
    "  b:",
    "    rule: monetary > 3",
    "    channel: email",
    "    columns:",
    "      - rfm.r",
    "      - rfm.r",
  );
  expect(told.map((each) => each.split(" ").slice(0, 2).join(" "))).toEqual([
    "6 CRM-E1302",
    "6 CRM-E1301",
    "6 CRM-E1301",
    "6 CRM-E1301",
    "12 CRM-E1303",
    "8 CRM-E1301",
  ]);
});
