import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { counts, read } from "../support/ingest.js";
import { lines } from "../support/project.js";

const PEOPLE = lines("record_id,family_name,note", "1,Lefèvre,œuvre à 12 €", "2,Ñandú,“ok” – ça");
const ROWS = [
  { record_id: "1", family_name: "Lefèvre", note: "œuvre à 12 €" },
  { record_id: "2", family_name: "Ñandú", note: "“ok” – ça" },
];
const SELECT = "select record_id, family_name, note from incoming.contacts order by record_id";

describe("the same people, whatever the encoding", () => {
  test.each<[string, string, Uint8Array]>([
    ["UTF-8", "utf-8", Buffer.from(PEOPLE)],
    ["UTF-8 with a byte order mark", "utf-8", Buffer.from(`\uFEFF${PEOPLE}`)],
    ["UTF-16, little end first", "utf-16", Buffer.from(`\uFEFF${PEOPLE}`, "utf16le")],
    ["UTF-16, big end first", "utf-16", iconv.encode(PEOPLE, "utf16be", { addBOM: true })],
    ["windows-1252 with € and œ", "windows-1252", iconv.encode(PEOPLE, "windows-1252")],
    ["Windows line ends", "utf-8", Buffer.from(PEOPLE.replaceAll("\n", "\r\n"))],
    ["old Macintosh line ends", "utf-8", Buffer.from(PEOPLE.replaceAll("\n", "\r"))],
    ["no line end at the end", "utf-8", Buffer.from(PEOPLE.trimEnd())],
  ])("%s", async (_, encoding, bytes) => {
    const made = await read(`files: people.csv\ntable: contacts\ncsv: {encoding: ${encoding}}`, {
      "people.csv": bytes,
    });
    expect(await made.rows(SELECT)).toEqual(ROWS);
  });

  test("packed, and packed in another encoding", async () => {
    const plain = await read("files: people.csv.gz\ntable: contacts", { "people.csv.gz": gzipSync(PEOPLE) });
    expect(await plain.rows(SELECT)).toEqual(ROWS);
    const french = await read("files: people.csv.gz\ntable: contacts\ncsv: {encoding: windows-1252}", {
      "people.csv.gz": gzipSync(iconv.encode(PEOPLE, "windows-1252")),
    });
    expect(await french.rows(SELECT)).toEqual(ROWS);
  });

  test("latin-1", async () => {
    const made = await read("files: people.csv\ntable: contacts\ncsv: {encoding: latin-1}", {
      "people.csv": Buffer.from(lines("record_id,family_name", "1,Lefèvre"), "latin1"),
    });
    expect(await made.rows("select family_name from incoming.contacts")).toEqual([
      { family_name: "Lefèvre" },
    ]);
  });
});

describe("dialects", () => {
  const wanted = [{ order_id: "a", contact_id: "7", ordered_on: "2026-03-04", amount: 1.5 }];
  const select = "select order_id, contact_id, ordered_on, amount from incoming.orders";

  test.each([
    ["semicolons", `{delimiter: ";"}`, lines("order_id;contact_id;ordered_on;amount", "a;7;2026-03-04;1.5")],
    [
      "tabs",
      `{delimiter: "\\t"}`,
      lines("order_id\tcontact_id\tordered_on\tamount", "a\t7\t2026-03-04\t1.5"),
    ],
    [
      "another quote",
      `{quote: "'"}`,
      lines("order_id,contact_id,ordered_on,amount", "'a','7','2026-03-04','1.5'"),
    ],
    [
      "columns aligned by blanks",
      "{delimiter: whitespace}",
      "  order_id  contact_id   ordered_on  amount\n         a  7          2026-03-04     1.5\n",
    ],
    ["no header line", "{header: [order_id, contact_id, ordered_on, amount]}", "\uFEFFa,7,2026-03-04,1.5\n"],
    ["columns in another order", "{}", lines("amount,ordered_on,order_id,contact_id", "1.5,2026-03-04,a,7")],
    [
      "headers in capitals and with blanks",
      "{}",
      lines(" Amount ,ORDERED_ON,Order ID, Contact id", "1.5,2026-03-04,a,7"),
    ],
    [
      "blanks around values",
      "{}",
      lines("order_id,contact_id,ordered_on,amount", " a , 7\u00a0,2026-03-04 , 1.5 "),
    ],
  ])("%s", async (_, csv, text) => {
    const made = await read(`files: orders.csv\ntable: orders\ncsv: ${csv}`, { "orders.csv": text });
    expect(await made.rows(select)).toEqual(wanted);
  });

  test("a mapping calls a column by its header, in any case", async () => {
    const made = await read(
      'files: orders.csv\ntable: orders\ncsv: {delimiter: ";"}\ncolumns: {order_id: no commande, contact_id: " CLIENT", amount: Montant, ordered_on: Date}',
      { "orders.csv": lines("No Commande;Client;Montant; date", "a;7;1.5;2026-03-04") },
    );
    expect(await made.rows(select)).toEqual(wanted);
  });

  test("one kind of line end a file, or it is refused", async () => {
    const text = "order_id,ordered_on,amount\r\na,2026-03-04,1\nb,2026-03-04,1\r\n";
    await expect(read("files: orders.csv\ntable: orders", { "orders.csv": text })).rejects.toMatchObject({
      exit: 3,
      problems: [{ code: "CRM-E3006", file: "orders.csv" }],
    });
  });

  test("blank lines are no rows", async () => {
    const text = "order_id,ordered_on,amount\n\na,2026-03-04,1\n\n\nb,2026-03-04,1\n\n";
    const made = await read("files: orders.csv\ntable: orders", { "orders.csv": text });
    expect(counts(made)).toMatchObject({ rows_in: 2, kept: 2 });
  });
});
