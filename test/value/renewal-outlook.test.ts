import { describe, expect, test } from "vitest";
import { fitRenewals } from "../../src/fit/value/fit-renewals.js";
import { oneRate, shiftedBetaGeometric } from "../../src/fit/value/renewals.js";
import { uniform } from "../../src/numeric/uniform.js";
import { discountOf, nameOf, periodNamed, periods } from "../../src/value/periods.js";
import { renewalModels } from "../../src/value/renewal-models.js";
import { renewalCurve, renewalsAhead } from "../../src/value/renewal-outlook.js";
import { contractTotals } from "../../src/value/renewal-totals.js";
import { spansOf } from "../../src/value/spans.js";

describe("what is ahead of a subscription", () => {
  const model = shiftedBetaGeometric.expectations([0.9, 3]);

  test("is the sum over all that can happen to it", () => {
    const [ahead] = renewalsAhead(model, [{ renewals: 2, due: 3 }], 0.1);
    const [a, b, c] = [3, 4, 5].map((n) => model.retention(n)) as [number, number, number];
    const chances = [1 - a, a * (1 - b), a * b * (1 - c), a * b * c];
    const worths = [0, 1, 1 + 1 / 1.1, 1 + 1 / 1.1 + 1 / 1.21];
    const mean = (of: (n: number) => number) => chances.reduce((sum, chance, n) => sum + chance * of(n), 0);
    expect(ahead!.renewals).toBeCloseTo(
      mean((n) => n),
      12,
    );
    expect(ahead!.variance).toBeCloseTo(mean((n) => n * n) - mean((n) => n) ** 2, 12);
    expect(ahead!.worth).toBeCloseTo(
      mean((n) => worths[n]!),
      12,
    );
    expect(ahead!.worthVariance).toBeCloseTo(mean((n) => worths[n]! ** 2) - mean((n) => worths[n]!) ** 2, 12);
    expect([ahead!.next, ahead!.last]).toEqual([a, a * b * c]);
  });

  test("without end is the same by recurrence from the farthest one as by the series", () => {
    const standings = [0, 7, 40].map((renewals) => ({ renewals, due: 0 }));
    for (const each of [model, oneRate.expectations([0.1])])
      renewalsAhead(each, standings, 0.008).forEach(({ residual }, i) => {
        expect(residual / each.residual(standings[i]!.renewals, 0.008)).toBeCloseTo(1, 10);
      });
    expect(renewalsAhead(model, standings, 0)[0]!.residual).toBeNaN();
    expect(renewalsAhead(model, standings, 0.1)[1]).toMatchObject({
      renewals: 0,
      next: 1,
      last: 1,
      worth: 0,
    });
  });
});

test("intervals of 90 % hold the truth, and what then comes, about nine times in ten", () => {
  const truth = shiftedBetaGeometric.expectations([0.9, 5]);
  const [people, seen, due, worlds] = [500, 12, 12, 120];
  let [held, came] = [0, 0];
  for (let world = 0; world < worlds; world++) {
    const next = uniform(100 + world);
    const atRisk = new Array<number>(seen).fill(0);
    const left = new Array<number>(seen).fill(0);
    let [running, renewed] = [0, 0];
    for (let i = 0; i < people; i++) {
      let n = 1;
      for (; n <= seen; n++) {
        atRisk[n - 1]! += 1;
        if (next() > truth.retention(n)) break;
      }
      if (n <= seen) left[n - 1]! += 1;
      else {
        running += 1;
        for (; n <= seen + due && next() <= truth.retention(n); n++) renewed += 1;
      }
    }
    const { model, estimate } = fitRenewals({ atRisk, left });
    const models = renewalModels(model!, estimate!.logs, estimate!.covariance, world);
    const { retention } = renewalCurve({ period: "1 month", place: 0, plan: null, ...models }, 12);
    if (retention.low[11]! <= truth.retention(12) && truth.retention(12) <= retention.high[11]!) held += 1;
    const standings = [{ renewals: seen, due, people: running, worth: running, squares: running }];
    const ahead = (each: typeof truth) => renewalsAhead(each, standings, 0);
    const [[, , , low, high]] = contractTotals([
      { standings, ahead: ahead(models.best), others: models.draws.map(ahead) },
    ]) as [ReturnType<typeof contractTotals>[0]];
    if (low! <= renewed && renewed <= high!) came += 1;
  }
  for (const share of [held / worlds, came / worlds]) {
    expect(share).toBeGreaterThan(0.82);
    expect(share).toBeLessThan(0.98);
  }
});

test("steps are put together until nobody is one of a few", () => {
  const atRisk = [100, 90, 84, 80, 40, 12];
  expect(spansOf([10, 6, 4, 3, 20, 2], (from) => atRisk[from]!)).toEqual([
    { from: 0, to: 0 },
    { from: 1, to: 2 },
    { from: 3, to: 4 },
  ]);
  expect(spansOf([3, 2], () => 50)).toEqual([]);
  expect(spansOf([45], () => 50)).toEqual([]);
});

describe("periods", () => {
  test("words mean lengths in a unit, the pipeline's own before ours", () => {
    const known = periods.parse({ Saison: "3 months", month: "30 days" });
    expect(known.saison).toEqual({ unit: "months", length: 3 });
    expect(known.month).toEqual({ unit: "days", length: 30 });
    expect(known.annuel).toEqual({ unit: "months", length: 12 });
    expect(known.weekly).toEqual({ unit: "days", length: 7 });
    expect(periods.safeParse({ month: "0 months" }).success).toBe(false);
  });

  test("have one name each, which leads back to them", () => {
    for (const period of Object.values(periods.parse({})))
      expect(periodNamed(nameOf(period))).toEqual(period);
  });

  test("a year of any unit is worth as much less", () => {
    const year = discountOf(periodNamed("12 months"), 0.1);
    expect(year).toBeCloseTo(0.1, 12);
    expect((1 + discountOf(periodNamed("1 month"), 0.1)) ** 12 - 1).toBeCloseTo(year, 12);
    expect((1 + discountOf(periodNamed("7 days"), 0.1)) ** (365.25 / 7) - 1).toBeCloseTo(year, 12);
  });
});
