import { expect, test } from "vitest";
import { type BinningOptions, optimalBinning, type Trend } from "../../src/numeric/optimal-binning.js";
import { twoProportionTest } from "../../src/numeric/two-proportion-test.js";
import { uniform } from "../../src/numeric/uniform.js";

const TRENDS: Trend[] = ["increasing", "decreasing", "monotone", "peak", "valley", "free", "auto"];

interface Bin {
  readonly yes: number;
  readonly no: number;
  readonly rate: number;
}

/** All ways to cut n pre-bins, each as ends. */
function* cuts(n: number): Generator<number[]> {
  for (let set = 0; set < 2 ** (n - 1); set++) {
    const ends = Array.from({ length: n - 1 }, (_, i) => i + 1).filter((end) => set & (1 << (end - 1)));
    yield [...ends, n];
  }
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

function binsOf(ends: readonly number[], yes: readonly number[], no: readonly number[]): Bin[] {
  return ends.map((end, b) => {
    const from = b === 0 ? 0 : ends[b - 1]!;
    const [y, o] = [sum(yes.slice(from, end)), sum(no.slice(from, end))];
    return { yes: y, no: o, rate: y / (y + o) };
  });
}

function allowed(bins: readonly Bin[], options: BinningOptions): boolean {
  const { maxBins = 8, minShare = 0.05, minClass = 1, minDifference = 0, maxPValue = 1 } = options;
  const all = sum(bins.map(({ yes, no }) => yes + no));
  if (bins.length > maxBins) return false;
  if (bins.some(({ yes, no }) => Math.min(yes, no) < minClass || yes + no < minShare * all - 1e-9))
    return false;
  return bins.slice(1).every((bin, i) => {
    const last = bins[i]!;
    const step = Math.abs(bin.rate - last.rate);
    const p = twoProportionTest(last.yes, last.no, bin.yes, bin.no);
    return step > 1e-12 && step >= minDifference - 1e-12 && p <= maxPValue + 1e-9;
  });
}

const RUNS: Record<string, RegExp> = {
  increasing: /^u*$/,
  decreasing: /^d*$/,
  monotone: /^(u*|d*)$/,
  peak: /^u*d*$/,
  valley: /^d*u*$/,
  free: /^[ud]*$/,
};

const movesOf = (bins: readonly Bin[]) =>
  bins
    .slice(1)
    .map((bin, i) => (bin.rate > bins[i]!.rate ? "u" : "d"))
    .join("");

function ivOf(bins: readonly Bin[]): number {
  const [yes, no] = [sum(bins.map((bin) => bin.yes)), sum(bins.map((bin) => bin.no))];
  return sum(bins.map((bin) => (bin.yes / yes - bin.no / no) * Math.log(bin.yes / yes / (bin.no / no))));
}

/** The best that any cut reaches, and the fewest bins that reach it; undefined where nothing is allowed. */
function exhaustive(yes: readonly number[], no: readonly number[], options: BinningOptions) {
  let found: { iv: number; bins: Bin[] } | undefined;
  for (const ends of cuts(yes.length)) {
    const bins = binsOf(ends, yes, no);
    if (!allowed(bins, options) || !RUNS[options.trend]!.test(movesOf(bins))) continue;
    const iv = ivOf(bins);
    const fewer = found !== undefined && Math.abs(iv - found.iv) < 1e-12 && bins.length < found.bins.length;
    if (found === undefined || fewer || iv > found.iv + 1e-12) found = { iv, bins };
  }
  return found;
}

function expected(yes: readonly number[], no: readonly number[], options: BinningOptions) {
  if (options.trend !== "auto") return exhaustive(yes, no, options);
  const monotone = exhaustive(yes, no, { ...options, trend: "monotone" });
  const turning = ["peak", "valley"]
    .map((trend) => exhaustive(yes, no, { ...options, trend: trend as Trend }))
    .sort((a, b) => (b?.iv ?? 0) - (a?.iv ?? 0))[0];
  const moves = movesOf(turning?.bins ?? []);
  if (!monotone || !turning || !/ud|du/.test(moves) || turning.iv < 1.1 * monotone.iv) return monotone;
  const turn = turning.bins[moves.search(/ud|du/) + 1]!;
  const both = [turning.bins[0]!, turning.bins.at(-1)!].every(
    (arm) => twoProportionTest(arm.yes, arm.no, turn.yes, turn.no) <= 0.001,
  );
  return both ? turning : monotone;
}

test("as good as the best of all cuts, for every trend and limit, on random counts and weights", () => {
  const next = uniform(20);
  const whole = (below: number) => Math.floor(next() * below);
  const seen = new Map<string, number>();
  for (let round = 0; round < 400; round++) {
    const n = 1 + whole(9);
    const most = [4, 12, 60, 300][whole(4)]!;
    const weighted = whole(3) === 0;
    const draw = () => (whole(6) === 0 ? 0 : weighted ? next() * most : whole(most));
    const [yes, no] = [Array.from({ length: n }, draw), Array.from({ length: n }, draw)];
    for (const trend of TRENDS) {
      const options: BinningOptions = {
        trend,
        ...(whole(2) === 0 ? { maxBins: 1 + whole(6) } : {}),
        ...(whole(2) === 0 ? { minShare: [0, 0.1, 0.2, 0.3][whole(4)]! } : {}),
        ...(whole(2) === 0 ? { minClass: [0.4, 2, 9][whole(3)]! } : {}),
        ...(whole(3) === 0 ? { minDifference: [0.02, 0.1][whole(2)]! } : {}),
        ...(whole(3) === 0 ? { maxPValue: [0.5, 0.1, 0.01][whole(3)]! } : {}),
      };
      const found = optimalBinning(yes, no, options);
      const best = expected(yes, no, options);
      const at = JSON.stringify({ yes, no, options });
      const bins = binsOf([...found.ends], yes, no);
      seen.set(found.trend, (seen.get(found.trend) ?? 0) + 1);
      if (best === undefined) {
        expect([...found.ends], at).toEqual([n]);
        expect(found, at).toMatchObject({ iv: 0, trend: "none" });
        continue;
      }
      expect(found.iv, at).toBeCloseTo(best.iv, 9);
      expect(bins.length, at).toBe(best.bins.length);
      expect(allowed(bins, options), at).toBe(true);
      expect(ivOf(bins), at).toBeCloseTo(found.iv, 9);
      const run = trend === "auto" ? found.trend : trend;
      if (run !== "none") expect(movesOf(bins), at).toMatch(RUNS[run]!);
    }
  }
  expect([...seen.keys()].sort()).toEqual(["decreasing", "free", "increasing", "none", "peak", "valley"]);
});

test("the shape is what the rates do, not what was allowed", () => {
  const trend = (rates: number[], asked: Trend) =>
    optimalBinning(
      rates.map((rate) => 1000 * rate),
      rates.map((rate) => 1000 * (1 - rate)),
      { trend: asked },
    ).trend;
  expect(trend([0.1, 0.2, 0.3], "peak")).toBe("increasing");
  expect(trend([0.3, 0.2, 0.1], "peak")).toBe("decreasing");
  expect(trend([0.1, 0.3, 0.1], "free")).toBe("peak");
  expect(trend([0.3, 0.1, 0.3], "free")).toBe("valley");
  expect(trend([0.3, 0.1, 0.3, 0.1], "free")).toBe("free");
  expect(trend([0.2, 0.2, 0.2], "free")).toBe("none");
});

test("auto turns for a turn that is there; not for a small one, nor for one that chance may have made", () => {
  const auto = (yes: number[], all: number) =>
    optimalBinning(
      yes,
      yes.map((one) => all - one),
      { trend: "auto" },
    ).trend;
  expect(auto([100, 200, 300, 200, 100], 1000)).toBe("peak");
  expect(auto([300, 200, 100, 200, 300], 1000)).toBe("valley");
  expect(auto([100, 200, 300, 400, 390], 1000)).toBe("increasing");
  expect(auto([3, 4, 6, 4, 4], 20)).not.toBe("peak");
});

test.each([
  ["rises", (b: number) => 0.15 + 0.01 * b],
  ["stays", () => 0.2],
])("where the rate %s in truth, auto hardly ever turns: 300 draws of 2,000 rows", (_, rate) => {
  const next = uniform(5);
  let turned = 0;
  for (let round = 0; round < 300; round++) {
    const yes = new Float64Array(20);
    const no = new Float64Array(20);
    for (let row = 0; row < 2000; row++) {
      const b = row % 20;
      if (next() < rate(b)) yes[b]!++;
      else no[b]!++;
    }
    if (["peak", "valley"].includes(optimalBinning(yes, no, { trend: "auto" }).trend)) turned++;
  }
  expect(turned).toBeLessThanOrEqual(6);
});

test("where others are in no pre-bin, shares are shares of all", () => {
  const { iv, ends } = optimalBinning([10, 40], [90, 60], { trend: "free", whole: { yes: 100, no: 900 } });
  expect([...ends]).toEqual([1, 2]);
  expect(iv).toBeCloseTo((0.1 - 0.1) * Math.log(1) + (0.4 - 60 / 900) * Math.log(0.4 / (60 / 900)), 12);
  const few = optimalBinning([10, 40], [90, 60], { trend: "free", whole: { yes: 100, no: 3900 } });
  expect([...few.ends]).toEqual([2]);
});

test("one class, or nothing, is one bin or refused", () => {
  expect(optimalBinning([5, 5], [0, 0], { trend: "auto" })).toMatchObject({ iv: 0, trend: "none" });
  expect(() => optimalBinning([], [], { trend: "auto" })).toThrow(RangeError);
  expect(() => optimalBinning([1], [1], { trend: "auto", minClass: 0 })).toThrow(RangeError);
});
