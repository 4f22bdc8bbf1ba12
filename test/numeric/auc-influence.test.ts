import { expect, test } from "vitest";
import { aucInfluence } from "../../src/numeric/auc-influence.js";
import { answer, p, weights } from "./judged-rows.js";

// Expected: sklearn.metrics.roc_auc_score(answer, p, sample_weight=weights), 1.9.1.
test("the area as scikit-learn has it, with and without weights", () => {
  expect(aucInfluence(p, answer).auc).toBeCloseTo(0.7990430622009569, 14);
  expect(aucInfluence(p, answer, weights).auc).toBeCloseTo(0.806674338319908, 14);
});

test.each([
  ["rows alike", undefined],
  ["weights", weights],
])("what a row adds is how the area changes when it weighs a little more: %s", (_, given) => {
  const base = given ?? new Float64Array(p.length).fill(1);
  const { influence, auc } = aucInfluence(p, answer, given);
  for (let i = 0; i < p.length; i++) {
    const step = 1e-6;
    const moved = aucInfluence(p, answer, base.with(i, base[i]! + step)).auc;
    expect(((moved - auc) / step) * base[i]!).toBeCloseTo(influence[i]!, 5);
  }
});

test("what rows of a kind add comes to nothing", () => {
  const { influence } = aucInfluence(p, answer, weights);
  for (const kind of [0, 1])
    expect(influence.reduce((sum, each, i) => sum + (answer[i] === kind ? each : 0), 0)).toBeCloseTo(0, 14);
});

test("one kind alone has no area", () => {
  expect(aucInfluence(Float64Array.of(1, 2), Uint8Array.of(1, 1)).auc).toBeNaN();
});
