import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
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
  place.write({ "pipelines/job.yaml": OWN.replace(/files: (\w+)/g, "files: ../$1") });
  Object.assign(place, { pipeline: place.path("pipelines", "job.yaml") });
  expect(await runHere(place, { only: "own" })).toMatchObject({ exit: 0 });
});
