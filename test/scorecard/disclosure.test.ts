import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { readTables } from "../../src/report/data.js";
import { readRoom } from "../../src/report/rooms.js";
import { showsOf } from "../../src/report/shows.js";

type Rows = readonly (readonly unknown[])[];

/** The rows of a table as the page of credit may show them on a chart of cards. */
async function shown(chart: string, columns: Record<string, string>, rows: Rows) {
  const rooms = ["credit", "scorecard"].map((name) => readRoom(name, ["."], ["en"]));
  const { spec } = showsOf(rooms[0]!, rooms, []).find(
    ({ name, words }) => name === chart && words === "scorecard",
  )!;
  const engine = await openEngine({ threads: 1 });
  await engine.load(spec.data.name, columns, rows);
  const tables = await readTables(engine, [spec], 10, new Set());
  engine.close();
  return tables
    .get(spec)!
    .get(spec.data.name)!
    .map(({ row }) => row);
}

const BIN = {
  question: "varchar",
  nth: "integer",
  feature: "varchar",
  place: "integer",
  shape: "varchar",
  low: "double",
  high: "double",
  levels: "varchar",
  rows: "bigint",
  yes: "bigint",
  share: "double",
  rate: "double",
  points: "integer",
};

test("a bin with few of an answer tells neither rate nor points, and another goes with it", async () => {
  const bin = (place: number, rows: bigint, yes: bigint, points: number) => [
    ...["q", 1, "income", place, "between", place, place + 1, null, rows, yes],
    ...[Number(rows) / 400, Number(yes) / Number(rows), points],
  ];
  const rows = await shown("bins", BIN, [
    bin(0, 100n, 40n, -20),
    bin(1, 80n, 20n, -5),
    bin(2, 120n, 30n, 5),
    bin(3, 100n, 8n, 40),
  ]);
  expect(rows.map(({ yes, rate, points }) => [yes, rate, points])).toEqual([
    [40, 0.4, -20],
    [null, null, null],
    [30, 0.25, 5],
    [null, null, null],
  ]);
  expect(rows.map(({ low }) => low)).toEqual([0, 1, 2, 3]);
});

test("a band of points with few people is not told, nor by what is left", async () => {
  const columns = {
    question: "varchar",
    answer: "varchar",
    low: "double",
    high: "double",
    rows: "bigint",
    share: "double",
  };
  const rows = await shown("distribution", columns, [
    ["q", "no", 0, 10, 50n, 0.5],
    ["q", "no", 10, 20, 50n, 0.5],
    ["q", "yes", 0, 10, 30n, 0.6],
    ["q", "yes", 10, 20, 15n, 0.3],
    ["q", "yes", 20, 30, 5n, 0.1],
  ]);
  expect(rows.map(({ rows: people }) => people)).toEqual([50, 50, 30, null, null]);
});

test("a measure of the first tenth goes where few of it are a yes; that of all stays", async () => {
  const columns = {
    question: "varchar",
    place: "integer",
    metric: "varchar",
    rows: "bigint",
    yes: "bigint",
    top: "bigint",
    out_of_time: "double",
  };
  const rows = await shown("metrics", columns, [
    ["q", 1, "auc", 200n, 40n, null, 0.7],
    ["q", 6, "capture_10", 200n, 40n, 7n, 0.175],
  ]);
  expect(rows.map(({ metric, out_of_time }) => [metric, out_of_time])).toEqual([
    ["auc", 0.7],
    ["capture_10", null],
  ]);
});
