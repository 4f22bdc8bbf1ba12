import { expect, test } from "vitest";
import { layOut, thinned } from "../../src/fit/value/patterns.js";
import { fairPart, fitModel, MODELS } from "../../src/fit/value/transactions.js";
import { patternsOf } from "../support/histories.js";

const world = {
  purchases: "bg_nbd",
  parameters: [0.25, 4.4, 0.8, 2.4],
  spend: [6.25, 3.74, 15.44],
  weeks: 39,
  ahead: 0,
} as const;
const patterns = patternsOf(45_000, world, 3);
const whole = layOut(patterns);

test("a part has each number of purchases in its share", () => {
  const part = layOut(thinned(patterns, 20_000));
  expect(part.total).toBe(20_000);
  for (const [g, x] of part.xs.entries()) {
    const share = whole.peopleOf[whole.xs.indexOf(x)]! / whole.total;
    expect(Math.abs(part.peopleOf[g]! - 20_000 * share)).toBeLessThanOrEqual(1);
  }
});

test.each(MODELS)("$name: from the end of a part's fit it comes to where three starts do", (model) => {
  const part = fairPart(patterns, whole);
  expect(part).not.toBe(whole);
  const [short, long] = [fitModel(model, whole, part), fitModel(model, whole, whole)];
  expect(short.converged).toBe(true);
  for (const [i, log] of long.logs.entries()) expect(short.logs[i]).toBeCloseTo(log, 5);
  expect(short.logLikelihood).toBeCloseTo(long.logLikelihood, 5);
});
