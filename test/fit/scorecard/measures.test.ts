import { describe, expect, test } from "vitest";
import { calibration, gains, measure, roc } from "../../../src/fit/scorecard/measures.js";
import { uniform } from "../../../src/numeric/uniform.js";
import { answer, cluster, p, weights } from "../../numeric/judged-rows.js";

const named = (...given: Parameters<typeof measure>) =>
  Object.fromEntries(measure(...given).map((row) => [row.metric, row]));

// Expected: scikit-learn 1.9.1 and SciPy 1.17.1, by the calls that stand in test/numeric.
test("measures of thirty rows, by name", () => {
  const found = named(p, answer, { holdout: true });
  expect(Object.keys(found)).toEqual([
    ...["auc", "gini", "ks", "brier", "brier_skill", "log_loss", "log_loss_skill"],
    ...["calibration_intercept", "calibration_slope", "hosmer_lemeshow", "hosmer_lemeshow_p"],
    ...["lift_10", "capture_10", "rows", "yes", "rate"],
  ]);
  expect(found.auc!.value).toBeCloseTo(0.7990430622009569, 12);
  expect(found.gini!.low).toBeCloseTo(2 * 0.59219345 - 1, 7);
  expect(found.ks!.value).toBeCloseTo(0.5263157894736843, 12);
  expect(found.brier_skill!.value).toBeCloseTo(0.28355980861244, 12);
  expect(found.log_loss!.value).toBeCloseTo(0.4868015369520624, 12);
  expect(found.calibration_slope!.value).toBeCloseTo(1.19005762058575, 8);
  expect(found.lift_10!.value).toBeCloseTo(2 / 3 / (11 / 30), 12);
  expect(found.lift_10!.high).toBeCloseTo(30 / 11, 12);
  expect(found.capture_10!.value).toBeCloseTo(2 / 11, 12);
  expect(found.rows).toEqual({ metric: "rows", value: 30, low: null, high: null });
  expect(found.yes!.value).toBe(11);
  expect(found.rate!.value).toBeCloseTo(11 / 30, 12);
});

test("the order of rows changes no measure by more than rounding; weights and clusters are heeded", () => {
  const found = measure(p, answer, { weights, cluster, holdout: true });
  const turned = measure(p.toReversed(), answer.toReversed(), {
    weights: weights.toReversed(),
    cluster: cluster.toReversed(),
    holdout: true,
  });
  for (const [k, { value, low }] of found.entries()) {
    if (value === null) expect(turned[k]!.value).toBeNull();
    else expect(turned[k]!.value).toBeCloseTo(value, 11);
    if (low !== null) expect(turned[k]!.low).toBeCloseTo(low, 11);
  }
  const plain = named(p, answer, { holdout: true });
  expect(found[0]!.value).toBeCloseTo(0.806674338319908, 12);
  expect(found[0]!.low).not.toBeCloseTo(plain.auc!.low!, 3);
});

test("development has a stricter test of Hosmer and Lemeshow than a holdout", () => {
  const [development, holdout] = [false, true].map((each) => named(p, answer, { holdout: each }));
  expect(development!.hosmer_lemeshow_p!.value!).toBeLessThan(holdout!.hosmer_lemeshow_p!.value!);
});

test("one answer, one row, no rows: null, never NaN", () => {
  for (const n of [0, 1, 30])
    for (const { metric, value, low, high } of measure(p.subarray(0, n), new Uint8Array(n), {
      holdout: true,
    }))
      for (const each of [value, low, high])
        expect(each === null || Number.isFinite(each), metric).toBe(true);
  expect(named(p, new Uint8Array(30), { holdout: true }).auc!.value).toBeNull();
  expect(() => measure(p.with(0, Number.NaN), answer, { holdout: true })).toThrow(RangeError);
});

test("tenths: lift of each within what a tenth can hold", () => {
  const found = gains(p, answer);
  expect(found).toHaveLength(10);
  expect(found[1]).toMatchObject({ tenth: 2, rows: 3, yes: 3, capture: 5 / 11 });
  expect(found[1]!.lift).toBeCloseTo(30 / 11, 12);
  for (const { lift, lift_low, lift_high } of found) {
    expect(lift_low!).toBeLessThanOrEqual(lift! + 1e-12);
    expect(lift_high!).toBeGreaterThanOrEqual(lift! - 1e-12);
    expect(lift_high!).toBeLessThanOrEqual(30 / 11 + 1e-12);
  }
  expect(gains(p, new Uint8Array(30))[0]).toMatchObject({ lift: null, lift_high: null, capture: null });
});

// Expected: scipy.stats.binomtest(0, 3).proportion_ci(method="wilson") for the first; the tenths by hand.
test("mean chance beside the rate; equal chances in one tenth", () => {
  const found = calibration(p, answer);
  expect(found.map((row) => row.rows)).toEqual([3, 3, 3, 5, 3, 3, 3, 3, 2, 2]);
  expect(found[0]!.p).toBeCloseTo(0.07 / 3, 12);
  expect(found[0]).toMatchObject({ tenth: 1, rate: 0, low: 0 });
  expect(found[0]!.high).toBeCloseTo(0.5614970317550454, 12);
  expect(found[3]!.rate).toBeCloseTo(3 / 5, 12);
  expect(calibration(p, answer, { weights }).reduce((sum, row) => sum + row.rows, 0)).toBe(30);
});

test("the curve begins where nobody is", () => {
  const found = roc(p, answer);
  expect(found[0]).toEqual({ place: 1, cut: null, rows: 0, yes: 0, no: 0 });
  expect(found.at(-1)).toMatchObject({ cut: 0.02, rows: 1, yes: 1, no: 1 });
});

/**
 * Worlds in which the truth is known: three rows a customer whose level they share, chances that are too sure by half.
 * The truth of each measure is its value over a million customers.
 */
describe("intervals hold the truth 95 times in 100", () => {
  const world = (seed: number, customers: number) => {
    const next = uniform(seed);
    const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const chance = (odds: number) => 1 / (1 + Math.exp(-odds));
    const [p, answer, cluster] = [
      new Float64Array(3 * customers),
      new Uint8Array(3 * customers),
      new Int32Array(3 * customers),
    ];
    for (let c = 0; c < customers; c++) {
      const [shown, hidden] = [normal(), normal()];
      for (let i = 3 * c; i < 3 * c + 3; i++) {
        const odds = shown + 0.3 * normal() - 1.5;
        p[i] = chance(1.5 * odds);
        answer[i] = next() < chance(odds + 1.5 * hidden) ? 1 : 0;
        cluster[i] = c;
      }
    }
    return { p, answer, cluster };
  };
  const measures = [
    ...["auc", "ks", "brier", "brier_skill", "log_loss", "log_loss_skill"],
    ...["calibration_intercept", "calibration_slope", "capture_10", "rate"],
  ];
  const large = world(1, 300_000);
  const truth = named(large.p, large.answer, { holdout: true });
  const held: Record<string, number> = {};
  const heldAlone: Record<string, number> = {};
  const rounds = 400;
  for (let round = 0; round < rounds; round++) {
    const { p, answer, cluster } = world(1000 + round, 200);
    const found = named(p, answer, { cluster, holdout: true });
    const alone = named(p, answer, { holdout: true });
    for (const name of measures) {
      const holds = ({ low, high }: { low: number | null; high: number | null }) =>
        low! <= truth[name]!.value! && high! >= truth[name]!.value!;
      held[name] = (held[name] ?? 0) + (holds(found[name]!) ? 1 : 0);
      heldAlone[name] = (heldAlone[name] ?? 0) + (holds(alone[name]!) ? 1 : 0);
    }
  }

  // Of 400 intervals of 95 % 367 to 391 hold the truth, 99 times in 100; two more for small samples.
  test.each(measures.filter((name) => name !== "ks" && name !== "capture_10"))("%s", (name) => {
    expect(held[name]! / rounds).toBeGreaterThanOrEqual(0.91);
    expect(held[name]! / rounds).toBeLessThanOrEqual(0.985);
  });

  test("those of a cut that is looked for or taken as given are about right", () => {
    expect(held.ks! / rounds).toBeGreaterThan(0.88);
    expect(held.capture_10! / rounds).toBeGreaterThan(0.93);
  });

  test("without clusters they hold it less often", () => {
    expect(heldAlone.rate! / rounds).toBeLessThan(0.9);
  });
});
