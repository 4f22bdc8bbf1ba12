import { expect, test } from "vitest";
import { ascendingOrder } from "../../src/numeric/ascending-order.js";
import { uniform } from "../../src/numeric/uniform.js";

test.each([1, 20, 2048, 2049, 30_000])(
  "%i numbers of both signs stand as a stable comparison has them",
  (n) => {
    const next = uniform(n);
    const values = Float64Array.from({ length: n }, (_, i) => {
      if (i % 7 === 0) return i % 2 === 0 ? 0 : -0;
      if (i % 5 === 0) return Math.round(10 * next()) - 5;
      return (next() - 0.5) * 10 ** (Math.round(40 * next()) - 20);
    });
    values[0] = Number.NEGATIVE_INFINITY;
    const expected = Array.from(values.keys()).sort((a, b) =>
      values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : a - b,
    );
    expect(Array.from(ascendingOrder(values))).toEqual(expected);
  },
);

test("nothing has no order", () => expect(ascendingOrder(new Float64Array(0))).toHaveLength(0));

test("sorted numbers keep their places, equal ones too", () => {
  const values = Float64Array.from({ length: 5000 }, (_, i) => Math.floor(i / 3));
  expect(ascendingOrder(values)).toEqual(new Uint32Array(5000).map((_, i) => i));
  expect(ascendingOrder(values.with(4999, -1))[0]).toBe(4999);
});
