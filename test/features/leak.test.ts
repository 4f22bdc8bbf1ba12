import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Select } from "../../src/engine/engine.js";
import { fileSelect, sampleTables, worldAt } from "../support/cut.js";

const PARAMETERS = { currency: "CAD" };
const features = readdirSync("sql/features").map((name) => name.replace(".sql", ""));
let folder = "";
beforeAll(async () => {
  folder = await sampleTables();
}, 120_000);

describe.each(["2024-02-29", "2025-07-31"])(
  "as of %s, all data tell what the data of that day told",
  (day) => {
    const told = async (select: Select, cut?: string) => {
      const engine = await worldAt(folder, PARAMETERS, cut);
      await engine.create("features.told", select, { ...PARAMETERS, as_of: day }, ["customer_id"]);
      const rows = await engine.read("select * from features.told");
      engine.close();
      return rows;
    };

    test.each(features)("features.%s", { timeout: 60_000 }, async (name) => {
      const select = fileSelect(`sql/features/${name}.sql`);
      const rows = await told(select);
      expect(rows.length).toBeGreaterThan(500);
      expect(new Set(rows.map(({ customer_id }) => customer_id)).size).toBe(rows.length);
      expect(rows).toEqual(await told(select, day));
    });

    test("a feature that looks ahead is found out", async () => {
      const ahead: Select = {
        file: "a test",
        sql: `select customer_id, count(*) as begun, count(ended_on) as ended from crm.subscriptions
        where started_on <= $as_of::date group by customer_id`,
      };
      expect(await told(ahead)).not.toEqual(await told(ahead, day));
    });
  },
);

test("every feature has a name of its own", async () => {
  const engine = await worldAt(folder, PARAMETERS);
  const names: string[] = [];
  for (const name of features) {
    const select = fileSelect(`sql/features/${name}.sql`);
    await engine.create("features.told", select, { ...PARAMETERS, as_of: "2026-11-22" });
    names.push(
      ...[...(await engine.columns("features.told")).keys()].filter((each) => each !== "customer_id"),
    );
  }
  engine.close();
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(50);
}, 60_000);
