import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import type { TableRow } from "../../src/report/cells.js";
import { readTables } from "../../src/report/data.js";
import { readRoom } from "../../src/report/rooms.js";

const specs = [...readRoom("lifecycle", ["."], ["en"]).specs.values()];

/** The rows of one table of the room as the report may show them, and the names that it withholds. */
async function shown(table: string, columns: Record<string, string>, rows: readonly (readonly unknown[])[]) {
  const engine = await openEngine({ threads: 1 });
  await engine.load(table, columns, rows);
  const veiled = new Set<string>();
  const tables = await readTables(engine, specs, 10, veiled);
  engine.close();
  const spec = specs.find(({ data }) => data.name === table)!;
  const found = tables
    .get(spec)!
    .get(table)!
    .map(({ row }): TableRow => row);
  return { rows: found, veiled };
}

test("a share of a cohort does not tell how few came back or stayed away", async () => {
  const columns = {
    cohort: "varchar",
    since: "integer",
    people: "integer",
    buyers: "integer",
    retention: "double",
  };
  const { rows } = await shown("lifecycle.triangle", columns, [
    ["2026-01-01", 1, 40, 20, 0.5],
    ["2026-01-01", 2, 40, 5, 0.125],
    ["2026-01-01", 3, 40, 35, 0.875],
    ["2026-01-01", 4, 40, 0, 0],
    ["2026-02-01", 1, 8, 8, 1],
  ]);
  expect(rows.map(({ retention }) => retention)).toEqual([0.5, null, null, 0, null]);
});

test("a step of a curve that few people made is not shown", async () => {
  const columns = {
    year: "varchar",
    months_since: "integer",
    people: "integer",
    moved: "integer",
    revenue_per_person: "double",
  };
  const { rows } = await shown("lifecycle.curves", columns, [
    ["2026", 0, 90, 90, 100],
    ["2026", 1, 90, 4, 104],
    ["2026", 2, 90, 12, 120],
  ]);
  expect(rows.map((row) => row.revenue_per_person)).toEqual([100, null, 120]);
});

test("the people of a channel do not tell how few of them came back", async () => {
  const columns = {
    channel: "varchar",
    people: "integer",
    repeaters: "integer",
    share: "double",
    revenue_per_person: "double",
  };
  const { rows } = await shown("lifecycle.channels", columns, [
    ["fair", 30, 3, 0.1, 50],
    ["shop", 60, 30, 0.5, 70],
    ["web", 80, 40, 0.5, 90],
  ]);
  expect(rows.map((row) => [row.share, row.revenue_per_person])).toEqual([
    [null, 50],
    [0.5, 70],
    [0.5, 90],
  ]);
});

test("a stage of few people goes with another one of active customers", async () => {
  const columns = { stage: "varchar", standing: "varchar", people: "integer", money: "double" };
  const { rows, veiled } = await shown("lifecycle.funnel", columns, [
    ["awareness", "never", 100, 0],
    ["lapsed", "inactive", 50, 0],
    ["loyalty", "active", 4, 900],
    ["retention", "active", 300, 5000],
    ["satisfaction", "active", 20, 800],
  ]);
  expect(rows.map(({ people }) => people)).toEqual([100, 50, null, 300, null]);
  expect([...veiled].sort()).toEqual(["lifecycle.stage.loyalty", "lifecycle.stage.satisfaction"]);
});
