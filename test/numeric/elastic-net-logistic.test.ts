import { describe, expect, test } from "vitest";
import { elasticNetLogistic } from "../../src/numeric/elastic-net-logistic.js";
import { uniform } from "../../src/numeric/uniform.js";

const N = 120;
const row = (of: (i: number) => number) => Float64Array.from({ length: N }, (_, i) => of(i));
const columns = [
  row((i) => Math.sin(i * 1.3)),
  row((i) => Math.cos(i * 0.7) + 0.3 * Math.sin(i * 1.3)),
  row((i) => ((i * 37) % 41) / 20 - 1),
  row((i) => ((i * 17) % 23) / 11 - 1),
];
const answers = row((i) => {
  const odds = -0.4 + 1.2 * columns[0]![i]! - 0.8 * columns[1]![i]! + 0.5 * columns[2]![i]!;
  return ((i * i * 31 + 17 * i) % 113) / 113 < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
});

// Expected: sklearn.linear_model.LogisticRegression(C=1 / (penalty * mass), l1_ratio=mixture), 1.9.1, newton-cholesky or
// saga, tol=1e-12; no weight below 0: scipy.optimize.minimize(method="L-BFGS-B", bounds=…).
describe("as scikit-learn has it", () => {
  test.each([
    [{ mixture: 0, penalties: [0.02] }, -0.4918407, [0.885529, -0.4656706, 0.3474635, 0.109681]],
    [{ mixture: 0, penalties: [0.001] }, -0.5210328, [1.1210379, -0.6184103, 0.4406436, 0.1310507]],
    [{ mixture: 0.5, penalties: [0.03] }, -0.4742165, [0.7531856, -0.3443954, 0.2118135, 0]],
    [{ mixture: 1, penalties: [0.03] }, -0.4650725, [0.6863985, -0.2555283, 0.0704386, 0]],
    [
      { mixture: 0, penalties: [0.02], masses: row((i) => [1, 2, 0.5][i % 3]!) },
      -0.5326105,
      [0.9074751, -0.4601079, 0.517474, -0.0423854],
    ],
    [{ mixture: 0, penalties: [0.02], positive: true }, -0.4850523, [0.7373253, 0, 0.382925, 0.1189747]],
  ])("%#", (options, intercept, weights) => {
    const found = elasticNetLogistic(columns, answers, options);
    expect(found.intercept).toBeCloseTo(intercept, 4);
    for (const [j, weight] of weights.entries()) {
      expect(found.weights[j]).toBeCloseTo(weight, 4);
      if (weight === 0) expect(found.weights[j]).toBe(0);
    }
  });
});

// Expected: the mean of 120 fits of scikit-learn's, each without the row that it is asked about.
test("the loss without each row is nearly that of fits without it", () => {
  for (const [penalty, loss] of [
    [0.02, 0.6358898],
    [0.001, 0.6416764],
  ] as const) {
    const found = elasticNetLogistic(columns, answers, { mixture: 0, penalties: [penalty] });
    expect(Math.abs(found.loss - loss)).toBeLessThan(0.0005);
  }
});

test("of several penalties that of the least such loss is taken, its weights as if alone", () => {
  const penalties = [0.3, 0.1, 0.03, 0.01, 0.003, 0.001];
  const found = elasticNetLogistic(columns, answers, { mixture: 0, penalties });
  const alone = penalties.map((one) =>
    elasticNetLogistic(columns, answers, { mixture: 0, penalties: [one] }),
  );
  const best = alone.reduce((least, one) => (one.loss < least.loss ? one : least));
  expect(found.penalty).toBe(best.penalty);
  expect(found.penalty).not.toBe(penalties[0]);
  expect(found.penalty).not.toBe(penalties.at(-1));
  for (const [j, weight] of best.weights.entries()) expect(found.weights[j]).toBeCloseTo(weight, 4);
});

test("rows of mass 2 are two rows", () => {
  const rows = [...Array(N).keys(), ...Array(N).keys()].filter((i, at) => at < N || i % 3 === 0);
  const masses = row((i) => (i % 3 === 0 ? 2 : 1));
  const options = { mixture: 0.5, penalties: [0.01] };
  const one = elasticNetLogistic(columns, answers, { ...options, masses });
  const other = elasticNetLogistic(
    columns.map((column) => Float64Array.from(rows, (i) => column[i]!)),
    rows.map((i) => answers[i]!),
    options,
  );
  for (const [j, weight] of other.weights.entries()) expect(one.weights[j]).toBeCloseTo(weight, 6);
});

test("columns that are alike share a weight; one that parts the answers has a finite one", () => {
  const next = uniform(1);
  const x = Float64Array.from({ length: 200 }, () => next() - 0.5);
  const { weights } = elasticNetLogistic(
    [x, x],
    Float64Array.from(x, (value) => Number(value > 0)),
    { mixture: 0, penalties: [0.001, 0.0001], positive: true },
  );
  expect(weights[0]).toBeCloseTo(weights[1]!, 2);
  expect(weights[0]).toBeGreaterThan(5);
  expect(Number.isFinite(weights[0])).toBe(true);
});

test("a constant column and no column at all leave the logarithm of the odds", () => {
  for (const some of [[], [new Float64Array(4)]]) {
    const found = elasticNetLogistic(some, [1, 0, 0, 0], { mixture: 0, penalties: [0.01] });
    expect(found.intercept).toBeCloseTo(Math.log(1 / 3), 8);
    expect([...found.weights]).toEqual(some.map(() => 0));
    expect(found.loss).toBeGreaterThan(0.56);
  }
});

test("one answer alone is refused", () => {
  expect(() => elasticNetLogistic([], [1, 1], { mixture: 0, penalties: [1] })).toThrow(RangeError);
});
