import { describe, expect, test } from "vitest";
import { fails } from "../support/fails.js";
import { runHere } from "../support/here.js";
import { project, TINY } from "../support/project.js";

/** The tiny pipeline with one text in place of another. */
function changed(from: string, to: string) {
  if (!TINY.includes(from)) throw new Error(`the tiny pipeline has no ${from}`);
  return project({ "pipeline.yaml": TINY.replace(from, to) });
}

const refused = { exit: 2, began: false };

describe("the pipeline file", () => {
  test.each<[string, string, string, string, (string | RegExp)[]]>([
    [
      "an unknown key",
      "lists:",
      "keep_run: 3\nlists:",
      "CRM-E1002",
      [/pipeline\.yaml:9: unknown key "keep_run"/, 'Did you mean "keep_runs"?'],
    ],
    [
      "an unknown key of a source",
      "table: contacts}",
      "tabel: contacts}",
      "CRM-E1002",
      [/pipeline\.yaml:6: unknown key "tabel" under sources\.people/, 'Did you mean "table"?'],
    ],
    [
      "an unknown key of a room",
      "lists:",
      "rfm: {frequncy: days}\nlists:",
      "CRM-E1002",
      [/:9: unknown key "frequncy" under rfm/, 'Did you mean "frequency"?'],
    ],
    ["a key that is missing", "currency: EUR\n", "", "CRM-E1003", ['"currency" is missing']],
    [
      "a wrong value",
      "channel: email, columns",
      "channel: fax, columns",
      "CRM-E1004",
      [/:10: lists\.buyers\.channel: /, "sms"],
    ],
    [
      "a time zone that is none",
      "Europe/Paris",
      "Europe/Pariss",
      "CRM-E1004",
      [/:4: time_zone: not a time zone/],
    ],
    ["what is no YAML", "sources:", "sources: [", "CRM-E1001", [/pipeline\.yaml:\d+:\d+: not YAML/]],
    ["a day that is none", "2026-06-30", "2026-06-31", "CRM-E1004", [/:2: as_of: /]],
    [
      "a source that nobody delivers",
      "contact_source: people}}",
      "contact_source: peple}}",
      "CRM-E1005",
      ['"peple" is no source', 'Did you mean "people"?'],
    ],
    [
      "an unknown room",
      "lists:",
      "rooms: [rmf]\nlists:",
      "CRM-E1102",
      ['no room "rmf"', 'Did you mean "rfm"?'],
    ],
  ])("%s", async (_, from, to, code, says) => {
    await fails(changed(from, to), { ...refused, code, says });
  });

  test.each<[string, string, string, string, (string | RegExp)[]]>([
    [
      "an unknown table",
      "table: contacts}",
      "table: contact}",
      "CRM-E1205",
      [/:6: source "people": there is no table "contact"/, 'Did you mean "contacts"?'],
    ],
    [
      "an unknown vendor",
      "table: contacts}",
      "vendor: shopfy}",
      "CRM-E1205",
      ['no vendor "shopfy"', 'Did you mean "shopify"?'],
    ],
    [
      "a column that the table has not",
      "table: contacts}",
      "table: contacts, columns: {emial: email}}",
      "CRM-E1206",
      [/:6: .*contacts has no column "emial"/, 'Did you mean "email"?'],
    ],
    [
      "a key that the table has not",
      "table: contacts}",
      "table: contacts, key: [recordid]}",
      "CRM-E1206",
      ['no column "recordid"', 'Did you mean "record_id"?'],
    ],
    [
      "a format that nobody knows",
      "files: people.csv",
      "files: pipeline.yaml",
      "CRM-E1203",
      ['".yaml"', "csv, ndjson, json, parquet or arrow"],
    ],
    [
      "an exclusion by an unknown column",
      "table: contacts}",
      "table: contacts, exclude: [{when: \"emial = 'x'\", reason: r}]}",
      "CRM-E1301",
      [/:6: the rule of exclude in source "people" names emial/, 'Did you mean "email"?'],
    ],
  ])("%s, found when the files are opened", async (_, from, to, code, says) => {
    await fails(changed(from, to), { exit: 2, code, says });
  });

  test("several problems are told at once, each with its line", async () => {
    const text = TINY.replace("currency: EUR", "curency: EUR")
      .replace("files: sales.csv", "file: sales.csv")
      .replace("channel: email, columns", "chanel: email, columns");
    const outcome = await fails(project({ "pipeline.yaml": text }), {
      ...refused,
      code: "CRM-E1003",
      says: ['"currency" is missing'],
    });
    expect(outcome.problems.map(({ code, line }) => [code, line])).toEqual(
      expect.arrayContaining([
        ["CRM-E1002", 3],
        ["CRM-E1002", 7],
        ["CRM-E1002", 10],
      ]),
    );
  });

  test("is not there", async () => {
    const place = project();
    Object.assign(place, { pipeline: place.path("pipelin.yaml") });
    await fails(place, { ...refused, code: "CRM-E1000", says: ["pipelin.yaml", "no such pipeline file"] });
  });
});

test("a list's rule on an unknown column", async () => {
  const says = [
    /pipeline\.yaml:10: the rule of list "buyers" names rfm\.monetry/,
    'Did you mean "monetary"?',
  ];
  await fails(changed("rfm.frequency > 0", "rfm.monetry > 5"), { ...refused, code: "CRM-E1301", says });
});

test("a list's column that nobody has", async () => {
  const says = [/pipeline\.yaml:10: .* names rfm\.monetry/, 'Did you mean "monetary"?'];
  await fails(changed("[rfm.monetary]", "[rfm.monetry]"), { ...refused, code: "CRM-E1301", says });
});

test("a rule that two rooms could mean", async () => {
  const files = {
    "sql/own/scores.sql": "-- One row per customer.\nselect customer_id, 1 as r from crm.customers\n",
  };
  const text = TINY.replace("rfm.frequency > 0", "r > 0").replace("lists:", "rooms: [rfm, own]\nlists:");
  await fails(project({ ...files, "pipeline.yaml": text }), {
    ...refused,
    code: "CRM-E1301",
    says: ["names r, which more than one room has", "Write own.r or rfm.r."],
  });
});

describe("options", () => {
  test.each(["tomorrow", "2026-02-30", "30/06/2026", ""])("--as-of %j is no day", async (asOf) => {
    expect(await runHere(project(), { asOf })).toMatchObject({ exit: 2, problems: [{ code: "CRM-E1006" }] });
  });

  test("--only an unknown room", async () => {
    const outcome = await runHere(project(), { only: "rmf" });
    expect(outcome).toMatchObject({
      exit: 2,
      problems: [{ code: "CRM-E1102", hint: 'Did you mean "rfm"?' }],
    });
  });
});
