import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { loadSettings } from "../../src/pipeline/prepare.js";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { bind, schema } from "../../src/rooms/rfm/settings.js";

type Cell = {
  readonly r: number;
  readonly f: number;
  readonly m: number;
  readonly segment: string;
  readonly named: boolean;
};

async function cells(segments: unknown): Promise<Cell[]> {
  const engine = await openEngine({ threads: 1 });
  const bound = bind(schema.parse({ segments }), {
    folder: ".",
    sources: [],
    asOf: "2026-11-22",
    currency: "CAD",
  });
  await loadSettings(engine, bound.tables);
  for (const table of ["segment_rules", "cells"]) {
    const file = join(PACKAGE, "sql", "rfm", `${table}.sql`);
    await engine.create(`rfm.${table}`, { sql: readFileSync(file, "utf8"), file }, bound.parameters);
  }
  const rows = await engine.read<Cell>("select * from rfm.cells order by r, f, m");
  engine.close();
  return rows;
}

const missed = (all: readonly Cell[]) =>
  all.filter(({ named }) => !named).map(({ r, f, m }) => `${r}${f}${m}`);

describe("a built-in segment table has one segment for each cell", () => {
  test.each(["grid", "shopify"])("%s, and leaves none out", async (table) => {
    const all = await cells(table);
    expect(all.length).toBe(125);
    expect(missed(all)).toEqual([]);
  });

  test("r_rfm, and leaves out ten", async () => {
    const all = await cells("r_rfm");
    expect(all.length).toBe(125);
    expect(missed(all)).toEqual("215 241 251 252 341 351 441 451 541 551".split(" "));
  });

  test("quartile, as PyMC-Marketing lists them", async () => {
    const lists: Record<string, string> = {
      premium: "333 334 343 344 433 434 443 444",
      repeat: "143 232 233 234 243 244 332",
      top_spender: "124 133 134 144 224 313 314 323 324 413 414 423 424",
      at_risk: "122 123 132 212 214 222 223 312 322 412 422",
      inactive: "111 112 113 114 211 311 411",
      other: "121 131 141 142 213 221 231 241 242 321 331 341 342 421 431 432 441 442",
    };
    const all = await cells("quartile");
    const found = Object.keys(lists).map((segment): [string, string] => [
      segment,
      all
        .filter((cell) => cell.segment === segment)
        .map(({ r, f, m }) => `${r}${f}${m}`)
        .join(" "),
    ]);
    expect(all.length).toBe(64);
    expect(Object.fromEntries(found)).toEqual(lists);
    expect(missed(all)).toEqual(lists.other!.split(" "));
  });
});

test("shopify goes by recency and the mean of frequency and money", async () => {
  const lines: Record<number, readonly string[]> = {
    5: ["new", "active", "active", "champions", "champions"],
    4: ["promising", "active", "active", "loyal", "loyal"],
    3: ["promising", "need_attention", "need_attention", "loyal", "loyal"],
    2: ["almost_lost", "almost_lost", "at_risk", "at_risk", "previously_loyal"],
    1: ["dormant", "dormant", "at_risk", "at_risk", "previously_loyal"],
  };
  const band = (sum: number) => (sum <= 4 ? 0 : sum === 5 ? 1 : sum <= 7 ? 2 : sum === 8 ? 3 : 4);
  const wrong = (await cells("shopify")).filter(({ r, f, m, segment }) => segment !== lines[r]![band(f + m)]);
  expect(wrong).toEqual([]);
});

describe("a table of one's own", () => {
  test("may go to 4 and name the mean of two scores", async () => {
    const table = [
      { segment: "best", r: 4, fm: "3.5-4" },
      { segment: "rest", fm: "1-3" },
    ];
    const all = await cells({ scores: 4, table });
    expect(all.length).toBe(64);
    expect(all.filter(({ segment }) => segment === "best").map(({ f, m }) => `${f}${m}`)).toEqual([
      "34",
      "43",
      "44",
    ]);
    expect(missed(all)).toEqual(["134", "143", "144", "234", "243", "244", "334", "343", "344"]);
  });

  test.each([
    [{ segments: { scores: 4, table: [{ segment: "best", r: 5 }] } }, "no score is above 4"],
    [
      { segments: "quartile", schemes: { monetary: { cuts: [1, 2, 3, 4] } } },
      "the segment table knows 4 scores: at most 3 cut-offs",
    ],
    [{ segments: { table: [{ segment: "best", fm: "2.3" }] } }, /a mean of two scores from 1 to 5/],
  ])("is refused where it cannot be: %j", (settings, message) => {
    const { error } = schema.safeParse(settings);
    expect(JSON.stringify(error?.issues)).toMatch(message);
  });
});
