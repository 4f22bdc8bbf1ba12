import { describe, expect, test } from "vitest";
import { binAt, type Card, logOdds, rescaled } from "../../../src/fit/scorecard/card.js";
import { CLASSIC, fitClassic } from "../../../src/fit/scorecard/classic.js";
import { FINE, fitFine, WITH_PAIRS } from "../../../src/fit/scorecard/fine.js";
import { uniform } from "../../../src/numeric/uniform.js";
import { chance, worldOf } from "../../support/columns.js";

const next = uniform(11);
const n = 3000;
const draw = <T>(of: (u: number) => T) => Array.from({ length: n }, () => of(next()));
const age = draw((u) => (u < 0.1 ? null : 18 + Math.floor(60 * next())));
const debt = draw((u) => (u < 0.2 ? -999 : Math.round(1e4 * next()) / 100));
const town = draw((u) =>
  u < 0.05 ? null : u < 0.06 ? `hamlet ${u}` : ["Ab", "Bo", "Cy"][Math.floor(3 * next())]!,
);
const effect = (i: number) =>
  (age[i] === null ? 1 : (50 - age[i]!) / 20) +
  (debt[i] === -999 ? -1 : debt[i]! > 50 === (town[i] === "Bo") ? 1 : -0.5);
const { columns, examples, row } = worldOf(
  { age, debt, town },
  age.map((_, i) => Number(next() < chance(effect(i) - 1))),
);
const of = { debt: { special: [-999] } };
const forms = {
  classic: fitClassic(columns, examples, { ...CLASSIC, of }),
  fine: fitFine(columns, examples, { ...FINE, of })[0],
  pairs: fitFine(columns, examples, { ...WITH_PAIRS, of })[1]!,
};

describe.each(["classic", "fine", "pairs"] as const)("a %s card", (form) => {
  const fitted = forms[form];
  const alone = JSON.parse(JSON.stringify(fitted.card)) as Card;

  test("scores each row by itself as all at once", () => {
    const odds = fitted.score(examples.rows);
    for (const i of examples.rows) expect(logOdds(alone, row(i))).toBeCloseTo(odds[i]!, 9);
    expect(alone.terms.length).toBe(form === "classic" ? 2 : 3);
    expect(alone.pairs.length > 0).toBe(form === "pairs");
  });

  test("scores values that were never seen", () => {
    const other = logOdds(alone, { age: 40, debt: 10, town: "hamlet" });
    expect(logOdds(alone, { age: 40, debt: 10, town: "Nowhere" })).toBe(other);
    const extreme = [1e300, -1e300].map((debt) => logOdds(alone, { age: 40, debt, town: "Ab" }));
    for (const odds of extreme) expect(Number.isFinite(odds)).toBe(true);
    const missing = logOdds(alone, { age: null, debt: 10, town: "Ab" });
    for (const age of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(logOdds(alone, { age, debt: 10, town: "Ab" })).toBe(missing);
    expect(logOdds(alone, { debt: 10, town: "Ab" })).toBe(missing);
  });

  test("is right on the whole: the chances add up to the yes", () => {
    const sum = fitted.score(examples.rows).reduce((all, odds) => all + chance(odds), 0);
    expect(sum / examples.answer.reduce((all, one) => all + one, 0)).toBeCloseTo(1, 3);
  });

  test("its effects have a mean of 0 over the rows", () => {
    for (const { bins } of fitted.card.terms)
      expect(bins.reduce((sum, bin) => sum + bin.rows * bin.effect, 0) / n).toBeCloseTo(0, 9);
  });

  test("rescaled, it says intercept + slope times what it said", () => {
    const card = rescaled(fitted.card, { intercept: 0.3, slope: 0.8 });
    for (let i = 0; i < 50; i++)
      expect(logOdds(card, row(i))).toBeCloseTo(0.3 + 0.8 * logOdds(fitted.card, row(i)), 9);
  });
});

test("a special number has its bin, and ranges do not take it", () => {
  const { bins } = forms.fine.card.terms.find(({ feature }) => feature === "debt")!;
  expect(bins[binAt(bins, -999)]!.kind).toBe("special");
  expect(bins[binAt(bins, -998)]!.kind).toBe("range");
  expect(bins[binAt(bins, null)]!.kind).toBe("missing");
});
