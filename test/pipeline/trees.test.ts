import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { prepare } from "../../src/pipeline/prepare.js";
import { fails } from "../support/fails.js";
import { runHere } from "../support/here.js";
import { project, TINY } from "../support/project.js";

const OWN = TINY.replace("lists:", "rooms: [rfm, own]\nlists:");
const refused = { exit: 2, began: false };

test("tables that need each other in a circle", async () => {
  const place = project({
    "pipeline.yaml": OWN,
    "sql/own/a.sql": "-- One row.\nselect * from own.b\n",
    "sql/own/b.sql": "-- One row.\nselect * from own.c\n",
    "sql/own/c.sql": "-- One row.\nselect * from own.a\n",
  });
  await fails(place, {
    ...refused,
    code: "CRM-E1103",
    says: [/sql\/own\/[abc]\.sql/, "own.a → own.b → own.c → own.a"],
  });
});

test("a table that nobody makes", async () => {
  const place = project({ "pipeline.yaml": OWN, "sql/own/a.sql": "-- One row.\nselect * from rfm.score\n" });
  await fails(place, {
    ...refused,
    code: "CRM-E1104",
    says: ["sql/own/a.sql: reads rfm.score", 'Did you mean "rfm.scores"?'],
  });
});

test("two files for one table", async () => {
  const place = project({
    "pipeline.yaml": OWN,
    "sql/own/a.sql": "-- One row.\nselect 1 as one\n",
    "sql/own/A.sql": "-- One row.\nselect 2 as two\n",
  });
  await fails(place, {
    ...refused,
    code: "CRM-E1101",
    says: ["sql/own/a.sql", "sql/own/A.sql", "One file, one table"],
  });
});

test.each([
  ["sql/rfm/Recency.sql", "sql/rfm/recency.sql"],
  ["sql/RFM/recency.sql", "sql/rfm/recency.sql"],
  ["sql/sources/Shopify/orders.sql", "sql/sources/shopify/orders.sql"],
])("%s does not stand in place of ours by accident", async (own, ours) => {
  const place = project({ [own]: "-- One row.\nselect 42 as answer\n" });
  const says = [`${own}: differs from our ${ours} only in capital letters`, `must be called ${ours}`];
  await fails(place, { ...refused, code: "CRM-E1101", says });
});

test("several selects that are none are told at once", async () => {
  const place = project({ "sql/own/a.sql": "drop table x", "sql/own/b.sql": "select 1; select 2" });
  const { problems } = await runHere(place);
  expect(problems.map(({ file }) => file)).toEqual(["sql/own/a.sql", "sql/own/b.sql"]);
});

test.each([
  ["two statements", "select 1 as one; select 2 as two", "CRM-E2006", "more than one statement"],
  ["no select", "create table x as select 1", "CRM-E2006", "not a select"],
  [
    "a column that is not there",
    "select\n  nope\nfrom crm.customers",
    "CRM-E2001",
    'sql/own/a.sql:3: .*"nope"',
  ],
  ["a parameter that nobody binds", "select $nobody as x", "CRM-E2001", "sql/own/a.sql: .*nobody"],
])("a select that is %s", async (_, sql, code, says) => {
  const place = project({ "pipeline.yaml": OWN, "sql/own/a.sql": `-- One row.\n${sql}\n` });
  await fails(place, { ...refused, code, says: ["sql/own/a.sql", new RegExp(says)] });
});

test("the user's file stands in place of ours, and run.json says so", async () => {
  const place = project({
    "sql/rfm/recency.sql": "-- One row.\nselect 42 as answer\n",
    "sql/rfm/answer.sql": "-- One row.\nselect answer from rfm.recency\n",
  });
  expect(await runHere(place, { only: "rfm" })).toMatchObject({ exit: 0 });
  const [run] = readdirSync(place.path("out", "runs"));
  expect(place.record(run).replaced).toEqual(["sql/rfm/recency.sql"]);
  expect(place.record(run).steps).toContainEqual(expect.objectContaining({ step: "rfm.answer", rows: 1 }));
});

test("below a folder called pipelines the user's tree is its parent", async () => {
  const place = project({ "sql/own/a.sql": "-- One row.\nselect 1 as one\n" });
  place.write({ "pipelines/job.yaml": OWN });
  const { steps } = await prepare({ file: place.path("pipelines", "job.yaml"), now: new Date() });
  expect(steps.map(({ table }) => table)).toContain("own.a");
});
