import { expect, test } from "vitest";
import { checkHere, runHere, sqlHere } from "../support/here.js";
import { counts, type Read, read } from "../support/ingest.js";
import { lines, project, TINY } from "../support/project.js";

const LENIENT = "files: births*.csv\ntable: contacts\nlenient: [birth_date]";

/** The birth dates that are kept, by record. */
async function births(made: Read): Promise<Record<string, unknown>> {
  const rows = await made.rows<{ record_id: string; birth_date: unknown }>(
    "select record_id, birth_date from incoming.contacts order by record_id",
  );
  return Object.fromEntries(rows.map((row) => [row.record_id, row.birth_date]));
}

/** What is told of a source's blanked values. */
function blanked({ counts: [count] }: Read) {
  return count!.tallies.filter(({ disposition }) => disposition === "blanked");
}

test("a value that cannot be read counts as empty, its row stays, and both are told", async () => {
  const made = await read(`${LENIENT}\ncolumns: {birth_date: Né le}\ncsv: {dates: "%d/%m/%Y"}`, {
    "births.csv": lines(
      "record_id,Né le,email",
      "1,31/02/1980,a@x.test",
      "2,01/02/1980,b@x.test",
      "3, ,",
      "4,?,",
    ),
  });
  expect(await births(made)).toEqual({ 1: null, 2: "1980-02-01", 3: null, 4: null });
  expect(await made.rows("select email from incoming.contacts where record_id = '1'")).toEqual([
    { email: "a@x.test" },
  ]);
  expect(counts(made)).toEqual({ rows_in: 4, kept: 4, superseded: 0, excluded: 0, quarantined: 0 });
  expect(blanked(made)).toEqual([
    {
      disposition: "blanked",
      column: "Né le",
      reason: "not a date (%d/%m/%Y), or a birth in the future",
      rows: 2,
    },
  ]);
  expect(made.warnings).toEqual([
    '2 values of birth_date of source "s" could not be used and count as empty',
  ]);
});

test("a column that is not lenient quarantines the row as ever; a birth in the future goes without its row", async () => {
  const made = await read(LENIENT, {
    "births.csv": lines(
      "record_id,birth_date,updated_at",
      "1,19401332,",
      "2,19401332,soon",
      "3,2031-01-01,",
      ",19401332,",
    ),
  });
  expect(await births(made)).toEqual({ 1: null, 3: null });
  expect(made.quarantine("s").map(({ _column, _reason }) => [_column, _reason])).toEqual([
    ["updated_at", "not a timestamp (ISO 8601)"],
    ["record_id", "no record id"],
  ]);
  expect(made.warnings).toEqual([
    '2 values of birth_date of source "s" could not be used and count as empty',
  ]);
});

test("a birth whose year has two digits is not in the future; one that has four may be", async () => {
  const made = await read(`${LENIENT}\ncsv: {dates: ["%m/%d/%y", "%Y-%m-%d"]}`, {
    "births.csv": lines("record_id,birth_date", "1,02/04/31", "2,02/04/05", "3,2031-02-04", "4,02/04/70"),
  });
  expect(await births(made)).toEqual({ 1: "1931-02-04", 2: "2005-02-04", 3: null, 4: "1970-02-04" });
});

test("a row that needs the value for a check is quarantined for the value", async () => {
  const made = await read("files: o.csv\ntable: orders\nlenient: [ordered_on, discount]", {
    "o.csv": lines(
      "order_id,ordered_on,ordered_at,amount,discount",
      "a,never,,1,",
      "b,never,2026-01-01 10:00:00,1,",
      "c,2026-01-01,,1,free",
    ),
  });
  expect(made.quarantine("s")).toMatchObject([{ order_id: "a", _reason: "not a date (%Y-%m-%d)" }]);
  expect(blanked(made).map(({ column, rows }) => [column, rows])).toEqual([
    ["ordered_on", 1],
    ["discount", 1],
  ]);
});

test("values of rows that are replaced or left out are not counted", async () => {
  const made = await read(`${LENIENT}\ntake: all\nexclude: [{when: "email = 'test'", reason: a test}]`, {
    "births-1.csv": lines("record_id,birth_date,email", "1,never,", "2,never,test", "3,never,"),
    "births-2.csv": lines("email,birth_date,record_id", ",1980-01-01,1"),
  });
  expect(await births(made)).toEqual({ 1: "1980-01-01", 3: null });
  expect(counts(made)).toEqual({ rows_in: 4, kept: 2, superseded: 1, excluded: 1, quarantined: 0 });
  expect(blanked(made)).toMatchObject([{ rows: 1 }]);
});

test("numbers and values of JSON alike", async () => {
  const made = await read("files: i.ndjson\ntable: interactions\nlenient: [points]", {
    "i.ndjson": lines(
      '{"contact_id": "1", "at": "2026-01-01", "kind": "visit", "points": 5}',
      '{"contact_id": "1", "at": "2026-01-02", "kind": "visit", "points": "many"}',
    ),
  });
  expect(await made.rows('select points from incoming.interactions order by "at"')).toEqual([
    { points: 5 },
    { points: null },
  ]);
  expect(blanked(made)).toMatchObject([{ column: "points", rows: 1 }]);
});

test("nothing is told where every value can be read", async () => {
  const made = await read(LENIENT, { "births.csv": lines("record_id,birth_date", "1,1980-01-01", "2,") });
  expect(blanked(made)).toEqual([]);
  expect(made.warnings).toEqual([]);
});

test("a check and a run agree, and the run says what it blanked", async () => {
  const place = project({
    "pipeline.yaml": TINY.replace("table: contacts", "table: contacts, lenient: [birth_date]"),
    "people.csv": lines("record_id,birth_date,email", "1,19401332,", "2,1980-01-01,", "3,31/02/1980,"),
  });
  const tally = { column: "birth_date", reason: "not a date (%Y-%m-%d), or a birth in the future", rows: 2 };
  const checked = await checkHere(place);
  expect(checked).toMatchObject({ exit: 0, message: "" });
  expect(JSON.parse(checked.printed).sources[0]).toMatchObject({
    first_rows: 3,
    fit: 3,
    faults: [],
    blanked: [tally],
  });
  const warning = '2 values of birth_date of source "people" could not be used and count as empty';
  const ran = await runHere(place);
  expect(ran).toMatchObject({ exit: 0, message: "" });
  expect(ran.printed).toContain(`warning: ${warning}`);
  expect(place.record()).toMatchObject({
    warnings: [warning],
    sources: [{ kept: 3, quarantined: 0, tallies: [{ disposition: "blanked", ...tally }] }, {}, {}],
  });
  expect(place.text("out/current/log.jsonl")).toContain(JSON.stringify(warning).slice(1, -1));
  expect(place.text("out/current/report/index.html")).toContain(warning.replaceAll('"', "&quot;"));
  const asked = await sqlHere(place, ["select disposition, reason, rows from quality.reasons"]);
  expect(JSON.parse(asked.printed)).toEqual([
    { disposition: "blanked", reason: `birth_date: ${tally.reason}`, rows: 2 },
  ]);
  const causes = await sqlHere(place, ["select count(*) as n from quality.causes"]);
  expect(JSON.parse(causes.printed)).toEqual([{ n: 0 }]);
  const news = await sqlHere(place, ["select message, people from quality.news where label is not null"]);
  expect(JSON.parse(news.printed)).toEqual([{ message: "quality.news.blanked", people: 2 }]);
});
