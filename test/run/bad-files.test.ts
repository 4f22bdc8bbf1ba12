import { mkdirSync, readdirSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { fails } from "../support/fails.js";
import { checkHere, runHere } from "../support/here.js";
import { lines, project, TINY } from "../support/project.js";

const HEADER = "record_id,given_name,family_name,email";

/** The tiny project with another description of its source of people. */
function people(spec: string, files: Record<string, string | Uint8Array>) {
  return project({ "pipeline.yaml": TINY.replace("{files: people.csv, table: contacts}", spec), ...files });
}

test("a missing file is late", async () => {
  await fails(people("{files: delivery/people-*.csv, table: contacts}", {}), {
    exit: 4,
    code: "CRM-E1204",
    says: ["delivery/people-*.csv", 'no file for source "people" yet', "run again later"],
  });
});

test.each<[string, string | Uint8Array, string, (string | RegExp)[]]>([
  ["an empty file", "", "CRM-E3001", ["people.csv: the file is empty"]],
  [
    "a header and nothing else",
    `${HEADER}\n`,
    "CRM-E3007",
    ["people.csv", "no rows", "sources.people.allow_empty: true"],
  ],
  [
    "a web page",
    "<!DOCTYPE html>\n<html><body>Session expired, please log in</body></html>",
    "CRM-E3002",
    ["people.csv", "web page", "login"],
  ],
  [
    "another delimiter",
    lines(HEADER.replaceAll(",", ";"), "1;Anne;Roy;anne@example.test"),
    "CRM-E3003",
    ["people.csv", 'the delimiter were ";"', "sources.people.csv.delimiter"],
  ],
  [
    "latin-1 in what should be UTF-8",
    Buffer.from(lines(HEADER, "1,Anne,Roy,a@example.test", "2,Zoé,Côté,z@example.test"), "latin1"),
    "CRM-E3008",
    ["people.csv:3: ", "not UTF-8", "windows-1252: sources.people.csv.encoding"],
  ],
  [
    "a quote that nobody closes: what is cut off, or swallowed, is no row",
    lines(HEADER, "1,Anne,Roy,a@example.test", '2,"Zoe,Cote,z@example.test', "3,Luc,Roy,l@example.test"),
    "CRM-E3013",
    ["people.csv:3: ", "not closed", "csv.quote"],
  ],
  [
    "UTF-16 in what should be UTF-8",
    Buffer.from(`\uFEFF${lines(HEADER, "1,Anne,Roy,a@example.test")}`, "utf16le"),
    "CRM-E3008",
    ["people.csv:1: ", "not UTF-8", "looks like utf-16: sources.people.csv.encoding"],
  ],
  [
    "two columns of one name",
    lines("record_id,Email,email", "1,a@example.test,b@example.test"),
    "CRM-E3005",
    ["people.csv:1: ", '2 columns "email"'],
  ],
  [
    "a key column that is gone",
    lines("record_no,email", "1,a@example.test"),
    "CRM-E3004",
    ["people.csv:1: ", 'Did you mean "record_no"?', "sources.people.columns.record_id"],
  ],
])("%s stops the run", async (_, content, code, says) => {
  await fails(project({ "people.csv": content }), { exit: 3, code, says });
});

test("UTF-8 in what should be windows-1252 stops the run", async () => {
  const csv = "{files: people.csv, table: contacts, csv: {encoding: windows-1252}}";
  for (const content of [
    lines(HEADER, "1,Zoé,Côté,z@example.test"),
    lines(`${HEADER},prénom`, "1,Anne,Roy,a@example.test,x"),
  ])
    await fails(people(csv, { "people.csv": content }), {
      exit: 3,
      code: "CRM-E3009",
      says: ["people.csv: the text is UTF-8, not windows-1252", "sources.people.csv.encoding: utf-8"],
    });
});

test("a renamed column is named, with the one that it may be now", async () => {
  const place = people(
    "{files: people.csv, table: contacts, columns: {record_id: No client, email: Courriel}}",
    {
      "people.csv": lines("No client,Couriel", "1,a@example.test"),
    },
  );
  const wanted = {
    exit: 3,
    code: "CRM-E3004",
    says: ["people.csv:1: ", 'no column "Courriel"', 'Did you mean "Couriel"?'],
  };
  await fails(place, wanted);
  const checked = await checkHere(place);
  expect(checked).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3004" }] });
});

test("check says how many of the first rows do not fit, why, and that the gate would be closed", async () => {
  const place = people("{files: people.csv, table: contacts}", {
    "people.csv": lines(
      "record_id,birth_date",
      "1,1980-02-01",
      "2,31/01/1980",
      "3,28/02/1980",
      "4,1980-02-01",
    ),
  });
  const { exit, problems, printed } = await checkHere(place);
  expect(exit).toBe(3);
  expect(problems).toMatchObject([
    {
      code: "CRM-E3020",
      line: 6,
      message:
        "the gate rejects.people would be closed: 2 of the first 4 rows do not fit, mostly birth_date: not a date (%Y-%m-%d)",
      hint: expect.stringContaining("csv.dates"),
    },
  ]);
  expect(JSON.parse(printed)).toMatchObject({
    sound: false,
    sources: [{ first_rows: 4, fit: 2 }, { first_rows: 2, fit: 2 }, {}],
  });
  place.write({ "pipeline.yaml": `${place.text("pipeline.yaml")}gates: {rejects_max_pct: 50}\n` });
  const passed = await checkHere(place);
  expect(passed).toMatchObject({ exit: 0, problems: [] });
  expect(JSON.parse(passed.printed)).toMatchObject({ sound: true, sources: [{ fit: 2 }, {}, {}] });
});

test.each<[string, string, string, number, Record<string, unknown>]>([
  [
    "one line of JSON",
    "people.json",
    '[{"record_id": "1"}, {"record_id": "2"}]',
    0,
    { first_rows: 2, fit: 2 },
  ],
  [
    "JSON over many lines",
    "people.json",
    '[\n  {\n    "record_id": "1"\n  }\n]',
    0,
    { first_rows: 1, fit: 1 },
  ],
  [
    "what is no object",
    "people.ndjson",
    lines('{"record_id": "1"}', "[1, 2]"),
    3,
    {
      fit: 1,
      faults: [{ disposition: "quarantined", column: "", reason: "not a JSON object", rows: 1 }],
    },
  ],
  [
    "a row with a field too many",
    "people.csv",
    lines("record_id,email", "1,", "2,,x"),
    3,
    {
      fit: 1,
      faults: [{ disposition: "quarantined", column: "", reason: "more fields than the header", rows: 1 }],
    },
  ],
  [
    "accents and no last line end",
    "people.csv",
    "record_id,family_name\n1,Lévêque",
    0,
    { first_rows: 1, fit: 1 },
  ],
  ["another kind of line end", "people.csv", "record_id\r1\r2\r", 0, { first_rows: 2, fit: 2 }],
])("check and run say the same of %s", async (_, name, content, exit, wanted) => {
  const place = people(`{files: ${name}, table: contacts}`, { [name]: content });
  const checked = await checkHere(place);
  expect(checked.exit, checked.message).toBe(exit);
  expect(JSON.parse(checked.printed).sources[0]).toMatchObject(wanted);
  expect(await runHere(place)).toMatchObject({ exit });
});

test("check and run say the same of a header with no rows, and of a gate that the settings close", async () => {
  const empty = project({ "people.csv": "record_id,email\n" });
  expect(await checkHere(empty)).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3007" }] });
  const cut = project({ "people.csv": 'record_id,family_name\n1,"Roy' });
  for (const outcome of [await checkHere(cut), await runHere(cut)])
    expect(outcome).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3013", line: 2 }] });
  const segments = "rfm: {segments: {complete: true, table: [{segment: best, r: 5}]}}\n";
  const gaps = project({ "pipeline.yaml": TINY + segments });
  for (const outcome of [await checkHere(gaps), await runHere(gaps)])
    expect(outcome).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3020" }] });
});

test("a file without a header is not quoted for one", async () => {
  const outcome = await fails(
    project({ "people.csv": lines("1,Anne,Roy,anne@example.test", "2,Luc,Roy,luc@example.test") }),
    { exit: 3, code: "CRM-E3004", says: ["people.csv:1: ", "reads like values", "csv.header"] },
  );
  expect(outcome.message).not.toMatch(/anne|roy/i);
});

test("all that is wrong with the files is said at once", async () => {
  const place = project({ "people.csv": "", "sales.csv": lines("order_id;amount", "a;1") });
  const outcome = await fails(place, { exit: 3, code: "CRM-E3001", says: ["people.csv", "sales.csv"] });
  expect(outcome.problems.map(({ code }) => code)).toEqual(["CRM-E3001", "CRM-E3003"]);
});

test("a packed file that is cut short", async () => {
  const rows = Array.from({ length: 3000 }, (_, i) => `${i},Anne,Roy,anne.${(i * 7919) % 3001}@example.test`);
  const packed = gzipSync(lines(HEADER, ...rows)).subarray(0, -100);
  await fails(people("{files: people.csv.gz, table: contacts}", { "people.csv.gz": packed }), {
    exit: 3,
    code: "CRM-E3006",
    says: ["people.csv.gz", "gzip archive", "cut short"],
  });
});

test.each([8, 200])("a Parquet file that lacks its last %i bytes", async (bytes) => {
  const place = people("{files: people.parquet, table: contacts}", {});
  const engine = await openEngine({ threads: 1 });
  await engine.create("t.people", { sql: "select range as record_id from range(1000)", file: "test" });
  await engine.export("t.people", place.path("people.parquet"));
  engine.close();
  truncateSync(place.path("people.parquet"), statSync(place.path("people.parquet")).size - bytes);
  await fails(place, { exit: 3, code: "CRM-E3006", says: ["people.parquet: ", "Parquet file", "cut short"] });
});

test("a JSON document that is cut short", async () => {
  const place = people("{files: people.json, table: contacts}", {
    "people.json": '[{"record_id": 1, "email": "canary@example.test"}, {"record_id": 2, "ema',
  });
  const outcome = await fails(place, { exit: 3, code: "CRM-E3006", says: ["people.json", "cut short"] });
  expect(outcome.message).not.toContain("canary");
});

test("a line of NDJSON that is no JSON is one reject, not a failure of the program", async () => {
  const place = people("{files: people.ndjson, table: contacts}", {
    "people.ndjson": lines('{"record_id": 1}', '{"record_id": 2, "email": "canary@example.test", oops'),
  });
  const outcome = await fails(place, {
    exit: 3,
    code: "CRM-E3020",
    says: ["rejects.people is closed: 50, at most 1"],
  });
  expect(outcome.message).not.toContain("canary");
  const [run] = readdirSync(join(place.out, "runs")).sort().slice(1);
  expect(place.text("out", "runs", run!, "quarantine", "people.csv")).toContain(
    "people.ndjson,2,,not a JSON object",
  );
});

test("rows below the gate are put aside and the run goes on", async () => {
  const place = project({
    "pipeline.yaml": `${TINY}gates: {rejects_max_pct: 50}\n`,
    "sales.csv": lines("order_id,contact_id,ordered_on,amount", "a,1,2026-06-01,10.50", "b,2,soon,20"),
  });
  expect(await runHere(place)).toMatchObject({ exit: 0 });
  expect(place.record().sources.find(({ source }) => source === "sales")).toMatchObject({
    rows_in: 2,
    kept: 1,
    quarantined: 1,
    tallies: [{ disposition: "quarantined", column: "ordered_on", reason: "not a date (%Y-%m-%d)", rows: 1 }],
  });
  expect(place.text("out", "current", "quarantine", "sales.csv")).toBe(
    "_file,_line,_column,_reason,order_id,contact_id,ordered_on,amount,_rest\r\n" +
      "sales.csv,3,ordered_on,not a date (%Y-%m-%d),b,2,soon,20,\r\n",
  );
});

test("a file outside the project may not be read", async () => {
  const place = people("{files: ../elsewhere/people.csv, table: contacts}", {});
  const inner = project();
  mkdirSync(inner.path("project"));
  mkdirSync(inner.path("elsewhere"));
  writeFileSync(inner.path("elsewhere", "people.csv"), lines(HEADER, "1,A,B,c@example.test"));
  writeFileSync(inner.path("project", "pipeline.yaml"), place.text("pipeline.yaml"));
  Object.assign(inner, { pipeline: inner.path("project", "pipeline.yaml") });
  const says = ["../elsewhere/people.csv", "outside the pipeline's folder"];
  await fails(inner, { exit: 2, code: "CRM-E1202", says });
});

test.each(["link to a file", "link to a folder"])("nor through a %s", async (kind) => {
  const outside = project();
  const place = people("{files: inbox/people.csv, table: contacts}", {});
  if (kind === "link to a folder") symlinkSync(outside.folder, place.path("inbox"));
  else {
    mkdirSync(place.path("inbox"));
    symlinkSync(outside.path("people.csv"), place.path("inbox", "people.csv"));
  }
  await fails(place, {
    exit: 2,
    code: "CRM-E1202",
    says: ["inbox/people.csv", "outside the pipeline's folder"],
  });
});

test("a variable names another permitted root; unset, it stops the run", async () => {
  const outside = project();
  const place = people("{files: '${INBOX}/people.csv', table: contacts}", {});
  expect(await runHere(place, {}, { environment: { INBOX: outside.folder } })).toMatchObject({ exit: 0 });
  expect(place.record().inputs[0]!.path).toBe("${INBOX}/people.csv");
  const again = people("{files: '${INBOX}/people.csv', table: contacts}", {});
  await fails(again, {
    exit: 2,
    code: "CRM-E1201",
    says: [/pipeline\.yaml:6: /, "variable INBOX is not set"],
  });
});
