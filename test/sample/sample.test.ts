import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SHOPIFY_COLUMNS } from "../../src/sample/exports/shopify.js";
import { generateSample, type SampleSummary } from "../../src/sample/index.js";

type Cells = Readonly<Record<string, string>>;

const options = { customers: 1000, seed: 3, asOf: "2026-11-22" };
const folder = mkdtempSync(join(tmpdir(), "sample-"));
let summary: SampleSummary;
let orderRows: Cells[];

beforeAll(async () => {
  summary = await generateSample({ ...options, folder: join(folder, "a") });
  const names = readdirSync(join(folder, "a/exports/shop")).filter((name) => name.startsWith("orders-"));
  orderRows = names.sort().flatMap((name) => rowsOf(`exports/shop/${name}`));
});
afterAll(() => rmSync(folder, { recursive: true }));

function textOf(path: string): string {
  const bytes = readFileSync(join(folder, "a", path));
  if (path.endsWith(".gz")) return gunzipSync(bytes).toString();
  return path.includes("contacts-") ? iconv.decode(bytes, "win1252") : bytes.toString();
}

function rowsOf(path: string, delimiter = ","): Cells[] {
  return parse(textOf(path), { columns: true, delimiter, skip_records_with_error: true });
}

test("the same seed gives the same bytes, another seed others", async () => {
  const again = await generateSample({ ...options, folder: join(folder, "b") });
  const other = await generateSample({ ...options, seed: 4, folder: join(folder, "c") });
  const digest = (name: string, path: string) =>
    createHash("sha256")
      .update(readFileSync(join(folder, name, path)))
      .digest("hex");
  expect(again.files).toEqual(summary.files);
  for (const { path } of summary.files) expect(digest("b", path), path).toBe(digest("a", path));
  const orders = "exports/shop/orders-2026.csv";
  expect(other.files.map(({ path }) => path)).toEqual(summary.files.map(({ path }) => path));
  expect(digest("c", orders)).not.toBe(digest("a", orders));
});

test("orders carry Shopify's 79 columns, numbers and times in order", () => {
  expect(SHOPIFY_COLUMNS).toHaveLength(79);
  expect(textOf("exports/shop/orders-2022.csv.gz").split("\n", 1)[0]).toBe(SHOPIFY_COLUMNS.join(","));
  const orders = orderRows.filter((row) => row.Total !== "");
  const instants = orders.map((row) =>
    Date.parse(row["Created at"]!.replace(/ /, "T").replace(/ (?=-)/, "")),
  );
  orders.forEach((row, i) => {
    expect(row.Name).toBe(`#${1001 + i}`);
    if (i > 0) expect(instants[i]).toBeGreaterThanOrEqual(instants[i - 1]!);
  });
});

test("every order's cents add up", () => {
  const cents = (text: string | undefined) => Math.round(Number(text) * 100);
  const lines = new Map<string, Cells[]>();
  for (const row of orderRows) lines.set(row.Name!, [...(lines.get(row.Name!) ?? []), row]);
  for (const [name, rows] of lines) {
    const first = rows[0]!;
    const goods = rows.reduce(
      (sum, row) =>
        sum +
        Number(row["Lineitem quantity"]) * cents(row["Lineitem price"]) -
        cents(row["Lineitem discount"]),
      0,
    );
    const taxes = cents(first["Tax 1 Value"]) + cents(first["Tax 2 Value"] || "0");
    expect(cents(first.Subtotal), name).toBe(goods - cents(first["Discount Amount"]));
    expect(cents(first.Taxes), name).toBe(taxes);
    expect(cents(first.Total), name).toBe(cents(first.Subtotal) + cents(first.Shipping) + taxes);
    expect(cents(first["Refunded Amount"]), name).toBeLessThanOrEqual(cents(first.Total));
    expect(rows.slice(1).every((row) => row.Total === "" && row.Email === "")).toBe(true);
  }
});

test("local time follows Montréal's summer time", () => {
  const offsets = (from: string, to: string) =>
    new Set(
      orderRows
        .map((row) => row["Created at"]!)
        .filter((text) => text.slice(0, 10) >= from && text.slice(0, 10) <= to)
        .map((text) => text.slice(-5)),
    );
  expect([...offsets("2025-03-10", "2025-11-01")]).toEqual(["-0400"]);
  expect([...offsets("2025-11-03", "2026-03-07")]).toEqual(["-0500"]);
});

test("the truth names every contact record once", () => {
  const truth = rowsOf("truth/records.csv");
  const named = (source: string) => truth.filter((row) => row.source === source).map((row) => row.record_id);
  const shop = orderRows
    .filter((row) => row.Total !== "" && (row.Email !== "" || row.Phone !== ""))
    .map((row) => `${row.Email || row.Phone!.slice(1)}|${row["Billing Name"]}`.toLowerCase())
    .map((key) => createHash("md5").update(key).digest("hex"));
  const crm = textOf("exports/crm/contacts-2026-11-22.csv").split("\r\n").slice(1, -1);
  const members = textOf("exports/loyalty/members.ndjson").split("\n").slice(0, -1);
  expect(new Set(named("shop"))).toEqual(new Set(shop));
  expect(named("crm")).toEqual(crm.map((line) => line.split(";")[0]));
  expect(named("loyalty")).toEqual(members.map((line) => JSON.parse(line).member_id));
  expect(new Set(truth.map((row) => `${row.source} ${row.record_id}`)).size).toBe(truth.length);
});

test("the CRM's delivery is windows-1252, broken here and there, newer than the last", () => {
  const newest = textOf("exports/crm/contacts-2026-11-22.csv");
  expect(newest).toMatch(/œ|’/);
  expect(newest.split("\r\n").filter((line) => line.includes("31/02/1980"))).toHaveLength(1);
  const older = textOf("exports/crm/contacts-2026-11-15.csv");
  expect(older.split("\r\n").length).toBeLessThan(newest.split("\r\n").length);
});
