import { expect, test } from "vitest";
import { minimise, type Objective } from "../../src/numeric/minimise.js";

const valley: Objective = ([x, y]) => ({
  value: (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2,
  gradient: [-2 * (1 - x!) - 400 * x! * (y! - x! * x!), 200 * (y! - x! * x!)],
});

test("Rosenbrock's valley ends at 1, 1; the same start gives the same point", () => {
  const found = minimise(valley, [-1.2, 1]);
  expect(found.at[0]).toBeCloseTo(1, 7);
  expect(found.at[1]).toBeCloseTo(1, 7);
  expect(found.converged).toBe(true);
  expect(found.rounds).toBeLessThan(60);
  expect(minimise(valley, [-1.2, 1])).toEqual(found);
});

test("a bowl that is a million times steeper one way", () => {
  const bowl: Objective = (at) => ({
    value: at.reduce((sum, x, i) => sum + (10 ** (2 * i) * (x - i) ** 2) / 2, 0),
    gradient: at.map((x, i) => 10 ** (2 * i) * (x - i)),
  });
  const found = minimise(bowl, [4, -3, 2, -1]);
  for (const [i, x] of found.at.entries()) expect(x).toBeCloseTo(i, 6);
  expect(found.converged).toBe(true);
});

test("where there is no number, it steps back", () => {
  const edge: Objective = ([x]) => ({ value: x! - Math.log(x!), gradient: [1 - 1 / x!] });
  expect(minimise(edge, [1e-3]).at[0]).toBeCloseTo(1, 7);
  expect(minimise(edge, [30]).at[0]).toBeCloseTo(1, 7);
});

test("a slope without an end has no lowest point, and is said to have none", () => {
  const slope: Objective = ([x]) => ({ value: -x!, gradient: [-1] });
  expect(minimise(slope, [0]).converged).toBe(false);
});

test("a start at the lowest point stays there", () => {
  const found = minimise(valley, [1, 1]);
  expect(found).toMatchObject({ at: [1, 1], value: 0, rounds: 0, converged: true });
});
