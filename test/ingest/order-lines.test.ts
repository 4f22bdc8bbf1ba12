import { expect, test } from "vitest";
import { succeeds } from "../support/fails.js";
import { sqlHere } from "../support/here.js";
import { counts, read } from "../support/ingest.js";
import { lines, project } from "../support/project.js";

const HEADER = "order_id,product_id,quantity,unit_price,note";
const NUMBERED = "select order_id, line, product_id, note from incoming.order_lines order by order_id, line";

test("lines without a number get one by what stands in them, whatever the order of the rows", async () => {
  const rows = ["a,p2,1,5,x", "a,p1,1,9,y", "a,p1,1,9,y", "a,p1,1,9,b", "b,p1,2,9,"];
  const wanted = [
    { order_id: "a", line: 1, product_id: "p1", note: "b" },
    { order_id: "a", line: 2, product_id: "p1", note: "y" },
    { order_id: "a", line: 3, product_id: "p1", note: "y" },
    { order_id: "a", line: 4, product_id: "p2", note: "x" },
    { order_id: "b", line: 1, product_id: "p1", note: null },
  ];
  for (const order of [rows, [...rows].reverse()]) {
    const made = await read("files: l.csv\ntable: order_lines", { "l.csv": lines(HEADER, ...order) });
    expect(counts(made)).toEqual({ rows_in: 5, kept: 5, superseded: 0, excluded: 0, quarantined: 0 });
    expect(await made.rows(NUMBERED)).toEqual(wanted);
  }
});

test("of an order whose lines have no number the last file has all of them", async () => {
  const made = await read('files: "l-*.csv"\ntake: all\ntable: order_lines', {
    "l-1.csv": lines(HEADER, "a,p1,1,5,x", "a,p2,1,5,x", "b,p1,1,5,x"),
    "l-2.csv": lines(HEADER, "a,p3,1,5,x"),
  });
  expect(counts(made)).toMatchObject({ rows_in: 4, kept: 2, superseded: 2 });
  expect(await made.rows(NUMBERED)).toEqual([
    { order_id: "a", line: 1, product_id: "p3", note: "x" },
    { order_id: "b", line: 1, product_id: "p1", note: "x" },
  ]);
});

test("a row that does not fit changes nothing for the others, and lines with numbers go by their key", async () => {
  const made = await read('files: "l-*.csv"\ntake: all\ntable: order_lines', {
    "l-1.csv": lines(
      "order_id,line,product_id,quantity,unit_price",
      "a,1,p1,1,5",
      "a,2,p2,1,5",
      "a,3,p3,1,5",
    ),
    "l-2.csv": lines("order_id,line,product_id,quantity,unit_price", "a,3,p4,1,6", "b,,p1,1,5", "c,z,p1,1,5"),
  });
  expect(counts(made)).toEqual({ rows_in: 6, kept: 4, superseded: 1, excluded: 0, quarantined: 1 });
  expect(
    await made.rows("select order_id, line, product_id from incoming.order_lines order by order_id, line"),
  ).toEqual([
    { order_id: "a", line: 1, product_id: "p1" },
    { order_id: "a", line: 2, product_id: "p2" },
    { order_id: "a", line: 3, product_id: "p4" },
    { order_id: "b", line: 4, product_id: "p1" },
  ]);
});

test("a key that the pipeline names goes before the number", async () => {
  const made = await read('files: "l-*.csv"\ntake: all\ntable: order_lines\nkey: [order_id, product_id]', {
    "l-1.csv": lines(HEADER, "a,p1,1,5,x", "a,p2,1,5,x"),
    "l-2.csv": lines(HEADER, "a,p2,2,5,x"),
  });
  expect(counts(made)).toMatchObject({ rows_in: 3, kept: 2, superseded: 1 });
});

test("lines of two sources' orders are told apart", async () => {
  const made = await read("files: l.csv\ntable: order_lines", {
    "l.csv": lines("order_source,order_id,line,quantity", "north,1,1,1", "south,1,1,1"),
  });
  expect(counts(made)).toMatchObject({ rows_in: 2, kept: 2 });
});

test("a return must have an amount, or what it can be worked out from", async () => {
  const made = await read("files: l.csv\ntable: order_lines", {
    "l.csv": lines(HEADER, "a,p1,-1,5,", "a,p2,-1,,"),
  });
  expect(made.quarantine("s")).toMatchObject([
    { _line: "3", _reason: "a return without an amount or a price" },
  ]);
});

test("orders and their lines may come from two exports", async () => {
  const place = project({
    "pipeline.yaml": `version: 1
as_of: 2026-06-30
currency: EUR
time_zone: Europe/Paris
sources:
  people: {files: people.csv, table: contacts}
  sales: {files: sales.csv, table: orders, set: {contact_source: people}}
  items: {files: items.csv, table: order_lines, set: {order_source: sales}}
`,
    "people.csv": lines("record_id,family_name", "1,Roy"),
    "sales.csv": lines("order_id,contact_id,ordered_on,amount", "a,1,2026-06-01,100"),
    "items.csv": lines("order_id,product_id,quantity,unit_price,discount", "a,p1,2,60,20", "a,p1,-1,60,10"),
  });
  await succeeds(place);
  const { printed } = await sqlHere(place, [
    `select lines.quantity, lines.amount, customers.family_name, scores.monetary
    from crm.order_lines as lines
    join crm.customers as customers on customers.customer_id = lines.customer_id
    join rfm.scores as scores on scores.customer_id = lines.customer_id
    order by lines.quantity`,
  ]);
  expect(JSON.parse(printed)).toEqual([
    { quantity: -1, amount: -50, family_name: "Roy", monetary: 50 },
    { quantity: 2, amount: 100, family_name: "Roy", monetary: 50 },
  ]);
  const forgotten = place.text("pipeline.yaml").replace(", set: {order_source: sales}", "");
  place.write({ "pipeline.yaml": forgotten });
  expect((await succeeds(place)).printed).toMatch(/warning: 1 source\(s\) .*order_source.*: items/);
});
