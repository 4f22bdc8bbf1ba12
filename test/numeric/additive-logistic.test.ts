import { expect, test } from "vitest";
import { type AdditiveTerm, additiveLogistic } from "../../src/numeric/additive-logistic.js";
import { uniform } from "../../src/numeric/uniform.js";

const path = (size: number) => Array.from({ length: size - 1 }, (_, a) => [a, a + 1]).flat();
const smooth = (cells: Uint16Array, size: number): AdditiveTerm => ({
  ...{ cells, size, neighbours: path(size), pull: new Float64Array(size).fill(0.01) },
});
const words = (cells: Uint16Array, size: number): AdditiveTerm => ({
  ...{ cells, size, neighbours: [], pull: new Float64Array(size).fill(1) },
});
const count = (n: number, of: (i: number) => number) => Uint16Array.from({ length: n }, (_, i) => of(i));
const chance = (odds: number) => 1 / (1 + Math.exp(-odds));
const close = (found: ArrayLike<number>, expected: readonly number[], by: number) => {
  for (const [i, value] of expected.entries()) expect(Math.abs(found[i]! - value)).toBeLessThan(by);
};

// Expected: numpy and scipy 1.17. Newton's method for the effects, Nelder-Mead for the logarithms of both weights in the
// restricted likelihood of the working model, each in turn until neither moves; errors from the inverse of the whole matrix.
test("weights, effects and errors as restricted likelihood has them", () => {
  const n = 600;
  const [a, b] = [count(n, (i) => (i * 7) % 12), count(n, (i) => (i * 5 + Math.floor(i / 12)) % 6)];
  const answers = count(n, (i) => {
    const p = chance(-0.5 + 1.5 * Math.sin(a[i]! / 2) + 0.3 * (b[i]! - 2.5));
    return ((i * i * 31 + 17 * i) % 607) / 607 < p ? 1 : 0;
  });
  expect(answers.reduce((sum, one) => sum + one, 0)).toBe(241);
  const found = additiveLogistic([smooth(a, 12), words(b, 6)], answers);
  expect(found.weights[0]! / 3.38577).toBeCloseTo(1, 1);
  expect(found.weights[1]! / 2.824076).toBeCloseTo(1, 1);
  close(found.freedoms, [6.83727, 4.335171], 0.03);
  expect(found.intercept).toBeCloseTo(-0.5465165, 3);
  const curve = [0.58781, 0.66379, 1.17893, 1.26477, 1.16886, 0.83334, 0.24923, -0.54322, -0.98462];
  close(found.effects[0]!, [...curve, -1.53772, -1.4911, -1.39007], 0.005);
  close(found.effects[1]!, [-0.3236, -0.81246, -0.22156, 0.1857, 0.58768, 0.58424], 0.005);
  const errors = [0.25413, 0.23244, 0.23762, 0.23915, 0.23699, 0.23234, 0.23172, 0.24518, 0.25916];
  close(found.errors[0]!, [...errors, 0.28345, 0.28606, 0.32405], 0.002);
});

const wave = (size: number) => Float64Array.from({ length: size }, (_, a) => 1.2 * Math.sin((5 * a) / size));

/** Steps up and down, as the penalty thinks of a curve. */
function walk(size: number, seed: number): Float64Array<ArrayBuffer> {
  const next = uniform(seed);
  let at = 0;
  return Float64Array.from({ length: size }, () => {
    at += 0.25 * Math.sqrt(12) * (next() - 0.5);
    return at;
  });
}

/** Rows whose log odds follow the curve over the first term's cells; the second tells nothing. */
function drawn(n: number, seed: number, curve = wave(30)) {
  const next = uniform(seed);
  const x = count(n, () => Math.floor(curve.length * next() ** 2));
  const noise = count(n, () => Math.floor(10 * next()));
  const answers = count(n, (i) => (next() < chance(curve[x[i]!]! - 1.5) ? 1 : 0));
  const mean = x.reduce((sum, cell) => sum + curve[cell]!, 0) / n;
  return { x, noise, answers, truth: curve.map((value) => value - mean) };
}

/** Over forty worlds: how far effects are off on average, and how often their intervals of 95 in 100 hold the truth. */
function tried(curveOf: (seed: number) => Float64Array<ArrayBuffer>): { off: number; held: number } {
  let [held, told, off] = [0, 0, 0];
  for (let seed = 1; seed <= 40; seed++) {
    const { x, noise, answers, truth } = drawn(4000, seed, curveOf(seed));
    const { effects, errors, freedoms } = additiveLogistic([smooth(x, 30), smooth(noise, 10)], answers);
    for (const [a, value] of truth.entries()) {
      const miss = Math.abs(effects[0]![a]! - value);
      off += miss / 40 / 30;
      told++;
      if (miss <= 1.96 * errors[0]![a]!) held++;
    }
    expect(freedoms[0]).toBeGreaterThan(3);
    expect(freedoms[1]).toBeLessThan(5);
  }
  return { off, held: held / told };
}

test("finds the curve that answers were drawn from; of a smooth one the intervals are rather wide", () => {
  const { off, held } = tried(() => wave(30));
  expect(off).toBeLessThan(0.12);
  expect(held).toBeGreaterThan(0.95);
});

test("intervals of a rough curve hold it 95 times in 100", () => {
  const { held } = tried((seed) => walk(30, 100 + seed));
  expect(held).toBeGreaterThan(0.92);
  expect(held).toBeLessThan(0.98);
});

test("a row of mass 3 is three rows, and one of mass 0 none", () => {
  const { x, noise, answers } = drawn(900, 3, wave(8));
  const masses = Float64Array.from(x, (_, i) => [1, 3, 0, 2][i % 4]!);
  const rows = [...masses].flatMap((mass, i) => Array<number>(mass).fill(i));
  const again = (of: Uint16Array) => Uint16Array.from(rows, (i) => of[i]!);
  const one = additiveLogistic([smooth(x, 8), words(noise, 10)], answers, { masses });
  const other = additiveLogistic([smooth(again(x), 8), words(again(noise), 10)], again(answers));
  close(one.effects[0]!, [...other.effects[0]!], 1e-8);
  close(one.errors[1]!, [...other.errors[1]!], 1e-8);
  expect(one.intercept).toBeCloseTo(other.intercept, 8);
});

test("what an offset says already is not said again", () => {
  const { x, answers, truth } = drawn(6000, 5);
  const offset = Float64Array.from(x, (cell) => truth[cell]!);
  const { effects, intercept, freedoms, logOdds } = additiveLogistic([smooth(x, 30)], answers, { offset });
  expect(freedoms[0]).toBeLessThan(4);
  for (const effect of effects[0]!) expect(Math.abs(effect)).toBeLessThan(0.3);
  close(logOdds, [intercept + effects[0]![x[0]!]!], 1e-9);
});

test("the log odds are the sum of intercept and effects, whose means are 0", () => {
  const { x, noise, answers } = drawn(500, 9);
  const { effects, intercept, logOdds } = additiveLogistic([smooth(x, 30), words(noise, 10)], answers);
  close(
    logOdds,
    Array.from(x, (cell, i) => intercept + effects[0]![cell]! + effects[1]![noise[i]!]!),
    1e-9,
  );
  expect(x.reduce((sum, cell) => sum + effects[0]![cell]!, 0)).toBeCloseTo(0, 8);
});

test("a term that parts the answers has finite effects", () => {
  const cells = count(400, (i) => i % 2);
  const { effects, errors } = additiveLogistic([words(cells, 2), words(cells, 2)], cells);
  for (const value of [...effects.flatMap((e) => [...e]), ...errors.flatMap((e) => [...e])])
    expect(Number.isFinite(value)).toBe(true);
  expect(effects[0]![1]! + effects[1]![1]!).toBeGreaterThan(2);
});

test("without terms the intercept is the logarithm of the odds", () => {
  const { intercept, logOdds } = additiveLogistic([], [1, 0, 0, 0]);
  expect(intercept).toBeCloseTo(Math.log(1 / 3), 6);
  expect([...logOdds]).toEqual(Array(4).fill(intercept));
});

test("one answer alone and too many cells are refused", () => {
  expect(() => additiveLogistic([], [1, 1])).toThrow(RangeError);
  expect(() => additiveLogistic([words(Uint16Array.of(0, 1), 70_000)], [1, 0])).toThrow(RangeError);
});
