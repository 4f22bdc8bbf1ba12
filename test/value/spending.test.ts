import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { spendOf } from "../../src/value/spending.js";

const COLUMNS = ["p", "q", "v", "pp", "pq", "pv", "qq", "qv", "vv"];

test("what a purchase brings is that of the day of the run, without an interval where no model holds", async () => {
  const engine = await openEngine({ threads: 1 });
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, "double"]));
  const load = (rows: unknown[][]) => engine.load("value.spend", { look: "integer", ...columns }, rows);
  await load([
    [0, 6.25, 3.74, 15.4, 1, 2, 3, 4, 5, 6],
    [1, 1, 2, 33, null, null, null, null, null, null],
  ]);
  expect(await spendOf(engine)).toEqual({
    values: [6.25, 3.74, 15.4],
    covariance: [
      [1, 2, 3],
      [2, 4, 5],
      [3, 5, 6],
    ],
  });
  await load([[0, 1, 2, 33, null, null, null, null, null, null]]);
  expect(await spendOf(engine)).toEqual({ values: [1, 2, 33], covariance: undefined });
  engine.close();
});
