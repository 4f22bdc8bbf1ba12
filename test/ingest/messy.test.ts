import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { numbers, shuffled } from "../support/bytes.js";
import { counts, type Read, read } from "../support/ingest.js";

const HEADER = ["order_id", "contact_id", "ordered_on", "amount", "note"];
const SPEC = `table: orders
take: all
files: o-*
exclude: [{when: "contact_id = 'test'", reason: test order}]
`;

/** Rows as careless people and programs write them, the same for the same seed. */
function messyRows(seed: number, count: number): string[][] {
  const random = numbers(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  return Array.from({ length: count }, (_, i) => {
    const row = [
      pick([`k${i}`, `k${i}`, `k${i}`, `k${i}`, ""]),
      pick(["1", "22", "test", "", "anne@example.test"]),
      pick(["2026-01-31", "2026-02-28", "2026-02-30", " 2026-03-01 ", "soon", ""]),
      pick(["1.5", "-20", "1000.25", "0.0001", "1,5", "12 €", "", "7"]),
      pick(["", "plain", 'a "quote"', "a, comma", "two\nlines", "é€œ", "'", "  "]),
    ];
    const length = pick([5, 5, 5, 5, 5, 5, 5, 5, 4, 6]);
    return length === 6 ? [...row, "more"] : row.slice(0, length);
  });
}

/** The rows as RFC 4180 text. */
function csv(rows: readonly (readonly string[])[], end = "\n"): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [HEADER, ...rows].map((row) => row.map(cell).join(",") + end).join("");
}

/** What the rows come to if one reads them by hand. */
function byHand(rows: readonly (readonly string[])[]) {
  const whole = rows.filter((row) => row.length === HEADER.length);
  const excluded = whole.filter((row) => row[1] === "test");
  const kept = whole.filter(([id, contact, day, amount]) => {
    const date = new Date(`${day!.trim()}T00:00:00Z`);
    const isDay = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day!.trim());
    return contact !== "test" && id !== "" && isDay && /^-?[\d.]+$/.test(amount!);
  });
  return {
    counts: {
      rows_in: rows.length,
      kept: kept.length,
      superseded: 0,
      excluded: excluded.length,
      quarantined: rows.length - kept.length - excluded.length,
    },
    total: kept.reduce((sum, row) => sum + Math.round(Number(row[3]) * 10_000), 0),
  };
}

async function total(made: Read): Promise<number> {
  const [row] = await made.rows<{ total: number }>(
    "select sum(amount) * 10000 as total from incoming.orders",
  );
  return row!.total;
}

describe.each([1, 2])("messy rows, seed %i", (seed) => {
  const rows = messyRows(seed, 400);
  const hand = byHand(rows);
  const half = rows.length / 2;

  test.each<[string, Record<string, string | Uint8Array>]>([
    ["as they are", { "o-1.csv": csv(rows) }],
    ["in another order", { "o-1.csv": csv(shuffled(rows, 7)) }],
    ["in two files", { "o-1.csv": csv(rows.slice(0, half)), "o-2.csv.gz": gzipSync(csv(rows.slice(half))) }],
    ["with Windows line ends", { "o-1.csv": csv(rows, "\r\n") }],
  ])("%s, count and add up as by hand", async (_, files) => {
    const made = await read(SPEC, files);
    expect(counts(made)).toEqual(hand.counts);
    expect(await total(made)).toBe(hand.total);
    expect(made.quarantine("s")).toHaveLength(hand.counts.quarantined);
  });

  test("the quarantine holds each rejected row at its line", async () => {
    const made = await read(SPEC, { "o-1.csv": csv(rows) });
    const lines = csv(rows).split("\n");
    for (const row of made.quarantine("s")) {
      const start = lines[Number(row._line) - 1]!;
      expect(start.startsWith(`${row.order_id},`), `line ${row._line}`).toBe(true);
    }
  });

  test("delivered twice, count once", async () => {
    const made = await read(SPEC, { "o-1.csv": csv(rows), "o-2.csv": csv(rows) });
    const { kept } = hand.counts;
    expect(counts(made)).toMatchObject({ rows_in: 2 * rows.length, kept, superseded: kept });
    expect(await total(made)).toBe(hand.total);
  });
});
