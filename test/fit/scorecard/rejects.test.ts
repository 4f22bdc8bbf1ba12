import { describe, expect, test } from "vitest";
import { CLASSIC, fitClassic } from "../../../src/fit/scorecard/classic.js";
import type { Column } from "../../../src/fit/scorecard/columns.js";
import type { Examples } from "../../../src/fit/scorecard/counts.js";
import { type Rejects, withRejects } from "../../../src/fit/scorecard/rejects.js";
import { uniform } from "../../../src/numeric/uniform.js";
import { chance, worldOf } from "../../support/columns.js";

const next = uniform(17);
const n = 3000;
const x = Array.from({ length: n }, () => Math.round(next() * 100) / 100);
const bad = x.map((one) => Number(next() < chance(4 * one - 3)));
/** Who looks bad is declined more often: of those the answer is known to nobody. */
const isDeclined = x.map((one) => next() < 0.1 + 0.6 * one);
const { columns, examples } = worldOf({ x }, bad);
const places = (of: (i: number) => boolean) => Int32Array.from(x.keys()).filter((i) => of(i));
const accepted = places((i) => !isDeclined[i]);
const declined = places((i) => isDeclined[i]!);
const known: Examples = {
  answer: examples.answer.map((one, i) => (isDeclined[i] ? 0 : one)),
  rows: accepted,
};
const draws = Float64Array.from(declined, () => next());
const cardFrom = (own: readonly Column[], some: Examples) => [fitClassic(own, some, CLASSIC)];
const inferred = (some: Partial<Rejects>, given = known) =>
  withRejects(columns, { method: "fuzzy", inflation: 1, rows: declined, draws, ...some }, cardFrom)(given);
const alone = fitClassic(columns, known, CLASSIC);
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, one) => sum + one, 0) / values.length;
const truth = mean(Array.from(declined, (i) => bad[i]!));

describe.each(["fuzzy", "parcelling"] as const)("%s", (method) => {
  test("assumes of the declined what the accepted of their scores are, where inflation is 1", () => {
    const { assumed } = inferred({ method });
    expect(assumed).toBeCloseTo(mean(alone.score(declined).map(chance)), 1);
    // Here the score is all there is to know, so that it is right.
    expect(Math.abs(assumed - truth)).toBeLessThan(0.04);
    expect(truth).toBeGreaterThan(mean(Array.from(accepted, (i) => bad[i]!)) + 0.05);
  });

  test("assumes more where they are said to be worse, and its card says so of all", () => {
    const [plain, worse] = [inferred({ method }), inferred({ method, inflation: 1.5 })];
    expect(worse.assumed).toBeGreaterThan(plain.assumed + 0.05);
    expect(mean(worse.score(examples.rows))).toBeGreaterThan(mean(plain.score(examples.rows)) + 0.1);
  });

  test("learns from everybody, and what is not known of the declined tells nothing", () => {
    const { card } = inferred({ method });
    const rows = card.terms[0]!.bins.reduce((sum, bin) => sum + bin.rows, 0);
    expect(rows).toBe(accepted.length + declined.length * (method === "fuzzy" ? 2 : 1));
    const otherwise = { ...known, answer: known.answer.map((one, i) => (isDeclined[i] ? 1 : one)) };
    expect(inferred({ method }, otherwise).card).toEqual(card);
  });

  test("what it assumes follows from the examples that it is given, as in a fold", () => {
    const half = { ...known, rows: accepted.filter((_, i) => i % 2 === 0) };
    const [whole, part] = [inferred({ method }), inferred({ method }, half)];
    expect(part.assumed).not.toBe(whole.assumed);
    expect(part.card.terms[0]!.bins.reduce((sum, { yes, no }) => sum + yes + no, 0)).toBeCloseTo(
      half.rows.length + declined.length,
      6,
    );
  });
});

test("a fuzzy reject has the weight of one, parted as by its chance", () => {
  const { card, assumed } = inferred({ inflation: 1.3 });
  const yes = card.terms[0]!.bins.reduce((sum, bin) => sum + bin.yes, 0);
  const own = Array.from(accepted, (i) => known.answer[i]!).reduce((sum, one) => sum + one, 0);
  expect(yes).toBeCloseTo(own + assumed * declined.length, 6);
  const odds = alone.score(declined);
  expect(assumed).toBeCloseTo(mean(odds.map((one) => chance(one + Math.log(1.3)))), 9);
});

test("a parcelled reject is drawn by its own number, and its rate stays below one", () => {
  const all = (value: number) =>
    inferred({ method: "parcelling", inflation: 10, draws: draws.map(() => value) }).assumed;
  expect(all(0.995)).toBe(0);
  expect(all(0.985)).toBeGreaterThan(0.5);
  expect(all(0)).toBe(1);
});
