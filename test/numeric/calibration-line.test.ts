import { expect, test } from "vitest";
import { calibrationLine } from "../../src/numeric/calibration-line.js";
import { uniform } from "../../src/numeric/uniform.js";
import { answer, cluster, p, weights } from "./judged-rows.js";

// Expected: sklearn.linear_model.LogisticRegression(C=1e15, tol=1e-14, solver="newton-cholesky").fit(logit(p), answer,
// sample_weight); errors the sandwich H⁻¹ (Σ u uᵀ) H⁻¹ g / (g − 1) over clusters in numpy.
test.each([
  [{}, [0.2112083880008998, 0.5751944003036064], [1.19005762058575, 0.46765943329529125]],
  [{ cluster }, [0.2112083880008998, 0.7834092747899001], [1.19005762058575, 0.506278928754168]],
  [{ weights }, [0.1293661079740447, 0.5910548987466822], [1.3376638507628824, 0.4701429856326]],
  [{ weights, cluster }, [0.1293661079740447, 0.7591552827319292], [1.3376638507628824, 0.5182289864136075]],
])("line and errors %#", (weighing, [intercept, interceptError], [slope, slopeError]) => {
  const found = calibrationLine(p, answer, weighing);
  expect(found.intercept.value).toBeCloseTo(intercept!, 8);
  expect(found.intercept.error).toBeCloseTo(interceptError!, 8);
  expect(found.slope.value).toBeCloseTo(slope!, 8);
  expect(found.slope.error).toBeCloseTo(slopeError!, 8);
});

test("chances that are twice as sure as they may be have a slope of a half", () => {
  const next = uniform(2);
  const odds = Float64Array.from({ length: 40_000 }, () => 4 * next() - 3);
  const yes = Uint8Array.from(odds, (each) => (next() < 1 / (1 + Math.exp(-each)) ? 1 : 0));
  const { intercept, slope } = calibrationLine(
    odds.map((each) => 1 / (1 + Math.exp(-2 * each - 1))),
    yes,
  );
  expect(Math.abs(slope.value - 0.5)).toBeLessThan(0.02);
  expect(Math.abs(intercept.value + 0.5)).toBeLessThan(0.06);
});

test.each([
  ["one answer alone", p, new Uint8Array(30)],
  ["equal chances", new Float64Array(30).fill(0.3), answer],
  ["chances that part the answers", Float64Array.of(0.1, 0.2, 0.3, 0.7, 0.8), Uint8Array.of(0, 0, 0, 1, 1)],
])("%s: no line", (_, chances, answers) => {
  const { intercept, slope } = calibrationLine(chances, answers);
  expect(intercept.value).toBeNaN();
  expect(slope.value).toBeNaN();
});

test("chances of 0 and 1 have a line", () => {
  const found = calibrationLine(p.with(0, 1).with(1, 0).with(2, 0), answer);
  expect(Number.isFinite(found.slope.value)).toBe(true);
  expect(found.slope.value).toBeLessThan(0.5);
});
