import { expect, test } from "vitest";
import { hessian } from "../../src/numeric/hessian.js";

test("how Rosenbrock's valley bends", () => {
  const valley = ([x, y]: readonly number[]) => ({
    value: (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2,
    gradient: [-2 * (1 - x!) - 400 * x! * (y! - x! * x!), 200 * (y! - x! * x!)],
  });
  const [x, y] = [-1.2, 1];
  const bend = hessian(valley, [x, y]);
  expect(bend[0]![0]).toBeCloseTo(2 - 400 * (y - x * x) + 800 * x * x, 4);
  expect(bend[0]![1]).toBeCloseTo(-400 * x, 5);
  expect(bend[1]![0]).toBe(bend[0]![1]);
  expect(bend[1]![1]).toBeCloseTo(200, 6);
});
