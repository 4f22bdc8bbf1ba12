import { expect, test } from "vitest";
import { rocAuc } from "../../src/numeric/roc-auc.js";

// Expected: sklearn.metrics.roc_auc_score, 1.9.1.
test("as scikit-learn has it; equal scores count half", () => {
  expect(rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75);
  expect(rocAuc([1, 1, 2, 2, 3, 0, 1, 3], [0, 1, 1, 0, 1, 0, 0, 1])).toBe(0.84375);
});

test("scores that tell all, nothing and the reverse; one kind alone has none", () => {
  expect(rocAuc([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1);
  expect(rocAuc([5, 5, 5, 5], [0, 0, 1, 1])).toBe(0.5);
  expect(rocAuc([4, 3, 2, 1], [0, 0, 1, 1])).toBe(0);
  expect(rocAuc([1, 2], [1, 1])).toBeNaN();
});
