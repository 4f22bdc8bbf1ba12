import { expect, test } from "vitest";
import { populationStability } from "../../src/numeric/population-stability.js";
import { uniform } from "../../src/numeric/uniform.js";

// Expected: ((a - e) * np.log(a / e)) of the shares; scipy.stats.chi2.sf(psi / (1 / 1000 + 1 / 200), 3).
test("the index, its parts and its chance", () => {
  const { index, parts, tail } = populationStability([100, 200, 300, 400], [30, 40, 60, 70]);
  expect(index).toBeCloseTo(0.026949825036634352, 14);
  expect(parts[3]).toBeCloseTo(0.006676569631226143, 14);
  expect(tail).toBeCloseTo(0.21303741671230214, 12);
});

test("a distribution has not moved from itself, whatever the size of the sample", () => {
  const { index, tail } = populationStability([10, 20, 30], [100, 200, 300]);
  expect(index).toBeCloseTo(0, 14);
  expect(tail).toBeCloseTo(1, 12);
});

test("an empty cell counts as half a row; one empty at both times counts nothing", () => {
  const found = populationStability([50, 50, 0], [50, 49, 1]);
  expect(found.parts[2]).toBeCloseTo((0.01 - 0.005) * Math.log(2), 14);
  expect(populationStability([50, 50, 0, 0], [50, 49, 1, 0])).toMatchObject({
    index: found.index,
    tail: found.tail,
  });
});

test("where nothing has moved it is told to have in one sample of twenty", () => {
  const next = uniform(5);
  let told = 0;
  for (let round = 0; round < 1000; round++) {
    const sample = (n: number) => {
      const cells = new Array<number>(10).fill(0);
      for (let i = 0; i < n; i++) cells[Math.floor(10 * next())]!++;
      return cells;
    };
    if (populationStability(sample(1000), sample(500)).tail < 0.05) told++;
  }
  expect(told).toBeGreaterThan(30);
  expect(told).toBeLessThan(72);
});

test("a part is told to have moved from the whole that it is of as rarely", () => {
  const next = uniform(6);
  let [told, blind] = [0, 0];
  for (let round = 0; round < 1000; round++) {
    const [part, rest] = [400, 200].map((n) => {
      const cells = new Array<number>(6).fill(0);
      for (let i = 0; i < n; i++) cells[Math.floor(6 * next())]!++;
      return cells;
    }) as [number[], number[]];
    const whole = part.map((one, cell) => one + rest[cell]!);
    if (populationStability(whole, part, 400).tail < 0.05) told++;
    if (populationStability(whole, part).tail < 0.05) blind++;
  }
  expect(told).toBeGreaterThan(30);
  expect(told).toBeLessThan(72);
  expect(blind).toBeLessThan(5);
  expect(populationStability([5, 5], [5, 5], 10).tail).toBeNaN();
});

test("no rows tell nothing; cells that differ in number are refused", () => {
  expect(populationStability([1, 2], [0, 0]).index).toBeNaN();
  expect(() => populationStability([1, 2], [1])).toThrow(RangeError);
  expect(() => populationStability([1, -2], [1, 1])).toThrow(RangeError);
});
