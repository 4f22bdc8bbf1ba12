import { describe, expect, test } from "vitest";
import { type Fitted, logOdds } from "../../../src/fit/scorecard/card.js";
import { CLASSIC, fitClassic } from "../../../src/fit/scorecard/classic.js";
import type { Column } from "../../../src/fit/scorecard/columns.js";
import type { Examples } from "../../../src/fit/scorecard/counts.js";
import { FINE, fitFine, WITH_PAIRS } from "../../../src/fit/scorecard/fine.js";
import { outOfFold } from "../../../src/fit/scorecard/out-of-fold.js";
import { rocAuc } from "../../../src/numeric/roc-auc.js";
import { uniform } from "../../../src/numeric/uniform.js";
import { chance, worldOf } from "../../support/columns.js";

const FITS: readonly [string, (columns: readonly Column[], examples: Examples) => Fitted][] = [
  ["classic", (columns, examples) => fitClassic(columns, examples, CLASSIC)],
  ["fine", (columns, examples) => fitFine(columns, examples, FINE)[0]],
  ["pairs", (columns, examples) => fitFine(columns, examples, WITH_PAIRS)[1]!],
];
const times = <T>(n: number, of: (i: number) => T) => Array.from({ length: n }, (_, i) => of(i));
const finite = (values: ArrayLike<number>) => Array.from(values).every(Number.isFinite);

describe.each(FITS)("a %s card", (form, learn) => {
  const next = uniform(21);

  test("of features that tell nothing is an intercept, the base rate", () => {
    const { columns, examples } = worldOf(
      { same: times(400, () => 5), own: times(400, (i) => `x${i}`), none: times(400, () => null) },
      times(400, (i) => Number(i % 5 === 0)),
    );
    const { card, score, left } = learn(columns, examples);
    expect(card.terms).toEqual([]);
    expect([...left]).toEqual([
      ["same", "constant"],
      ["own", "rare"],
      ["none", "missing"],
    ]);
    expect(logOdds(card, { same: 5 })).toBeCloseTo(Math.log(1 / 4), 6);
    expect(finite(score(examples.rows))).toBe(true);
  });

  test("is refused where all answers are alike, in a fold too", () => {
    const { columns, examples } = worldOf(
      { a: times(100, next) },
      times(100, (i) => Number(i === 3)),
    );
    expect(() => learn(columns, { ...examples, answer: new Uint8Array(100) })).toThrow(RangeError);
    const past = { ...examples, group: examples.rows };
    expect(() => outOfFold((some) => learn(columns, some), past, { folds: 5, seed: 1 })).toThrow(RangeError);
  });

  test("does without a feature that is constant in what a fold learns from", () => {
    const flag = times(300, (i) => Number(i < 60));
    const { columns, examples } = worldOf(
      { flag, a: times(300, next) },
      times(300, () => Number(next() < 0.4)),
    );
    const past = { ...examples, group: Int32Array.from(flag, (one, i) => (one === 1 ? 0 : i)) };
    const odds = outOfFold((some) => learn(columns, some), past, { folds: 5, seed: 1 });
    expect(finite(odds)).toBe(true);
  });

  test("has finite effects where a feature parts the answers", () => {
    const a = times(600, next);
    const word = a.map((value) => (value > 0.5 ? "yes" : "no"));
    const { columns, examples } = worldOf(
      { a, word },
      a.map((value) => Number(value > 0.5)),
    );
    const { card, score } = learn(columns, examples);
    const odds = score(examples.rows);
    expect(finite(odds)).toBe(true);
    expect(Math.max(...odds.map(Math.abs))).toBeLessThan(20);
    for (const { bins } of card.terms) expect(finite(bins.map(({ error }) => error ?? 0))).toBe(true);
    if (form !== "classic") expect(rocAuc(odds, examples.answer)).toBe(1);
  });

  test("stands columns that are alike, values near the ends of what a number can be, and weights far apart", () => {
    const a = times(600, next);
    const { columns, examples } = worldOf(
      {
        a,
        b: a,
        c: a,
        huge: a.map((value) => (value - 0.5) * 1e300),
        tiny: a.map((value) => value * 1e-310),
      },
      a.map((value) => Number(next() < chance(4 * value - 2))),
    );
    const weights = Float64Array.from(a, (_, i) => [0.001, 1000, 1][i % 3]!);
    for (const some of [examples, { ...examples, weights }]) {
      const odds = learn(columns, some).score(examples.rows);
      expect(finite(odds)).toBe(true);
      expect(rocAuc(odds, examples.answer)).toBeGreaterThan(0.65);
    }
  });

  test("finds the one that tells among 300 features of 500 rows", () => {
    const values = Object.fromEntries(times(300, (k) => [`f${k}`, times(500, next)]));
    const { columns, examples } = worldOf(
      values,
      times(500, (i) => Number(next() < chance(8 * values.f7![i]! - 4))),
    );
    const { card, score } = learn(columns, examples);
    const width = ({ bins }: (typeof card.terms)[number]) =>
      Math.max(...bins.map(({ effect }) => effect)) - Math.min(...bins.map(({ effect }) => effect));
    const widest = card.terms.reduce((most, term) => (width(term) > width(most) ? term : most));
    expect(widest.feature).toBe("f7");
    expect(finite(score(examples.rows))).toBe(true);
  });
});
