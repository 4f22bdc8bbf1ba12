import { expect, test } from "vitest";
import { type Curve, drawnRoc, type RocRow } from "../../src/scorecard/drawn-curves.js";

/** A curve of a hundred points, of `rows` of which a quarter say yes. */
function drawn(rows: number) {
  const points = Array.from({ length: 100 }, (_, i): RocRow & Curve => {
    const no_share = i / 99;
    const yes_share = no_share ** 0.5;
    return {
      ...{ question: "q", who: "card", place: i + 1, no_share, yes_share },
      rows_share: (yes_share + 3 * no_share) / 4,
    };
  });
  const steps = drawnRoc(points, [{ question: "q", rows, yes: rows / 4, ks: 0.25 }]);
  return steps.map(([, , step, count, yes, no_share, yes_share, apart, furthest]) => ({
    ...{
      step,
      furthest,
      apart: apart as number,
      no_share: no_share as number,
      yes_share: yes_share as number,
    },
    ...{ count: count === null ? null : Number(count), yes: yes === null ? null : Number(yes) },
  }));
}

test.each([400, 4_000, 200_000, 4_000_000])(
  "a curve of %i rows has few steps, each of ten at least",
  (rows) => {
    const [start, ...steps] = drawn(rows);
    expect(start).toMatchObject({ step: 0, no_share: 0, yes_share: 0, count: null });
    expect(steps.length).toBeGreaterThan(rows === 400 ? 4 : 20);
    expect(steps.length).toBeLessThanOrEqual(60);
    for (const { count, yes } of steps) {
      expect(yes).toBeGreaterThanOrEqual(Math.max(10, rows / 4 / 55));
      expect(count! - yes!).toBeGreaterThanOrEqual(Math.max(10, rows / 4 / 55));
    }
    expect(steps.at(-1)).toMatchObject({ no_share: 1, yes_share: 1 });
    expect(steps.reduce((sum, { count }) => sum + count!, 0)).toBeCloseTo(rows, -2);
    for (const { no_share, yes_share } of steps) expect(yes_share).toBeCloseTo(no_share ** 0.5, 1);
    expect(steps.filter(({ furthest }) => furthest)).toMatchObject([{ apart: 0.25 }]);
  },
);
