import { expect, test } from "vitest";
import { modelOf } from "../../src/fit/value/transactions.js";
import { type Days, days, inDays, inWeeks, months, type Weeks, weeks } from "../../src/value/time.js";

test("calendar months are as long as the calendar has them", () => {
  expect(inDays(months(1), "2026-01-15")).toBe(31);
  expect(inDays(months(1), "2026-01-31")).toBe(28);
  expect(inDays(months(1), "2028-01-31")).toBe(29);
  expect(inDays(months(12), "2027-11-22")).toBe(366);
  expect(inDays(months(-3), "2026-05-31")).toBe(-92);
  expect(inDays(months(0), "2026-05-31")).toBe(0);
  expect(inWeeks(days(14))).toBe(2);
});

test("days where weeks are asked for, months for days, or a bare number are errors of types", () => {
  const model = modelOf("bg_nbd").expectations([0.25, 4, 0.8, 2.4]);
  const inSevens = model.purchases(1, weeks(10), weeks(52));
  // @ts-expect-error days are no weeks
  expect(model.purchases(1, weeks(10), days(52))).toBe(inSevens);
  // @ts-expect-error months are no weeks
  expect(model.purchases(1, weeks(10), months(52))).toBe(inSevens);
  // @ts-expect-error a number has no unit
  expect(model.purchases(1, 10, weeks(52))).toBe(inSevens);
  // @ts-expect-error weeks are no days
  expect(inWeeks(weeks(7))).toBe(1);
  // @ts-expect-error a number of days is no calendar month
  expect(inDays(days(1), "2026-01-15")).toBe(31);
  // @ts-expect-error a length in days is none in weeks
  const wrong: Weeks = days(7);
  // @ts-expect-error nor the other way around
  const other: Days = weeks(1);
  expect([wrong, other]).toEqual([7, 1]);
});
