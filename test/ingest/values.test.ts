import { expect, test } from "vitest";
import { read } from "../support/ingest.js";
import { lines } from "../support/project.js";

const FILLER: Record<string, Record<string, string>> = {
  orders: { ordered_at: "", amount: "1" },
  consents: { channel: "email", at: "" },
};

/** What becomes of each text in one column of a contract: its value, or why it was refused. */
async function values(
  table: "orders" | "consents",
  column: string,
  csv: string,
  texts: readonly string[],
): Promise<unknown[]> {
  const key = table === "orders" ? "order_id" : "contact_id";
  const filler = { ...(column === "amount" ? { ordered_on: "2026-01-01" } : {}), ...FILLER[table] };
  const { [column]: _, ...rest } = filler as Record<string, string>;
  const rows = texts.map((text, i) => [String(i), ...Object.values(rest), `"${text}"`].join(","));
  const made = await read(`files: x.csv\ntable: ${table}\ncsv: ${csv}`, {
    "x.csv": lines([key, ...Object.keys(rest), column].join(","), ...rows),
  });
  const kept = await made.rows<{ id: string; value: unknown }>(
    `select ${key} as id, ${column} as value from incoming.${table}`,
  );
  const found = new Map<string, unknown>(kept.map(({ id, value }) => [id, value]));
  for (const row of made.quarantine("s")) found.set(row[key]!, row._reason);
  return texts.map((__, i) => found.get(String(i)));
}

test.each<[string, Record<string, unknown>]>([
  [
    "{}",
    {
      "1234.5": 1234.5,
      "-0.01": -0.01,
      "1,234.50": "not a number (0.00)",
      "1,5": "not a number (0.00)",
      "1_000": "not a number (0.00)",
      "6.1E+08": "not a number (0.00)",
      NaN: "not a number (0.00)",
      "99999999999999999999": "not a number (0.00)",
      "": "no amount",
    },
  ],
  [
    '{thousands: ","}',
    { "1,234.50": 1234.5, "1234.5": 1234.5, "-1,234,567": -1234567, "12,5": "not a number (0.00)" },
  ],
  ['{thousands: "\'"}', { "1'234.50": 1234.5, "1'23": "not a number (0.00)" }],
  [
    '{decimal: ","}',
    {
      "1234,5": 1234.5,
      "-1 234,50": -1234.5,
      "1\u00a0234,50": 1234.5,
      "1\u202f234\u202f567,50": 1234567.5,
      "12": 12,
      "1.234": "not a number (0,00)",
      "12 €": "not a number (0,00)",
      "1 2": "not a number (0,00)",
      "12 34,5": "not a number (0,00)",
    },
  ],
  ['{decimal: ",", thousands: "."}', { "1.234.567,5": 1234567.5, "1.23": "not a number (0,00)" }],
])("amounts read with %s", async (csv, wanted) => {
  expect(await values("orders", "amount", csv, Object.keys(wanted))).toEqual(Object.values(wanted));
});

test.each<[string, Record<string, string>]>([
  [
    "{}",
    {
      "2026-02-28": "2026-02-28",
      "2026-04-03 23:30:00": "2026-04-03",
      "2026-04-03T23:30:00Z": "2026-04-04",
      "2026-02-30": "not a date (%Y-%m-%d)",
      "03/04/2026": "not a date (%Y-%m-%d)",
      infinity: "not a date (%Y-%m-%d)",
      "26-01-10": "not a date (%Y-%m-%d)",
      "2026/04/03": "2026-04-03",
      epoch: "not a date (%Y-%m-%d)",
    },
  ],
  [
    '{dates: "%d/%m/%Y"}',
    {
      "03/04/2026": "2026-04-03",
      "04/13/2026": "not a date (%d/%m/%Y)",
      "03/04/26": "not a date (%d/%m/%Y)",
    },
  ],
  ['{dates: "%Y-%m-%d %H:%M %z"}', { "2026-04-03 23:30 +0000": "2026-04-04" }],
  ['{dates: "%m/%d/%Y"}', { "03/04/2026": "2026-03-04", "13/04/2026": "not a date (%m/%d/%Y)" }],
  ['{dates: "%Y%m%d"}', { "20260403": "2026-04-03" }],
])("days read with %s", async (csv, wanted) => {
  const found = await values("orders", "ordered_on", csv, Object.keys(wanted));
  expect(Object.fromEntries(Object.keys(wanted).map((text, i) => [text, found[i]]))).toEqual(wanted);
});

test("moments are local times of the pipeline's zone", async () => {
  const wanted = {
    "2026-01-01T23:30:00Z": "2026-01-02 00:30:00",
    "2026-07-01 00:15:00 +0200": "2026-07-01 00:15:00",
    "2026-07-01T00:15:00-05:00": "2026-07-01 07:15:00",
    "2026-01-01 23:30:00+00": "2026-01-02 00:30:00",
    "2026-01-01 23:30:00.5 -05": "2026-01-02 05:30:00.5",
    "2026-01-01 23:30:00 UTC": "2026-01-02 00:30:00",
    "2026-01-01 23:30:00 EST": "not a timestamp (ISO 8601)",
    "26-01-10 23:30:00": "not a timestamp (ISO 8601)",
    "2026-07-01 00:15:00": "2026-07-01 00:15:00",
  };
  const found = await values("orders", "ordered_at", "{}", Object.keys(wanted));
  expect(found).toEqual(Object.values(wanted));
});

test("moments with a format that has an offset are local too", async () => {
  const found = await values("orders", "ordered_at", '{timestamps: "%d/%m/%Y %H:%M %z"}', [
    "01/01/2026 23:30 +0000",
    "01/01/26 23:30 +0000",
  ]);
  expect(found).toEqual(["2026-01-02 00:30:00", "not a timestamp (%d/%m/%Y %H:%M %z)"]);
});

test("yes and no in two languages", async () => {
  const wanted = {
    oui: true,
    TRUE: true,
    "1": true,
    Non: false,
    "0": false,
    "peut-être": "neither yes nor no",
  };
  const found = await values("consents", "given", "{}", Object.keys(wanted));
  expect(found).toEqual(Object.values(wanted));
});
