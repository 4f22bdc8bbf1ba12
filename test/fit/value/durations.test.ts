import { describe, expect, test } from "vitest";
import { concordance } from "../../../src/fit/value/concordance.js";
import { fitCox } from "../../../src/fit/value/cox.js";
import { gather } from "../../../src/fit/value/durations.js";
import { kaplanMeier, stepAt } from "../../../src/fit/value/kaplan-meier.js";
import { logRank } from "../../../src/fit/value/log-rank.js";
import { fitWeibull } from "../../../src/fit/value/weibull.js";
import { uniform } from "../../../src/numeric/uniform.js";
import { months } from "../../../src/value/time.js";

const seen = (times: readonly number[], ended: readonly number[]) => gather(times.map(months), ended);

describe("Kaplan and Meier", () => {
  // Freireich's patients with 6-mercaptopurine; survival and Greenwood's errors are those of every textbook.
  const times = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
  const ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0];

  test("shares and errors of the textbook", () => {
    const curve = kaplanMeier(seen(times, ended));
    const at = (month: number) => stepAt(curve, months(month))!;
    expect(at(6).survival).toBeCloseTo(0.857143, 6);
    expect(at(6).standardError).toBeCloseTo(0.07636, 5);
    expect(at(22.5).survival).toBeCloseTo(0.537815, 6);
    expect(at(22.5).standardError).toBeCloseTo(0.128234, 5);
    expect(curve.median).toBe(23);
    expect(stepAt(curve, months(5))).toBeUndefined();
    expect([curve.people, curve.ended]).toEqual([21, 9]);
  });

  test("while nobody has ended the lower bound is the exact one, and there is no median", () => {
    const { steps, median, medianLow } = kaplanMeier(seen([1, 2, 3], [0, 0, 0]));
    expect(steps.map(({ survival, high }) => [survival, high])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(steps[0]!.low).toBeCloseTo(0.05 ** (1 / 3), 12);
    expect(median).toBeNull();
    expect(medianLow).toBe(1);
  });

  test("when all have ended nothing is left, between numbers", () => {
    const { steps, median } = kaplanMeier(seen([2, 4, 4], [1, 1, 1]));
    expect(steps.at(-1)).toMatchObject({ survival: 0, low: 0, standardError: 0 });
    expect(steps.at(-1)!.high).toBeLessThanOrEqual(1);
    expect(median).toBe(4);
  });

  test("nobody is nobody, and no duration is below 0", () => {
    expect(kaplanMeier(seen([], []))).toMatchObject({ steps: [], median: null, people: 0 });
    expect(() => seen([-1], [1])).toThrow(RangeError);
  });
});

describe("the log-rank test", () => {
  test("tells groups apart, whatever their order", () => {
    const [a, b] = [seen([1, 2, 3, 4], [1, 1, 1, 1]), seen([5, 6, 7, 8], [1, 1, 1, 0])];
    const found = logRank([a, b])!;
    expect(found.statistic).toBeCloseTo(logRank([b, a])!.statistic, 12);
    expect(found.degrees).toBe(1);
    expect(found.p).toBeLessThan(0.01);
    expect(found.ended).toEqual([4, 3]);
    expect(found.expected[0]! + found.expected[1]!).toBeCloseTo(7, 12);
  });

  test("of equal groups is 0", () => {
    const one = seen([1, 2, 3], [1, 0, 1]);
    expect(logRank([one, one, one])!.statistic).toBeCloseTo(0, 12);
    expect(logRank([one, one, one])!.degrees).toBe(2);
  });

  test("where nothing can be compared there is none", () => {
    expect(logRank([seen([1, 2], [1, 1])])).toBeUndefined();
    expect(logRank([seen([1, 2], [0, 0]), seen([1], [0])])).toBeUndefined();
    expect(logRank([])).toBeUndefined();
  });
});

describe("Weibull", () => {
  test("known parameters come back, and a larger unit only scales them", () => {
    const next = uniform(5);
    const times = Array.from({ length: 4000 }, () => 12 * (-Math.log(1 - next())) ** (1 / 1.5));
    const found = fitWeibull(
      seen(
        times,
        times.map(() => 1),
      ),
    );
    expect(found.verdict).toBe("good");
    expect(Math.abs(found.scale! / 12 - 1)).toBeLessThan(0.04);
    expect(Math.abs(found.shape! / 1.5 - 1)).toBeLessThan(0.05);
    const longer = fitWeibull(
      seen(
        times.map((time) => 1000 * time),
        times.map(() => 1),
      ),
    );
    expect(longer.scale! / found.scale!).toBeCloseTo(1000, 4);
    expect(longer.shape).toBeCloseTo(found.shape!, 6);
  });

  test.each([
    ["too_few", [1, 2, 3], [1, 0, 1]],
    ["too_few", [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1]],
    ["flat", [3, 3, 3, 3, 3, 3], [1, 1, 1, 1, 1, 1]],
  ] as const)("%s: %j", (verdict, times, ended) => {
    expect(fitWeibull(seen(times, ended)).verdict).toBe(verdict);
  });
});

describe("Cox", () => {
  const exposed = (time: readonly number[], ended: readonly number[], ...covariates: number[][]) => ({
    time: time.map(months),
    ended,
    running: ended.map((one) => 1 - one),
    covariates,
  });
  const next = uniform(3);
  const group = Array.from({ length: 2000 }, (_, i) => i % 2);
  const time = group.map((one) => Math.ceil(-20 * Math.log(1 - next()) * Math.exp(-0.7 * one)));
  const ended = time.map((at) => (at <= 40 ? 1 : 0));
  const cut = time.map((at) => Math.min(at, 40));

  test("a known effect comes back, and what is counted is what is listed", () => {
    const single = fitCox(exposed(cut, ended, group));
    const [{ effect, standardError }] = single.effects as [(typeof single.effects)[0]];
    expect(Math.abs(effect! - 0.7)).toBeLessThan(3 * standardError!);
    const counts = new Map<string, [number, number, number, number]>();
    cut.forEach((at, i) => {
      const found = counts.get(`${at} ${group[i]}`) ?? [at, group[i]!, 0, 0];
      counts.set(`${at} ${group[i]}`, found);
      found[ended[i] === 1 ? 2 : 3] += 1;
    });
    const rows = [...counts.values()];
    const counted = fitCox({
      time: rows.map(([at]) => months(at)),
      ended: rows.map((row) => row[2]),
      running: rows.map((row) => row[3]),
      covariates: [rows.map((row) => row[1])],
    });
    expect(counted.effects[0]!.effect).toBeCloseTo(effect!, 8);
    expect(counted.logLikelihood).toBeCloseTo(single.logLikelihood, 5);
    expect(counted.concordance).toBeCloseTo(single.concordance!, 12);
    expect(counted.people).toBe(2000);
  });

  test("a covariate that says nothing is left out, with a verdict, and changes nothing", () => {
    const alone = fitCox(exposed(cut, ended, group));
    const { effects, logLikelihood } = fitCox(
      exposed(
        cut,
        ended,
        group,
        group.map(() => 7),
        group.map((one) => 3 - 2 * one),
      ),
    );
    expect(effects.map(({ verdict }) => verdict)).toEqual(["good", "constant", "repeats"]);
    expect(effects[1]).toMatchObject({ effect: null, standardError: null });
    expect(logLikelihood).toBeCloseTo(alone.logLikelihood, 8);
  });

  test("an effect without end has no number; the others have", () => {
    const never = group.map((_, i) => (i < 50 ? 1 : 0));
    const { effects, logLikelihood } = fitCox(
      exposed(
        cut.map((at, i) => (i < 50 ? 40 : at)),
        ended.map((one, i) => (i < 50 ? 0 : one)),
        never,
        group,
      ),
    );
    expect(effects[0]).toEqual({ verdict: "endless", effect: null, standardError: null });
    expect(effects[1]!.effect).toBeGreaterThan(0.4);
    expect(Number.isFinite(logLikelihood)).toBe(true);
  });

  test("nobody, or nobody who ended, tells nothing", () => {
    const none = fitCox(exposed([1, 2, 3], [0, 0, 0], [1, 0, 1]));
    expect(none.effects[0]!.verdict).toBe("too_few");
    expect([none.concordance, none.logLikelihood]).toEqual([null, 0]);
    expect(fitCox(exposed([], [], [])).effects[0]!.verdict).toBe("constant");
  });

  test("huge covariates do not overflow", () => {
    const { effects } = fitCox(
      exposed(
        cut,
        ended,
        group.map((one) => 1e9 + 1e7 * one),
      ),
    );
    expect(effects[0]!.effect! * 1e7).toBeCloseTo(fitCox(exposed(cut, ended, group)).effects[0]!.effect!, 6);
  });
});

test("concordance is that of all pairs", () => {
  const next = uniform(9);
  const rows = Array.from({ length: 60 }, () => ({
    time: Math.ceil(10 * next()),
    ended: next() < 0.6 ? 1 : 0,
    hazard: Math.ceil(4 * next()),
  })).sort((a, b) => b.time - a.time);
  let [pairs, good] = [0, 0];
  for (const a of rows)
    for (const b of rows) {
      if (a.ended === 0 || !(a.time < b.time || (a.time === b.time && b.ended === 0))) continue;
      pairs += 1;
      good += a.hazard > b.hazard ? 1 : a.hazard === b.hazard ? 0.5 : 0;
    }
  const column = (name: "time" | "ended" | "hazard") => rows.map((row) => row[name]);
  const running = rows.map((row) => 1 - row.ended);
  expect(concordance(column("time"), column("ended"), running, column("hazard"))).toBeCloseTo(
    good / pairs,
    12,
  );
  expect(concordance([], [], [], [])).toBeNull();
});
