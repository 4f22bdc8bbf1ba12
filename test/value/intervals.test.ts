import { describe, expect, test } from "vitest";
import { normalDraws } from "../../src/numeric/normal-draws.js";
import { bounds, interval, REACH, sumMoves } from "../../src/value/intervals.js";

/** Values e^(s z + c z²) of two steps, as they are at the middle and REACH to either side of it. */
const SLOPES = [
  [0.1, -0.3],
  [0.02, 0.2],
  [0, 0.05],
] as const;
const CURVE = 0.02;
const at = (z: number, slope: number) => Math.exp(slope * z + CURVE * z * z);
const around = {
  middle: Float64Array.from(SLOPES, () => 2),
  above: [0, 1].map((j) => Float64Array.from(SLOPES, (row) => 2 * at(REACH, row[j]!))),
  below: [0, 1].map((j) => Float64Array.from(SLOPES, (row) => 2 * at(-REACH, row[j]!))),
};

/** Type-7 quantiles, in another way. */
function ends(values: readonly number[]): { low: number; high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (part: number) => {
    const place = part * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return below + (place % 1) * (above - below);
  };
  return { low: quantile(0.05), high: quantile(0.95) };
}

describe("the interval of 90 %", () => {
  test.each([1, 2, 3, 20, 21, 500])("of %d values is between type-7 quantiles", (count) => {
    const values = normalDraws(count, 1, 7).map((row) => Math.round(4 * row[0]!) / 4);
    const { low, high } = interval(Float64Array.from(values));
    expect(low).toBeCloseTo(ends(values).low, 12);
    expect(high).toBeCloseTo(ends(values).high, 12);
  });

  test("of a value is that of its draws", () => {
    const { low, high } = bounds(around);
    for (const [i, [first, second]] of SLOPES.entries()) {
      const draws = normalDraws(500, 2, 1).map(([a, b]) => at(a!, first) * at(b!, second));
      expect(low[i]).toBeCloseTo(ends(draws).low, 5);
      expect(high[i]).toBeCloseTo(ends(draws).high, 5);
    }
  });

  test("of a sum is close to that of the sums of its draws", () => {
    const weights = Float64Array.of(1, 2, 5);
    const moves = interval(sumMoves(around, weights));
    const draws = normalDraws(500, 2, 1).map(([a, b]) =>
      SLOPES.reduce((sum, [first, second], i) => sum + (weights[i]! / 8) * at(a!, first) * at(b!, second), 0),
    );
    const { low, high } = ends(draws);
    expect(Math.abs(moves.low - low)).toBeLessThan(0.05 * (high - low));
    expect(Math.abs(moves.high - high)).toBeLessThan(0.05 * (high - low));
  });

  test("is of no sign's making", () => {
    const moves = sumMoves(around, Float64Array.of(-1, -2, -5));
    expect([...moves]).toEqual([...sumMoves(around, Float64Array.of(1, 2, 5))]);
  });

  test("is not known where the spread of the parameters is not", () => {
    const { low, high } = bounds({ middle: Float64Array.of(1), above: [], below: [] });
    expect([low[0], high[0]]).toEqual([Number.NaN, Number.NaN]);
  });
});
