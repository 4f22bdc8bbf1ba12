import { expect, test } from "vitest";
import { type Cells, type TableRow, veilSmallCells } from "../../src/report/cells.js";

const rows = (...people: number[]) =>
  people.map((count, i) => ({ part: `p${i}`, people: count, money: count * 7 }));
const cells = { keys: ["part"], people: "people" };
const veil = (given: readonly TableRow[], by: Cells, minimum = 10, names = new Set<string>()) =>
  veilSmallCells(given, by, minimum, names);
const column = (given: readonly TableRow[], by: Cells, name = "people", names = new Set<string>()) =>
  veil(given, by, 10, names).map(({ row }) => row[name]);

test("a large count stays, none is none", () => {
  expect(column(rows(10, 400, 0), cells)).toEqual([10, 400, 0]);
});

test("a small count goes with every figure of its row, and the smallest other with it", () => {
  const veiled = veil(rows(3, 50, 20, 400), cells);
  expect(veiled.map(({ row }) => row)).toEqual([
    { part: "p0", people: null, money: null },
    { part: "p1", people: 50, money: 350 },
    { part: "p2", people: null, money: null },
    { part: "p3", people: 400, money: 2800 },
  ]);
  expect(veiled.map(({ veils }) => veils.people)).toEqual(["small", undefined, "withheld", undefined]);
});

test("what is missing adds up to the limit at least", () => {
  expect(column(rows(1, 2, 30, 400), cells)).toEqual([null, null, null, 400]);
});

test("each group is completed by itself", () => {
  const grid = [
    { segment: "loyal", people: 4 },
    { segment: "loyal", people: 60 },
    { segment: "new", people: 40 },
  ];
  expect(column(grid, { keys: ["segment"], people: "people", within: [["segment"]] })).toEqual([
    null,
    null,
    40,
  ]);
});

test("where rows and columns add up, two of each are missing", () => {
  const grid = [1, 2, 3].flatMap((r) =>
    [1, 2, 3].map((f) => ({ r, f, people: r === 1 && f === 1 ? 4 : 20 * r + f })),
  );
  const shown = column(grid, { keys: ["r", "f"], people: "people", within: [["r"], ["f"]] });
  expect(shown).toEqual([null, null, 23, null, null, 43, 61, 62, 63]);
});

test("two known totals take three missing rows", () => {
  expect(column(rows(4, 20, 30, 400), { ...cells, sums: 2 })).toEqual([null, null, null, 400]);
});

test("a table of parts of one size is shown as a whole or not at all", () => {
  expect(column(rows(10, 10, 9), { ...cells, together: true })).toEqual([null, null, null]);
});

test("a name withheld in one table is withheld in all", () => {
  const names = new Set<string>();
  const named = { ...cells, names: { column: "part", prefix: "rfm.segment" } };
  veil(rows(3, 50, 20, 400), named, 10, names);
  expect([...names].sort()).toEqual(["rfm.segment.p0", "rfm.segment.p2"]);
  const elsewhere = { ...named, within: [["part"]] };
  expect(column(rows(300, 80, 30, 20), elsewhere, "people", names)).toEqual([null, 80, null, 20]);
});

test("a rule that quotes a withheld name is withheld with it", () => {
  const lists = [
    { list: "a", rule: "rfm.segment = 'new'", people: 40 },
    { list: "b", rule: "rfm.segment = 'newest'", people: 40 },
  ];
  const by = {
    keys: ["list", "rule"],
    people: "people",
    within: [],
    quotes: { column: "rule", prefix: "segment" },
  };
  expect(column(lists, by, "people", new Set(["segment.new"]))).toEqual([null, 40]);
});

test("a row that is a part of what it is named after goes with the name, and the name not with it", () => {
  const names = new Set<string>(["rfm.segment.p1"]);
  const part = { ...cells, names: { column: "part", prefix: "rfm.segment", part: true } };
  expect(column(rows(3, 50, 20, 400), part, "people", names)).toEqual([null, null, 20, 400]);
  expect([...names]).toEqual(["rfm.segment.p1"]);
});

test("a row that lists names is in the group of each, and goes with any of them", () => {
  const overlaps = [
    ["a", 300],
    ["b", 200],
    ["a + b", 4],
    ["c", 100],
    ["a + c", 80],
    ["b + c", 60],
  ].map(([sources, people]) => ({ sources: sources!, people: people! }));
  const by = {
    keys: ["sources"],
    people: "people",
    within: [[], ["sources"]],
    lists: { column: "sources", prefix: "source", by: " + " },
  };
  expect(column(overlaps, by)).toEqual([300, null, null, null, null, null]);
  expect(column(overlaps, by, "people", new Set(["source.c"])).slice(3)).toEqual([null, null, null]);
  expect(column(overlaps.slice(3), by)).toEqual([100, 80, 60]);
});

test("a row that tells of few other people goes as a whole", () => {
  const by = { keys: [], people: "people", also: ["left_out"] };
  expect(veil([{ people: 80, left_out: 4 }], by)).toEqual([
    { row: { people: null, left_out: null }, veils: { people: "withheld", left_out: "small" } },
  ]);
});

test.each([
  ["a part", 4],
  ["a rest", 76],
])("%s of few people takes the row along", (_, elsewhere) => {
  const by = { keys: [], people: "people", parts: ["elsewhere"] };
  expect(column([{ people: 80, elsewhere }], by)).toEqual([null]);
  expect(column([{ people: 80, elsewhere: 40 }], by)).toEqual([80]);
  expect(column([{ people: 80, elsewhere: 80 }], by)).toEqual([80]);
});

test("money of somebody where nobody is counted is somebody's", () => {
  expect(column([{ people: 0, money: -20 }], { people: "people" }, "money")).toEqual([null]);
  expect(column([{ people: 0, money: 0 }], { people: "people" }, "money")).toEqual([0]);
});

test("without a limit everything is shown", () => {
  const shown = veil(
    [
      { people: 1, money: 5 },
      { people: 0, money: -5 },
    ],
    { people: "people" },
    0,
  );
  expect(shown.map(({ row }) => row.money)).toEqual([5, -5]);
});
