import { describe, expect, test } from "vitest";
import { fitRenewals, renewalModelOf } from "../../../src/fit/value/fit-renewals.js";
import { oneRate, shiftedBetaGeometric, survivalFrom } from "../../../src/fit/value/renewals.js";
import { uniform } from "../../../src/numeric/uniform.js";

const paper = { atRisk: [1000, 869, 743, 653, 593, 551, 517], left: [131, 126, 90, 60, 42, 34, 26] };

describe("renewals", () => {
  test("of customers who differ come back as Fader and Hardie have them, with standard errors", () => {
    const { verdict, model, estimate } = fitRenewals(paper);
    expect([verdict, model]).toEqual(["good", "sbg"]);
    expect(estimate!.logs.map(Math.exp)[0]).toBeCloseTo(0.66808827, 6);
    expect(Math.sqrt(estimate!.covariance![0]![0]!)).toBeGreaterThan(0.05);
  });

  test("the slopes of the likelihood are its own", () => {
    for (const model of [shiftedBetaGeometric, oneRate]) {
      const likelihood = model.likelihood(paper);
      const at = model.parameters.map((_, i) => 0.3 - i);
      at.forEach((_, i) => {
        const moved = (by: number) => likelihood(at.map((value, j) => (i === j ? value + by : value))).value;
        expect((moved(1e-5) - moved(-1e-5)) / 2e-5).toBeCloseTo(likelihood(at).gradient[i]!, 3);
      });
    }
  });

  test("what is to come is the sum of what is renewed, discounted", () => {
    for (const ahead of [shiftedBetaGeometric.expectations([0.7, 1.2]), oneRate.expectations([0.2])]) {
      for (const renewed of [0, 3, 40]) {
        const chances = survivalFrom(ahead, renewed, 5000);
        const sum = chances.reduce((total, chance, i) => total + chance / 1.02 ** i, 0);
        expect(ahead.residual(renewed, 0.02)).toBeCloseTo(sum, 8);
      }
      expect(() => ahead.residual(0, 0)).toThrow(RangeError);
    }
  });

  test("of customers who are all alike are one rate", () => {
    const atRisk = [10_000, 8000, 6400, 5120];
    const { verdict, estimate, gain } = fitRenewals({ atRisk, left: atRisk.map((count) => count / 5) });
    expect(verdict).toBe("one_rate");
    expect(gain).toBeCloseTo(0, 6);
    const { retention, residual } = renewalModelOf("one_rate").expectations(estimate!.logs.map(Math.exp));
    expect(retention(7)).toBeCloseTo(0.8, 8);
    expect(residual(3, 0.1)).toBeCloseTo(0.8 / (1 - 0.8 / 1.1), 6);
  });

  test.each([
    ["too_few", [20, 10], [10, 2]],
    ["too_few", [100, 40], [3, 1]],
    ["too_few", [], []],
    ["nobody_left", [100, 40], [0, 0]],
    ["nobody_stayed", [100], [100]],
    ["one_rate", [100], [40]],
    ["falling", [1000, 990, 960, 900], [10, 30, 60, 120]],
  ] as const)("%s: of %j at risk %j left", (verdict, atRisk, left) => {
    const found = fitRenewals({ atRisk, left });
    expect(found.verdict).toBe(verdict);
    expect(JSON.stringify(found)).not.toMatch(/NaN|null/);
  });

  test("known parameters come back from simulated customers", () => {
    const next = uniform(11);
    const atRisk = new Array<number>(24).fill(0);
    const left = new Array<number>(24).fill(0);
    const { retention } = shiftedBetaGeometric.expectations([0.9, 3.6]);
    for (let person = 0; person < 20_000; person++)
      for (let n = 0; n < 24; n++) {
        atRisk[n]! += 1;
        if (next() > retention(n + 1)) {
          left[n]! += 1;
          break;
        }
      }
    const { logs, covariance } = fitRenewals({ atRisk, left }).estimate!;
    [0.9, 3.6].forEach((truth, i) => {
      expect(Math.abs(logs[i]! - Math.log(truth))).toBeLessThan(3 * Math.sqrt(covariance![i]![i]!));
    });
  });
});
