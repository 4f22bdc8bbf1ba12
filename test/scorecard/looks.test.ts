import { expect, test } from "vitest";
import { looksOf, moved } from "../../src/scorecard/looks.js";
import { periodNamed } from "../../src/value/periods.js";

const looks = (ahead: string, first: string | null, most = 6, active = ahead, asOf = "2026-05-31") =>
  looksOf({ asOf, ahead: periodNamed(ahead), active: periodNamed(active), first, most });

test("days go back by what they look ahead, each to the next one's day, ends of short months kept", () => {
  const { looks: found, history } = looks("3 months", "2025-02-01");
  expect(found.map(({ day, until }) => [day, until])).toEqual([
    ["2026-05-31", null],
    ["2026-02-28", "2026-05-31"],
    ["2025-11-30", "2026-02-28"],
    ["2025-08-31", "2025-11-30"],
    ["2025-05-31", "2025-08-31"],
  ]);
  expect(history).toBe("enough");
});

test("the earliest knows the whole time in which somebody must have bought", () => {
  expect(looks("30 days", "2026-04-02").looks).toHaveLength(2);
  expect(looks("30 days", "2026-04-02").looks[1]).toMatchObject({ day: "2026-05-01", since: "2026-04-01" });
  expect(looks("30 days", "2026-04-03").looks).toHaveLength(1);
  expect(looks("30 days", "2026-04-02", 6, "31 days").looks).toHaveLength(1);
});

test.each([
  [0, "none", ["now"]],
  [1, "no_test", ["now", "train"]],
  [2, "enough", ["now", "test", "train"]],
  [5, "enough", ["now", "test", "train", "train", "train", "train"]],
  [6, "enough", ["now", "test", "test", "train", "train", "train", "train"]],
] as const)("with room for %i the history is %s", (most, history, roles) => {
  const found = looks("1 week", "2020-01-01", most);
  expect(found.history).toBe(history);
  expect(found.looks.map(({ role }) => role)).toEqual(roles);
});

test("without any purchase there is the day of the run alone", () => {
  expect(looks("1 week", null)).toMatchObject({ history: "none", looks: [{ look: 0, day: "2026-05-31" }] });
});

test("a month from the 31st is the last day of a shorter one", () => {
  expect(moved("2024-01-31", periodNamed("1 month"), 1)).toBe("2024-02-29");
  expect(moved("2024-03-31", periodNamed("1 month"), -1)).toBe("2024-02-29");
  expect(moved("2024-03-01", periodNamed("10 days"), -2)).toBe("2024-02-10");
});
