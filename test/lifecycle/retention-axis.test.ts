import { expect, test } from "vitest";
import { catalogueOf } from "../../src/report/catalogue.js";
import { draw } from "../../src/report/chart.js";
import { numbersFor } from "../../src/report/numbers.js";
import { readRoom } from "../../src/report/rooms.js";

test.each([
  ["en", "month", "Months after the first purchase"],
  ["en", "quarter", "Quarters after the first purchase"],
  ["fr", "year", "Années après le premier achat"],
])("the axis of the triangle says what it counts: %s, %s", async (locale, period, title) => {
  const room = readRoom("lifecycle", ["."], [locale]);
  const row = {
    ...{ cohort: "2026-01-01", period, year: "2026", quarter: "1", since: 1, state: "finished" },
    ...{ people: 40, buyers: 20, retention: 0.5 },
  };
  const language = {
    catalogue: catalogueOf(locale, room.messages[locale]!),
    numbers: numbersFor(locale, "CAD"),
    minimum: 10,
    colors: {},
  };
  const tables = new Map([["lifecycle.triangle", [{ row, veils: {} }]]]);
  const { svg } = await draw(room.specs.get("retention")!, tables, "", {}, language);
  expect(svg).toContain(`>${title}<`);
});
