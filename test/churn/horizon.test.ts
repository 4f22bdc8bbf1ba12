import { expect, test } from "vitest";
import { learnHorizon, returnedWithin } from "../../src/churn/horizon.js";
import { gather } from "../../src/fit/value/durations.js";
import { kaplanMeier } from "../../src/fit/value/kaplan-meier.js";
import { uniform } from "../../src/numeric/uniform.js";
import { days } from "../../src/value/time.js";

/** Purchases of which a part is followed by another after an exponential time, seen for a time of its own each. */
function curveOf(count: number, back: number, mean: number, seen: () => number, seed = 1) {
  const next = uniform(seed);
  const waits = Array.from({ length: count }, () => {
    const wait = next() < back ? Math.ceil(-mean * Math.log(1 - next())) : Number.POSITIVE_INFINITY;
    const until = Math.floor(seen());
    return { time: days(Math.min(wait, until)), ended: wait <= until ? 1 : 0 };
  });
  return kaplanMeier(
    gather(
      waits.map(({ time }) => time),
      waits.map(({ ended }) => ended),
    ),
  );
}

test("the horizon is the quantile of those who come back, whatever part never does and however short some are seen", () => {
  const seen = uniform(2);
  for (const [back, mean, share] of [
    [0.8, 40, 0.9],
    [0.4, 40, 0.9],
    [0.8, 20, 0.8],
  ] as const) {
    const learnt = learnHorizon(
      curveOf(20_000, back, mean, () => 30 + 1400 * seen()),
      share,
    );
    const truth = -mean * Math.log(1 - share);
    expect(learnt.verdict).toBe("learnt");
    expect(learnt.low!).toBeLessThanOrEqual(truth + 1);
    expect(learnt.high!).toBeGreaterThanOrEqual(truth - 1);
    expect(learnt.high! - learnt.low!).toBeLessThan(0.15 * truth + 3);
    expect(learnt.returned).toBeCloseTo(back, 1);
  }
});

test("it is rounded up to whole weeks up to 91 days, beyond to months, and is at most 24 months", () => {
  const all = (wait: number) =>
    learnHorizon(kaplanMeier({ time: [days(wait)], ended: [200], running: [0] }), 0.9);
  expect(all(1)).toMatchObject({ horizon: "1 week", verdict: "learnt", days: 1 });
  expect(all(8).horizon).toBe("2 weeks");
  expect(all(91).horizon).toBe("13 weeks");
  expect(all(92).horizon).toBe("4 months");
  expect(all(700)).toMatchObject({ horizon: "23 months", verdict: "learnt" });
  expect(all(1000)).toMatchObject({ horizon: "24 months", verdict: "bounded", days: 1000 });
});

test("of fewer than fifty who came back nothing is learnt, nor where nobody did", () => {
  const few = kaplanMeier({ time: [days(5), days(9)], ended: [49, 0], running: [0, 500] });
  const none = { verdict: "too_few", horizon: "3 months", days: null, returned: null };
  expect(learnHorizon(few, 0.9)).toMatchObject(none);
  const nobody = kaplanMeier<"days">({ time: [], ended: [], running: [] });
  expect(learnHorizon(nobody, 0.9)).toMatchObject(none);
  expect(learnHorizon(kaplanMeier({ time: [days(5)], ended: [50], running: [0] }), 0.9).days).toBe(5);
});

test("the tail of few who are still waited for moves nothing", () => {
  const time = [days(10), days(20), days(900)];
  const curve = kaplanMeier({ time, ended: [500, 400, 5], running: [0, 90, 5] });
  expect(learnHorizon(curve, 0.9)).toMatchObject({ days: 20, seen: 20, returned: 0.9 });
  expect(returnedWithin(curve, 15)).toBe(0.5);
  expect(returnedWithin(curve, 9)).toBe(0);
});
