import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { readTables } from "../../src/report/data.js";
import { readRoom } from "../../src/report/rooms.js";

type Rows = readonly (readonly unknown[])[];

/** The rows of one table as a chart or table of a room may show them. */
async function shown(
  place: string,
  table: string,
  columns: Record<string, string>,
  rows: Rows,
  of = "value",
) {
  const engine = await openEngine({ threads: 1 });
  await engine.load(table, columns, rows);
  const spec = readRoom(of, ["."], ["en"]).specs.get(place)!;
  const tables = await readTables(engine, [spec], 10, new Set());
  engine.close();
  return tables
    .get(spec)!
    .get(table)!
    .map(({ row }) => row);
}

test("the others of a rhythm or of the late do not tell how few are late", async () => {
  const columns = { intervals: "integer", state: "varchar", people: "bigint", clv: "double" };
  const rows = await shown("rhythms", "value.rhythms", columns, [
    [0, "on_time", 80n, 800],
    [2, "on_time", 40n, 300],
    [2, "overdue", 4n, 20],
    [3, "overdue", 30n, 90],
    [6, "overdue", 60n, 60],
  ]);
  expect(rows.map(({ people, clv }) => [people, clv])).toEqual([
    [80, 800],
    [40, 300],
    [null, null],
    [null, null],
    [60, 60],
  ]);
});

test("a part who bought does not tell how few did, or did not", async () => {
  const columns = {
    decile: "integer",
    people: "bigint",
    buyers: "bigint",
    expected: "double",
    actual: "double",
  };
  const rows = await shown("calibrated_any", "value.calibrated_any", columns, [
    [1, 100n, 3n, 0.02, 0.03],
    [2, 100n, 40n, 0.4, 0.4],
    [3, 100n, 95n, 0.9, 0.95],
  ]);
  expect(rows.map(({ actual }) => actual)).toEqual([null, 0.4, null]);
});

test("a mean of purchases of which few made any is not shown", async () => {
  const columns = {
    repeats: "integer",
    method: "varchar",
    people: "bigint",
    buyers: "bigint",
    purchases: "double",
  };
  const rows = await shown("conditional", "value.conditional", columns, [
    [0, "actual", 300n, 4n, 0.02],
    [1, "actual", 200n, 50n, 0.4],
    [2, "actual", 60n, 20n, 0.5],
    [3, "actual", 90n, 40n, 0.9],
  ]);
  expect(rows.map(({ purchases }) => purchases)).toEqual([null, 0.4, null, 0.9]);
});

test.each(["tracking", "cumulative"])(
  "%s: of sums that lead past a few buyers nothing is shown",
  async (place) => {
    const columns = {
      ends_on: "varchar",
      method: "varchar",
      purchases: "double",
      so_far: "double",
      buyers: "bigint",
    };
    const rows = (buyers: bigint) => [
      ["2026-01-01", "actual", null, 90, 60n],
      ["2026-02-01", "actual", 5, 95, buyers],
      ["2026-03-01", "actual", 40, 135, 30n],
    ];
    const enough = await shown(place, "value.tracking", columns, rows(10n));
    expect(enough.map(({ so_far }) => so_far)).toEqual([90, 95, 135]);
    const few = await shown(place, "value.tracking", columns, rows(4n));
    expect(few.map(({ so_far, purchases }) => [so_far, purchases])).toEqual(
      Array.from({ length: 3 }, () => [null, null]),
    );
  },
);

test("what a segment's mean customer will bring is not told in its card where they are few", async () => {
  const columns = { segment: "varchar", people: "bigint", clv: "double" };
  const rows = await shown(
    "cards",
    "value.segments",
    columns,
    [
      ["champions", 7n, 300],
      ["loyal", 50n, 100],
    ],
    "rfm",
  );
  expect(rows.map(({ clv }) => clv)).toEqual([null, 100]);
});
