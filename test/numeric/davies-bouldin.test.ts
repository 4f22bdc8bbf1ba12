import { expect, test } from "vitest";
import { daviesBouldin } from "../../src/numeric/davies-bouldin.js";

// Expected: sklearn.metrics.davies_bouldin_score, 1.9.1, of (0,1) (1,0) (0,0), (5,5) (6,4), (5,9) (7,9).
test("as scikit-learn has it", () => {
  const groups = [
    { mean: [1 / 3, 1 / 3], width: (Math.sqrt(2) / 3 + (2 * Math.sqrt(5)) / 3) / 3 },
    { mean: [5.5, 4.5], width: Math.SQRT1_2 },
    { mean: [6, 9], width: 1 },
  ];
  expect(daviesBouldin(groups)).toBeCloseTo(0.3197148757977588, 10);
});

test("null for one group", () => {
  expect(daviesBouldin([{ mean: [1], width: 2 }])).toBeNull();
});
