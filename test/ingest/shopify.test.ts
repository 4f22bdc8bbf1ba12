import { expect, test } from "vitest";
import { SHOPIFY_COLUMNS, type ShopifyColumn } from "../../src/sample/exports/shopify.js";
import { counts, type Read, read } from "../support/ingest.js";
import { lines } from "../support/project.js";

type Line = Readonly<Partial<Record<ShopifyColumn, string>>>;

const ORDER: Line = {
  Email: "a@ex.test",
  "Financial Status": "paid",
  "Accepts Marketing": "yes",
  Currency: "EUR",
  Subtotal: "10.00",
  Total: "10.00",
  "Created at": "2026-06-01 10:00:00 +0200",
  "Lineitem quantity": "1",
  "Lineitem price": "10.00",
  "Billing Name": "Ann Roy",
};

function shop(...rows: Line[]): Promise<Read> {
  const text = rows.map((row) => SHOPIFY_COLUMNS.map((field) => `"${row[field] ?? ""}"`).join(","));
  return read("files: o.csv\nvendor: shopify", { "o.csv": lines(SHOPIFY_COLUMNS.join(","), ...text) });
}

test("a value that cannot be read puts its order aside, under the export's own heading", async () => {
  const made = await shop(
    { ...ORDER, Name: "#1", "Refunded Amount": "1,065.00" },
    { Name: "#1", "Lineitem quantity": "1", "Lineitem price": "5.00" },
    { ...ORDER, Name: "#2", "Lineitem price": "abc" },
    { ...ORDER, Name: "#3", "Created at": "01/06/2026 10:00" },
    { ...ORDER, Name: "#4" },
  );
  expect(counts(made)).toEqual({ rows_in: 5, kept: 1, superseded: 0, excluded: 0, quarantined: 4 });
  expect(made.quarantine("s").map((row) => [row.Name, row._column, row._reason])).toEqual([
    ["#1", "Refunded Amount", "not a number"],
    ["#1", "", "another row of the same document does not fit"],
    ["#2", "Lineitem price", "not a number"],
    ["#3", "Created at", "not a moment with its offset"],
  ]);
});

test("of two answers at one time the withdrawal counts; an order without a total does not fit", async () => {
  const made = await shop(
    ...["#1", "#2", "#3"].map((Name, i) => ({ ...ORDER, Name, "Accepts Marketing": i === 1 ? "no" : "yes" })),
    { ...ORDER, Name: "#4", Total: "" },
  );
  expect(await made.rows("select given from incoming.consents")).toEqual([{ given: false }]);
  expect(made.quarantine("s")).toMatchObject([
    { Name: "#4", _column: "Total", _reason: "empty in an order" },
  ]);
});

test("what a customer last said of marketing counts as of the day, and a blank says nothing", async () => {
  const made = await shop(
    { ...ORDER, Name: "#1", "Created at": "2026-01-10 10:00:00 +0100", "Accepts Marketing": "yes" },
    { ...ORDER, Name: "#2", "Created at": "2026-02-10 10:00:00 +0100", "Accepts Marketing": "" },
    { ...ORDER, Name: "#3", "Created at": "2026-09-10 10:00:00 +0200", "Accepts Marketing": "no" },
  );
  expect(counts(made)).toMatchObject({ rows_in: 3, kept: 3 });
  expect(await made.rows('select given, "at" from incoming.consents')).toEqual([
    { given: true, at: "2026-01-10 10:00:00" },
  ]);
});
