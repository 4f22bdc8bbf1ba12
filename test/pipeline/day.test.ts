import { expect, test } from "vitest";
import { earlierDay } from "../../src/pipeline/day.js";

test.each([
  ["2026-03-31", "1 month", "2026-02-28"],
  ["2026-03-31", "30 days", "2026-03-01"],
  ["2026-01-15", "3 months", "2025-10-15"],
  ["2026-03-31", "2 weeks", "2026-03-17"],
  ["2028-02-29", "1 year", "2027-02-28"],
  ["2026-03-31", "2026-01-05", "2026-01-05"],
])("the day before %s by %s is %s", (day, since, earlier) => {
  expect(earlierDay(day, since, [])).toBe(earlier);
});

test.each(["2026-03-31", "2026-02-30", "9999 years"])("%s is not before 2026-03-31", (since) => {
  expect(() => earlierDay("2026-03-31", since, [])).toThrow(/^CRM-E10(36|06)/);
});
