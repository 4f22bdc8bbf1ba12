import { expect, test } from "vitest";
import { logUpperGamma } from "../../src/numeric/upper-gamma.js";

// mpmath 1.4, 60 digits: log(gammainc(a, z)).
test.each([
  [-800.5, 0.2, 1281.469562246075],
  [-199, 1e-8, 3660.4221632117456],
  [-2.5, 0.7, -1.0464479204216008],
  [-1, 0.2, 1.0546615231187977],
  [-0.999999, 0.999, -1.9047222129764934],
  [-1e-8, 0.7, -0.9841177407143897],
  [0, 0.01, 1.3957320795548378],
  [1e-8, 0.999, -1.5152548084440098],
  [0.6, 0.01, 0.32528548998411266],
  [1.7, 0.2, -0.13356016218775751],
  [5, 38, -23.341678202926765],
  [40.5, 4, 108.47307506906539],
  [1e5, 99000, 1051287.70821595],
])("the logarithm of Γ(%d, %d)", (a, z, value) => {
  expect(Math.abs(logUpperGamma(a, z) - value)).toBeLessThan(1e-13 * (1 + Math.abs(value)));
});

test("it goes on smoothly where one way of computing it takes over from another", () => {
  const jump = (a: number, z: number, byA: number, byZ: number) => {
    const [below, above] = [logUpperGamma(a - byA, z - byZ), logUpperGamma(a + byA, z + byZ)];
    return Math.abs(above - 2 * logUpperGamma(a, z) + below);
  };
  for (const a of [-2.5, -0.5, 0, 0.01, 0.5, -20]) expect(jump(a, 0.5, 1e-8, 0)).toBeLessThan(1e-12);
  for (const a of [-2.5, 0, 0.9]) expect(jump(a, 1, 0, 1e-8)).toBeLessThan(1e-12);
  expect(jump(30, 30, 0, 1e-8)).toBeLessThan(1e-12);
});

test("there is none at 0 and below", () => {
  expect(() => logUpperGamma(0.5, 0)).toThrow(RangeError);
  expect(() => logUpperGamma(0.5, Number.NaN)).toThrow(RangeError);
});
