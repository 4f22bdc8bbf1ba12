import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { counts, read } from "../support/ingest.js";
import { lines } from "../support/project.js";

const HEADER = "order_id,contact_id,ordered_on,amount";

describe("a later row of the same key replaces the earlier", () => {
  test("in one file, also where other rows are put aside", async () => {
    const made = await read(
      "files: o.csv\ntable: orders\nexclude: [{when: \"contact_id = 'test'\", reason: test order}]",
      {
        "o.csv": lines(
          HEADER,
          "a,1,2026-01-01,1",
          "b,1,2026-01-01,2",
          "c,test,2026-01-01,3",
          "a,1,2026-01-02,4",
          "b,1,2026-01-02,none",
        ),
      },
    );
    expect(counts(made)).toEqual({ rows_in: 5, kept: 2, superseded: 1, excluded: 1, quarantined: 1 });
    expect(await made.rows("select order_id, amount from incoming.orders order by 1")).toEqual([
      { order_id: "a", amount: 4 },
      { order_id: "b", amount: 2 },
    ]);
  });

  test("over several files, by name, whatever their columns' order", async () => {
    const made = await read("files: o-*.csv\ntake: all\ntable: orders", {
      "o-2.csv": lines("amount,extra,order_id,ordered_on", "9,new,a,2026-02-01"),
      "o-1.csv": lines(HEADER, "a,1,2026-01-01,1", "b,1,2026-01-01,2"),
    });
    expect(counts(made)).toEqual({ rows_in: 3, kept: 2, superseded: 1, excluded: 0, quarantined: 0 });
    expect(await made.rows("select order_id, amount, extra from incoming.orders order by 1")).toEqual([
      { order_id: "a", amount: 9, extra: "new" },
      { order_id: "b", amount: 2, extra: null },
    ]);
  });

  test("the key can be another", async () => {
    const made = await read("files: o.csv\ntable: orders\nkey: [contact_id, ordered_on]", {
      "o.csv": lines(HEADER, "a,1,2026-01-01,1", "b,1,2026-01-01,2", "c,1,2026-01-02,3"),
    });
    expect(await made.rows("select order_id from incoming.orders order by 1")).toEqual([
      { order_id: "b" },
      { order_id: "c" },
    ]);
  });

  test("the latest file alone is read unless all are asked for", async () => {
    const files = {
      "o-2026-01.csv": lines(HEADER, "a,1,2026-01-01,1"),
      "o-2026-02.csv": lines(HEADER, "b,1,2026-02-01,1"),
    };
    const made = await read("files: o-*.csv\ntable: orders", files);
    expect(made.inputs.map(({ path }) => path)).toEqual(["o-2026-02.csv"]);
    expect(await made.rows("select order_id from incoming.orders")).toEqual([{ order_id: "b" }]);
  });
});

test("rows are excluded by the first rule that holds, before anything is found wrong with them", async () => {
  const made = await read(
    "files: o.csv\ntable: orders\nexclude: [{when: amount > 3, reason: too big}, {when: contact_id is null, reason: nobody}]",
    { "o.csv": lines(HEADER, "a,,2026-01-01,5", "b,,never,1", "c,1,never,1", "d,1,2026-01-01,1") },
  );
  expect(made.counts[0]!.tallies).toEqual([
    { disposition: "excluded", column: "", reason: "nobody", rows: 1 },
    { disposition: "excluded", column: "", reason: "too big", rows: 1 },
    { disposition: "quarantined", column: "ordered_on", reason: "not a date (%Y-%m-%d)", rows: 1 },
  ]);
});

describe("the quarantine names the physical line", () => {
  const text = [
    `${HEADER},note`,
    'a,1,2026-01-01,1,"two\nlines"',
    'b,1,2026-01-01,nothing,"two more\nlines"',
    "c,1,2026-01-01",
    "",
    "d,1,2026-01-01,1,x,y,z",
    'e,1,2026-01-01,1,"quoted" badly',
    "f,1,2026-02-31,1,é",
    "g,1,2026-01-01,1,good",
    "",
  ].join("\n");
  const wanted = [
    { _line: "4", _column: "amount", _reason: "not a number (0.00)", amount: "nothing", _rest: "" },
    { _line: "6", _column: "", _reason: "fewer fields than the header", order_id: "c", _rest: "" },
    { _line: "8", _column: "", _reason: "more fields than the header", order_id: "d", _rest: "y,z" },
    { _line: "9", _column: "", _reason: "a quote that is not closed where the field ends", order_id: "e" },
    { _line: "10", _column: "ordered_on", _reason: "not a date (%Y-%m-%d)", order_id: "f", note: "é" },
  ];

  test.each<[string, string, string, string | Uint8Array]>([
    ["line feeds", "o.csv", "utf-8", text],
    ["Windows line ends", "o.csv", "utf-8", text.replaceAll("\n", "\r\n")],
    ["a byte order mark", "o.csv", "utf-8", `\uFEFF${text}`],
    ["a packed file", "o.csv.gz", "utf-8", gzipSync(text)],
    ["UTF-16", "o.csv", "utf-16", Buffer.from(`\uFEFF${text.replaceAll("\n", "\r\n")}`, "utf16le")],
  ])("with %s", async (_, name, encoding, content) => {
    const made = await read(`files: ${name}\ntable: orders\ncsv: {encoding: ${encoding}}`, {
      [name]: content,
    });
    expect(counts(made)).toEqual({ rows_in: 7, kept: 2, superseded: 0, excluded: 0, quarantined: 5 });
    expect(made.quarantine("s")).toMatchObject(wanted.map((row) => ({ _file: name, ...row })));
  });

  test("of each file for itself", async () => {
    const made = await read("files: o-*.csv\ntake: all\ntable: orders", {
      "o-1.csv": lines(HEADER, "a,1,2026-01-01,1", "b,1,2026-01-01,x"),
      "o-2.csv": lines("order_id,ordered_on,amount", "c,2026-01-01", "d,2026-01-01,1", "e,2026-01-01,y"),
    });
    expect(made.quarantine("s").map(({ _file, _line, order_id }) => [_file, _line, order_id])).toEqual([
      ["o-1.csv", "3", "b"],
      ["o-2.csv", "2", "c"],
      ["o-2.csv", "4", "e"],
    ]);
  });
});

test("columns beyond the contract are kept where they hold a value, with their types", async () => {
  const made = await read('files: o.csv\ntable: orders\ncsv: {dates: "%d/%m/%Y"}', {
    "o.csv": lines(
      `${HEADER},store,points,ratio,vip,since,nothing,mixed,source`,
      "a,1,01/01/2026,1,007,12,0.5,oui,31/12/2020,,1,web",
      "b,1,01/01/2026,1,014,-3,12,non,01/01/2021,,x,shop",
    ),
  });
  expect(await made.rows("select * from incoming.orders order by order_id limit 1")).toMatchObject([
    {
      source: "s",
      store: "007",
      points: 12,
      ratio: 0.5,
      vip: true,
      since: "2020-12-31",
      mixed: "1",
      source_name: "web",
    },
  ]);
  expect(made.extras.get("orders")).toEqual([
    "mixed",
    "points",
    "ratio",
    "since",
    "source_name",
    "store",
    "vip",
  ]);
});

test("whom only a fact names is a contact with an id and nothing else", async () => {
  const made = await read("files: o.csv\ntable: orders", { "o.csv": lines(HEADER, "a,77,2026-01-01,1") });
  expect(await made.rows("select source, record_id, email from incoming.contacts")).toEqual([
    { source: "s", record_id: "77", email: null },
  ]);
});
