import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import {
  DateDay,
  Decimal,
  Float64,
  Int64,
  Table,
  TimestampMillisecond,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { describe, expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { counts, read } from "../support/ingest.js";
import { lines, project } from "../support/project.js";

const SELECT = "select order_id, contact_id, ordered_on, amount from incoming.orders order by order_id";

describe("NDJSON", () => {
  const text = lines(
    '{"order_id": "a", "who": {"id": 12345678901234567890}, "ordered_on": "2026-01-02", "amount": 1.50}',
    "",
    '{"order_id": "b", "who": {"id": "x"}, "ordered_on": "2026-01-03", "amount": 2, "tags": ["p", "q"]}',
    '{"order_id": "c", "who":',
    "[1, 2]",
    '{"order_id": "d", "who": null, "ordered_on": "2026-13-01", "amount": 3}',
  );
  const wanted = [
    { order_id: "a", contact_id: "12345678901234567890", ordered_on: "2026-01-02", amount: 1.5 },
    { order_id: "b", contact_id: "x", ordered_on: "2026-01-03", amount: 2 },
  ];

  test.each<[string, string, string | Uint8Array]>([
    ["plain", "orders.ndjson", text],
    ["with Windows line ends", "orders.jsonl", text.replaceAll("\n", "\r\n")],
    ["packed", "orders.ndjson.gz", gzipSync(text)],
  ])("%s: keys within keys, blank lines, lines that are no object", async (_, name, content) => {
    const made = await read(`files: ${name}\ntable: orders\ncolumns: {contact_id: who.id}`, {
      [name]: content,
    });
    expect(counts(made)).toEqual({ rows_in: 5, kept: 2, superseded: 0, excluded: 0, quarantined: 3 });
    expect(await made.rows(SELECT)).toEqual(wanted);
    expect(made.quarantine("s").map(({ _line, _column, _reason }) => [_line, _column, _reason])).toEqual([
      ["4", "", "not a JSON object"],
      ["5", "", "not a JSON object"],
      ["6", "ordered_on", "not a date (%Y-%m-%d)"],
    ]);
    expect(made.quarantine("s")[0]!.order_id).toBe('{"order_id": "c", "who":');
  });

  test("keys that hold dots, quotes or slashes are still found", async () => {
    const made = await read(
      'files: o.ndjson\ntable: orders\ncolumns: {contact_id: "who.id", channel: "q\\"/x"}',
      {
        "o.ndjson": lines(
          '{"order_id":"a","ordered_on":"2026-01-02","amount":1,"who.id":"w","q\\"/x":"web"}',
        ),
      },
    );
    expect(await made.rows("select contact_id, channel from incoming.orders")).toEqual([
      { contact_id: "w", channel: "web" },
    ]);
  });

  test("one line without an end", async () => {
    const made = await read("files: o.ndjson\ntable: orders\ncolumns: {contact_id: who.id}", {
      "o.ndjson": '{"order_id":"a","who":{"id":"w"},"ordered_on":"2026-01-02","amount":1}',
    });
    expect(await made.rows(SELECT)).toEqual([
      { order_id: "a", contact_id: "w", ordered_on: "2026-01-02", amount: 1 },
    ]);
  });
});

test("a JSON array", async () => {
  const made = await read("files: orders.json\ntable: orders\ncolumns: {contact_id: who.id}", {
    "orders.json": `[{"order_id": "a", "who": {"id": 5}, "ordered_on": "2026-01-02", "amount": 1.5},
      {"order_id": "b", "who": {"id": 6}, "ordered_on": "never", "amount": 2}, 3]`,
  });
  expect(counts(made)).toEqual({ rows_in: 3, kept: 1, superseded: 0, excluded: 0, quarantined: 2 });
  expect(await made.rows(SELECT)).toEqual([
    { order_id: "a", contact_id: "5", ordered_on: "2026-01-02", amount: 1.5 },
  ]);
  expect(made.quarantine("s")).toMatchObject([
    { _line: "2", _column: "ordered_on", order_id: "b" },
    { _line: "3", _reason: "not a JSON object", amount: "3" },
  ]);
});

test.each(["file", "stream"] as const)("an Arrow IPC %s", async (kind) => {
  const at = Date.UTC(2026, 0, 2, 23, 30);
  const table = new Table({
    order_id: vectorFromArray(["a", "b"], new Utf8()),
    contact_id: vectorFromArray([9007199254740993n, null], new Int64()),
    ordered_on: vectorFromArray([new Date(at), new Date(at)], new DateDay()),
    ordered_at: vectorFromArray([at, at], new TimestampMillisecond()),
    amount: vectorFromArray([1.5, Number.NaN], new Float64()),
    discount: vectorFromArray(
      [new Uint32Array([4294966046, 4294967295, 4294967295, 4294967295]), null],
      new Decimal(2, 10, 128),
    ),
  });
  const made = await read("files: orders.arrow\ntable: orders", { "orders.arrow": tableToIPC(table, kind) });
  expect(await made.rows("select contact_id, ordered_on, amount, discount from incoming.orders")).toEqual([
    { contact_id: "9007199254740993", ordered_on: "2026-01-02", amount: 1.5, discount: -12.5 },
  ]);
  expect(made.quarantine("s")).toMatchObject([{ _line: "2", _column: "amount", order_id: "b" }]);
});

test("a Parquet file keeps its types; its rejects are found again", async () => {
  const place = project();
  const engine = await openEngine({ threads: 1 });
  await engine.create("t.orders", {
    file: "test",
    sql: `select * from (values
      ('a', 7, date '2026-01-02', 1.25::decimal(9, 2), [1, 2]),
      ('b', 8, null, 2, null)) as rows(order_id, contact_id, ordered_on, amount, tags)`,
  });
  await engine.export("t.orders", place.path("orders.parquet"));
  engine.close();
  const made = await read("files: orders.parquet\ntable: orders", {
    "orders.parquet": readFileSync(place.path("orders.parquet")),
  });
  expect(await made.rows(SELECT)).toEqual([
    { order_id: "a", contact_id: "7", ordered_on: "2026-01-02", amount: 1.25 },
  ]);
  expect(made.quarantine("s")).toMatchObject([{ _line: "2", _reason: "no day of order", order_id: "b" }]);
});

test("Parquet files whose types differ are united as text", async () => {
  const place = project();
  const engine = await openEngine({ threads: 1 });
  for (const [name, value] of [
    ["a", "7::integer"],
    ["b", "9007199254740993::bigint"],
    ["c", "'x'"],
  ]) {
    const sql = `select '${name}' as record_id, ${value} as val, date '2026-01-02' as birth_date`;
    await engine.create("t.one", { file: "test", sql });
    await engine.export("t.one", place.path(`${name}.parquet`));
  }
  engine.close();
  const files = Object.fromEntries(
    ["a", "b", "c"].map((name) => [`${name}.parquet`, readFileSync(place.path(`${name}.parquet`))]),
  );
  const made = await read('files: "*.parquet"\ntake: all\ntable: contacts', files);
  expect(await made.rows("select record_id, val from incoming.contacts order by 1")).toEqual([
    { record_id: "a", val: "7" },
    { record_id: "b", val: "9007199254740993" },
    { record_id: "c", val: "x" },
  ]);
});

test("a column that bears a contract column's name, but is mapped to none, is kept beside one that is called so", async () => {
  const made = await read("files: x.csv\ntable: contacts\ncolumns: {record_id: id, email: Courriel}", {
    "x.csv": "id,email,email_2,Courriel\n1,own,second,a@ex.test\n",
  });
  expect(await made.rows("select email, email_2, email_3 from incoming.contacts")).toEqual([
    { email: "a@ex.test", email_2: "second", email_3: "own" },
  ]);
});

test("a rule that fails on a row is at fault, not the file", async () => {
  const rule = `{when: "regexp_matches(record_id, pattern)", reason: odd}`;
  const failed = read(`files: x.csv\ntable: contacts\nexclude: [${rule}]`, {
    "x.csv": "record_id,pattern\na,x\nb,(\n",
  });
  await expect(failed).rejects.toMatchObject({
    exit: 2,
    problems: [{ code: "CRM-E2002", file: 'contacts of source "s"' }],
  });
});
