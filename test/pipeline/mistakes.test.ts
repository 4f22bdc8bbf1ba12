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
    ["a day that is none", "2026-06-30", "2026-06-31", "CRM-E1004", [/:2: as_of: /]],
    [
      "an unknown room",
      "lists:",
      "rooms: [rmf]\nlists:",
      "CRM-E1102",
      [/:9: there is no room "rmf"/, 'Did you mean "rfm"?'],
    ],
    [
      "columns for a vendor",
      "table: contacts}",
      "vendor: shopify, columns: {email: Courriel}}",
      "CRM-E1004",
      [/:6: sources\.people: take columns out/],
    ],
    [
      "lenient columns for a vendor",
      "table: contacts}",
      "vendor: shopify, lenient: [ordered_at]}",
      "CRM-E1004",
      [/:6: sources\.people: take lenient out/],
    ],
    [
      "a word that is near one of the choices",
      "channel: email, columns",
      "channel: emial, columns",
      "CRM-E1004",
      [/:10: lists\.buyers\.channel: expected one of "email"/, 'Did you mean "email"?'],
    ],
    [
      "a word that is near the name of a built-in table",
      "lists:",
      "rfm: {segments: gird}\nlists:",
      "CRM-E1004",
      [/:9: rfm\.segments: /, 'Did you mean "grid"?'],
    ],
    [
      "a misspelt key within one of two shapes",
      "lists:",
      "rfm: {segments: {tabel: [{segment: best}]}}\nlists:",
      "CRM-E1002",
      [/:9: unknown key "tabel" under rfm\.segments/, 'Did you mean "table"?'],
    ],
    [
      "a value that is neither",
      "lists:",
      "rfm: {segments: 3}\nlists:",
      "CRM-E1004",
      [/:9: rfm\.segments: .*, or expected object/],
    ],
  ])("%s", async (_, from, to, code, says) => {
    const { problems } = await fails(changed(from, to), { ...refused, code, says });
    expect(problems).toHaveLength(1);
  });

  test.each<[string, string, string, string, (string | RegExp)[]]>([
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

  test("several keys that are wrong are told at once, each with its line, each once", async () => {
    const text = TINY.replace("currency: EUR", "curency: EUR")
      .replace("files: sales.csv", "file: sales.csv")
      .replace("channel: email, columns", "chanel: email, columns")
      .replace("time_zone: Europe/Paris\n", "");
    const { problems } = await runHere(project({ "pipeline.yaml": text }));
    expect(problems.map(({ code, line, hint }) => [code, line, hint]).sort()).toEqual([
      ["CRM-E1002", 3, 'Did you mean "currency"?'],
      ["CRM-E1002", 6, 'Did you mean "files"?'],
      ["CRM-E1002", 9, 'Did you mean "channel"?'],
      ["CRM-E1003", 1, undefined],
    ]);
  });

  test("sources, rooms, rules and columns that are wrong are told at once", async () => {
    const text = TINY.replace("table: contacts}", "table: contact}")
      .replace("contact_source: people}}", "contact_source: peple}, exclude: [{when: id =, reason: r}]}")
      .replace("lists:", "rooms: [identity, rmf]\nlists:")
      .replace("rfm.frequency > 0", "rfm.monetry > 0 and rfm.segment = 'champion'")
      .replace("[rfm.monetary]", "[rfm.monetary, crm.langage]");
    const second = `  others: {rule: "rfm.r > 'x'", channel: none, columns: [crm.email]}\n`;
    const { exit, problems } = await runHere(project({ "pipeline.yaml": text + second }));
    expect(exit).toBe(2);
    expect(problems.map(({ code, line, hint }) => [code, line, hint?.split("\n")[0]])).toEqual([
      ["CRM-E1205", 6, 'Did you mean "contacts"?'],
      ["CRM-E1005", 7, 'Did you mean "people"?'],
      ["CRM-E1301", 7, expect.stringContaining("after `where`")],
      ["CRM-E1102", 9, 'Did you mean "rfm"?'],
      ["CRM-E1301", 11, 'Did you mean "language"?'],
      ["CRM-E1301", 11, 'Did you mean "monetary"?'],
      ["CRM-E1301", 11, 'Did you mean "champions"?'],
      ["CRM-E1302", 12, expect.any(String)],
      ["CRM-E1301", 12, expect.stringContaining("such as 100")],
    ]);
  });

  test("is no YAML", async () => {
    const says = [/pipeline\.yaml:\d+:\d+: not YAML/];
    await fails(changed("sources:", "sources: ["), { ...refused, code: "CRM-E1001", says });
  });

  test("is not there", async () => {
    const place = project();
    Object.assign(place, { pipeline: place.path("pipelin.yaml") });
    await fails(place, { ...refused, code: "CRM-E1000", says: ["pipelin.yaml", "no such pipeline file"] });
  });
});

test("segments are those of the pipeline's own table", async () => {
  const own = "rfm: {segments: {table: [{segment: best, r: 5}]}}\nlists:";
  const text = TINY.replace("lists:", own).replace(
    "rfm.frequency > 0",
    "rfm.segment in ('best', 'champions', 'other')",
  );
  const says = [/:11: .* compares rfm\.segment with 'champions', which it never is/, "Known: best, other."];
  await fails(project({ "pipeline.yaml": text }), { ...refused, code: "CRM-E1301", says });
});

test("a rule on a segment of the earlier day that there is not", async () => {
  const text = TINY.replace(
    "rfm.frequency > 0",
    "rfm.segment_before in ('champion', 'prospects', 'not_known')",
  );
  const says = [
    /compares rfm\.segment_before with 'champion', which it never is/,
    'Did you mean "champions"?',
  ];
  await fails(project({ "pipeline.yaml": text }), { ...refused, code: "CRM-E1301", says });
});

test("an earlier day that is none", async () => {
  const text = TINY.replace("lists:", "rfm:\n  migration:\n    since: 2026-06-30\nlists:");
  const line = text.split("\n").indexOf("    since: 2026-06-30") + 1;
  const says = [`pipeline.yaml:${line}: since 2026-06-30: that is not before the day of the run, 2026-06-30`];
  await fails(project({ "pipeline.yaml": text }), { ...refused, code: "CRM-E1036", says });
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
