import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { writeFiles } from "../../src/lists/files.js";
import type { Prepared } from "../../src/pipeline/prepare.js";
import { findSteps, type Step } from "../../src/pipeline/steps.js";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { project } from "../support/project.js";

test.each([
  ["en", '\uFEFFid,amount,words\r\nA1,1.50,\'=1+1\r\nA2,,"a, b"\r\n'],
  ["fr", "\uFEFFid;amount;words\r\nA1;1,50;'=1+1\r\nA2;;a, b\r\n"],
])(
  "a table whose head names a file is written for people, in the order of its key: %s",
  async (locale, text) => {
    const engine = await openEngine({ threads: 1 });
    const bundle = project();
    onTestFinished(() => {
      engine.close();
    });
    const sql = `select * from (values ('A2', null, 'a, b'), ('A1', 1.5, '=1+1')) as rows (id, amount, words)`;
    const file = "sql/credit/notices.sql";
    await engine.create("credit.notices", {
      sql: `select id, cast(amount as decimal(18, 4)) as amount, words from (${sql}) as rows`,
      file,
    });
    const step = { table: "credit.notices", file, csv: "to-tell.csv", key: ["id"] } as unknown as Step;
    const elsewhere = { ...step, table: "other.notices" };
    const prepared = {
      pipeline: { locales: [locale], currency: "CAD" },
      rooms: ["credit"],
      steps: [step, elsewhere, { ...step, csv: undefined }],
      lateSteps: [],
    } as unknown as Prepared;
    expect(await writeFiles(engine, prepared, bundle.folder)).toEqual([join("credit", "to-tell.csv")]);
    expect(readFileSync(bundle.path("credit", "to-tell.csv"), "utf8")).toBe(text);
  },
);

test("the head of a select names the file", async () => {
  const engine = await openEngine({ threads: 1 });
  onTestFinished(() => engine.close());
  const named = (await findSteps(engine, [PACKAGE])).filter(({ csv }) => csv !== undefined);
  expect(named.map(({ table, csv }) => [table, csv])).toEqual([
    ["credit.adverse_actions", "adverse-actions.csv"],
  ]);
});
