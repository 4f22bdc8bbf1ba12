import { expect, test } from "vitest";
import { matchReturns } from "../../src/value/match-returns.js";

/** Events of one thread: step, document, quantity. */
const matched = (...events: [number, number, number][]) => [
  ...matchReturns({
    thread: Float64Array.from(events, () => 1),
    step: Float64Array.from(events, ([step]) => step),
    document: Float64Array.from(events, ([, document]) => document),
    quantity: Float64Array.from(events, ([, , quantity]) => quantity),
  }),
];

test("takes the latest purchase before it", () => {
  expect(matched([0, 1, 1], [0, 2, 1], [2, 9, 1], [0, 3, 1])).toEqual([-1, -1, 1, -1]);
});

test("takes an earlier one where not enough is left of the latest", () => {
  expect(matched([0, 1, 3], [0, 2, 2], [2, 8, 1], [2, 9, 2])).toEqual([-1, -1, 1, 0]);
});

test("leaves what its own order has taken back by then, and not what it takes back later", () => {
  expect(matched([0, 1, 1], [0, 2, 1], [1, 2, 1], [2, 9, 1])).toEqual([-1, -1, -1, 0]);
  expect(matched([0, 1, 1], [0, 2, 1], [2, 9, 1], [1, 2, 1])).toEqual([-1, -1, 1, -1]);
});

test("finds none before any purchase, nor more than was bought, nor another's", () => {
  expect(matched([2, 8, 1], [0, 1, 1], [2, 9, 2])).toEqual([-1, -1, -1]);
  const two = { step: [0, 2], document: [1, 2], quantity: [1, 1] };
  expect([
    ...matchReturns({
      thread: Float64Array.of(1, 2),
      step: Float64Array.from(two.step),
      document: Float64Array.from(two.document),
      quantity: Float64Array.from(two.quantity),
    }),
  ]).toEqual([-1, -1]);
});
