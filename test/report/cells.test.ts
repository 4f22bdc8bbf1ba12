import { expect, test } from "vitest";
import { veilSmallCells } from "../../src/report/cells.js";

const rows = (...people: number[]) =>
  people.map((count, i) => ({ part: `p${i}`, people: count, money: count * 7 }));
const cells = { people: "people", with: ["money"] };

test("a large count stays, none is none", () => {
  const veiled = veilSmallCells(rows(10, 400, 0), cells, 10, new Set());
  expect(veiled.map(({ row }) => row.people)).toEqual([10, 400, 0]);
});

test("a small count goes with its money, and the smallest other with it", () => {
  const veiled = veilSmallCells(rows(3, 50, 20, 400), cells, 10, new Set());
  expect(veiled.map(({ row }) => row.people)).toEqual([null, 50, null, 400]);
  expect(veiled.map(({ row }) => row.money)).toEqual([null, 350, null, 2800]);
  expect(veiled.map(({ veils }) => veils.people)).toEqual(["small", undefined, "withheld", undefined]);
});

test("what is missing adds up to the limit at least", () => {
  const veiled = veilSmallCells(rows(1, 2, 30, 400), cells, 10, new Set());
  expect(veiled.map(({ row }) => row.people)).toEqual([null, null, null, 400]);
});

test("each group is completed by itself", () => {
  const grid = [
    { segment: "loyal", people: 4 },
    { segment: "loyal", people: 60 },
    { segment: "new", people: 40 },
  ];
  const veiled = veilSmallCells(grid, { people: "people", within: ["segment"] }, 10, new Set());
  expect(veiled.map(({ row }) => row.people)).toEqual([null, null, 40]);
});

test("a name withheld in one table is withheld in all", () => {
  const names = new Set<string>();
  const named = { people: "people", names: { column: "part", prefix: "rfm.segment" } };
  veilSmallCells(rows(3, 50, 20, 400), named, 10, names);
  expect([...names].sort()).toEqual(["rfm.segment.p0", "rfm.segment.p2"]);
  const elsewhere = veilSmallCells(rows(300, 80, 30, 20), { ...named, within: ["part"] }, 10, names);
  expect(elsewhere.map(({ row }) => row.people)).toEqual([null, 80, null, 20]);
});

test("further counts of people are taken out one by one", () => {
  const [veiled] = veilSmallCells(
    [{ people: 80, left_out: 4 }],
    { people: "people", also: ["left_out"] },
    10,
    new Set(),
  );
  expect(veiled).toEqual({ row: { people: 80, left_out: null }, veils: { left_out: "small" } });
});
