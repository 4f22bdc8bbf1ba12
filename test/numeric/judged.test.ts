import { expect, test } from "vitest";
import { checkJudged } from "../../src/numeric/judged.js";
import { answer, cluster, p, weights } from "./judged-rows.js";

test("scores beside answers pass", () => {
  expect(() => checkJudged(p, answer)).not.toThrow();
  expect(() => checkJudged(p, answer, { weights, cluster })).not.toThrow();
});

test.each([
  ["equally many", p.subarray(1), answer, {}],
  ["equally many", p, answer, { weights: weights.subarray(1) }],
  ["equally many", p, answer, { cluster: cluster.subarray(1) }],
  ["score", p.with(3, Number.NaN), answer, {}],
  ["answer", p, answer.with(3, 2), {}],
  ["weight", p, answer, { weights: weights.with(3, -1) }],
  ["weight", p, answer, { weights: weights.with(3, Number.NaN) }],
  ["cluster", p, answer, { cluster: cluster.with(3, -1) }],
])("another %s is refused", (word, scores, answers, weighing) => {
  expect(() => checkJudged(scores, answers, weighing)).toThrow(new RegExp(word));
});
