import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { assigned } from "../../src/segments/assign.js";

test("of two centres that are equally near the first counts, and the other is the next", async () => {
  const engine = await openEngine({ threads: 1 });
  const points = "select 1 as id, 0.0 as x0 union all select 2, 1.0 union all select 3, 5.0";
  await engine.create("t.points", { sql: points, file: "points" });
  const sql = assigned("t.points", [[2], [0], [2]], ["id"]);
  const rows = await engine.read(
    `select id, cluster, distance, next_cluster, next_distance from (${sql}) as found order by id`,
  );
  engine.close();
  expect(rows).toEqual([
    { id: 1, cluster: 2, distance: 0, next_cluster: 1, next_distance: 4 },
    { id: 2, cluster: 1, distance: 1, next_cluster: 2, next_distance: 1 },
    { id: 3, cluster: 1, distance: 9, next_cluster: 3, next_distance: 9 },
  ]);
});
