import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { bytesOf, numbers, shuffled } from "../support/bytes.js";
import { succeeds } from "../support/fails.js";
import { lastingProject, lines, TINY } from "../support/project.js";

/** Many share a day and a number of purchases: ties on every axis, on both days and in each channel. */
const RFM = "rfm: {by: [channel], schemes: {recency: ntile, frequency: ntile, monetary: ntile}}\n";

describe("the same exports give the same bytes in tables and lists", () => {
  const random = numbers(5);
  const whole = (below: number) => Math.floor(random() * below);
  const people = Array.from({ length: 600 }, (_, i) => {
    const name = `${["Anne", "Luc", "Zoé"][i % 3]},${["Roy", "Côté", "Bois", "Gagnon"][i % 4]}`;
    return `${i},${name},${whole(3) === 0 ? "" : `p${whole(400)}@example.test`},${whole(90)}.${whole(100)},${i % 7 === 0 ? "x" : i}`;
  });
  const sales = Array.from({ length: 3000 }, (_, i) => {
    const day = `2026-0${1 + whole(6)}-${String(1 + whole(28)).padStart(2, "0")}`;
    const amount = `${whole(500)}.${String(whole(100)).padStart(2, "0")}`;
    return `o${i},${whole(600)},${day},${amount},${["web", "pos", ""][i % 3]}`;
  });
  const said = Array.from({ length: 600 }, (_, i) => `${i},${whole(3) > 0 ? "yes" : "no"},2026-01-01`);
  const contradicted = said.filter((_, i) => i % 5 === 0).map((row) => row.replace(/yes|no/, "yes"));
  const consents = [...said, ...contradicted];
  const exportsOf = (order: <T>(rows: T[]) => T[]) => ({
    "pipeline.yaml": TINY.replace("rfm.frequency > 0", "rfm.segment in ('champions', 'loyal')") + RFM,
    "people.csv": lines("record_id,given_name,family_name,email,score,mixed", ...order(people)),
    "sales.csv": lines("order_id,contact_id,ordered_on,amount,channel", ...order(sales)),
    "consents.csv": lines("contact_id,given,at", ...order(consents)),
  });
  const first = lastingProject(exportsOf((rows) => rows));
  const mixed = lastingProject(exportsOf((rows) => shuffled(rows, 11)));

  test("on two threads, and on one with the rows in another order", async () => {
    await succeeds(first, { threads: 2 });
    await succeeds(mixed, { threads: 1 });
    expect(bytesOf(mixed)).toEqual(bytesOf(first));
    expect(
      first.text("out", "current", "lists", "buyers", "machine.csv").split("\r\n").length,
    ).toBeGreaterThan(20);
  });
});

describe("so does the sample", () => {
  const pipeline = readFileSync(join(PACKAGE, "pipelines", "sample.yaml"), "utf8")
    .replaceAll("../sample-data/", "")
    .replace("locales: [en, fr]", "locales: [en]");
  const straight = lastingProject({ "pipeline.yaml": pipeline, ...sampleExports((rows) => rows) });
  const mixed = lastingProject({ "pipeline.yaml": pipeline, ...sampleExports((rows) => shuffled(rows, 3)) });

  test("on two threads, and on one with the rows in another order", async () => {
    await succeeds(straight, { threads: 2 });
    await succeeds(mixed, { threads: 1 });
    expect(mixed.text("exports", "crm", "contacts-2026-11-22.csv")).not.toBe(
      straight.text("exports", "crm", "contacts-2026-11-22.csv"),
    );
    expect(bytesOf(mixed)).toEqual(bytesOf(straight));
  });
});

/** The sample's exports with their rows in some order; the rows of one shop order stay together. */
function sampleExports(order: (rows: string[]) => string[]): Record<string, Uint8Array> {
  const root = join(PACKAGE, "sample-data");
  const names = (readdirSync(join(root, "exports"), { recursive: true }) as string[]).map((name) =>
    join("exports", name),
  );
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(root, name)).isFile())
      .map((name) => {
        const packed = name.endsWith(".gz");
        const bytes = readFileSync(join(root, name));
        return [
          name,
          name.endsWith(".parquet") ? bytes : reorder(name, packed ? gunzipSync(bytes) : bytes, order),
        ];
      })
      .map(([name, bytes]) => [(name as string).replace(/\.gz$/, ""), bytes as Uint8Array]),
  );
}

function reorder(name: string, bytes: Uint8Array, order: (rows: string[]) => string[]): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const all = recordsOf(text.trimEnd().split(end), end);
  const header = name.endsWith(".ndjson") ? [] : all.slice(0, 1);
  const blocks = new Map<string, string[]>();
  for (const [i, row] of all.slice(header.length).entries()) {
    const key = name.includes("shop/orders-") ? row.split(",")[0]! : String(i);
    blocks.set(key, [...(blocks.get(key) ?? []), row]);
  }
  const rows = order([...blocks.values()].map((block) => block.join(end)));
  return Buffer.from(`${[...header, ...rows].join(end)}${end}`, "latin1");
}

/** Lines joined where a quoted field goes on over several. */
function recordsOf(text: readonly string[], end: string): string[] {
  const records: string[] = [];
  let open = false;
  for (const line of text) {
    if (open) records.push(`${records.pop()}${end}${line}`);
    else records.push(line);
    if (line.split('"').length % 2 === 0) open = !open;
  }
  return records;
}
