import { describe, expect, test } from "vitest";
import { chooseK } from "../../src/fit/segments/choose.js";
import { cluster } from "../../src/fit/segments/cluster.js";
import { gaps } from "../../src/fit/segments/gap.js";
import { stability } from "../../src/fit/segments/stability.js";
import { hasValley } from "../../src/fit/segments/valley.js";
import { adjustedRandIndex } from "../../src/numeric/adjusted-rand-index.js";
import { nearest } from "../../src/numeric/nearest.js";
import { silhouette } from "../../src/numeric/silhouette.js";
import { uniform } from "../../src/numeric/uniform.js";

const next = uniform(11);
const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
const draw = (n: number, point: (i: number) => number[]) => Array.from({ length: n }, (_, i) => point(i));

const blobs = draw(500, (i) => [0, 1, 2, 3].map((j) => 8 * (((i % 5) * (j + 1)) % 5) + normal()));

/** What the room does with a sample, without the iterations over all. */
function verdict(points: number[][], ks: number[]) {
  const options = { times: 10, seed: 1 };
  const gap = gaps(points, ks, options);
  return chooseK(
    ks.map((k, i) => {
      const [best] = cluster(points, k, { starts: 10, seed: 1 });
      return {
        k,
        inertia: best!.inertia,
        silhouette: k === 1 ? null : silhouette(points, nearest(points, best!.centres).groups),
        calinski_harabasz: null,
        davies_bouldin: null,
        stability: k === 1 ? Number.NaN : stability(points, best!.centres, options),
        gap: gap[i]!.gap,
        gap_error: gap[i]!.error,
      };
    }),
  );
}

test("five blobs are told apart, as any seed finds them", () => {
  for (const seed of [1, 2, 3]) {
    const [best] = cluster(blobs, 5, { starts: 10, seed });
    const truth = blobs.map((_, i) => i % 5);
    expect(adjustedRandIndex(nearest(blobs, best!.centres).groups, truth)).toBe(1);
  }
});

describe("the number of clusters", () => {
  const ks = [1, 2, 3, 4, 5, 6, 7];
  test("five blobs are five", () => {
    expect(verdict(blobs, ks)).toEqual({ k: 5, verdict: "chosen" });
  });
  test.each<[string, (i: number) => number[]]>([
    ["normal", () => [normal(), normal(), normal(), normal()]],
    ["uniform", () => [next(), next(), next(), next()]],
    [
      "correlated",
      () => {
        const shared = 2 * normal();
        return [shared + normal(), shared + normal(), shared + normal(), normal()];
      },
    ],
  ])("%s points without structure have none", (_, point) => {
    expect(verdict(draw(500, point), ks)).toEqual({ k: 1, verdict: "no_structure" });
  });
});

test("as many clusters as there are points are the points", () => {
  const points = [[1], [2], [5]];
  expect(cluster(points, 3, { starts: 2, seed: 1 })).toEqual([{ centres: points, inertia: 0 }]);
});

describe("of the candidates", () => {
  const one = { k: 1, inertia: 9, calinski_harabasz: null, davies_bouldin: null, gap_error: 0.01 };
  const candidate = (k: number, gap: number, stable: number, apart: number | null) => ({
    ...{ ...one, k, gap, stability: stable, silhouette: apart },
  });
  test.each<[string, ReturnType<typeof candidate>[], object]>([
    [
      "only those with a larger gap count",
      [candidate(2, 0.4, 1, 0.6), candidate(3, 0.7, 0.9, 0.3)],
      { k: 3, verdict: "chosen" },
    ],
    [
      "only those that are found again",
      [candidate(2, 0.7, 0.5, 0.6), candidate(3, 0.7, 0.8, 0.3)],
      { k: 3, verdict: "chosen" },
    ],
    [
      "the smallest of those as far apart but for noise",
      [candidate(2, 0.7, 0.9, 0.3), candidate(3, 0.7, 0.9, 0.31)],
      { k: 2, verdict: "chosen" },
    ],
    ["none that is found again", [candidate(2, 0.7, 0.5, 0.6)], { k: 1, verdict: "unstable" }],
    ["none with a larger gap", [candidate(2, 0.5, 1, 0.6)], { k: 1, verdict: "no_structure" }],
  ])("%s", (_, several, expected) => {
    expect(chooseK([candidate(1, 0.5, Number.NaN, null), ...several])).toEqual(expected);
  });
});

describe("between clusters there is", () => {
  const parted = (points: number[][], k: number) => {
    const [best] = cluster(points, k, { starts: 5, seed: 1 });
    return hasValley(points, best!.centres, nearest(points, best!.centres).groups);
  };
  const log = (x: number) => Math.log(1 + x);
  const waited = () => log(-200 * Math.log(1 - next()));
  const often = () => 1 + Math.floor(Math.log(1 - next()) / Math.log(0.7));

  test.each<[string, () => number[]]>([
    ["normal", () => [normal(), normal(), normal(), normal()]],
    ["uniform", () => [next(), next(), next()]],
    ["skewed", () => [log(next() * 700), log(next() * 700), log(next() * 700)]],
    [
      "of independent habits",
      () => {
        const orders = often();
        return [waited(), log(orders), log(orders * 50 * Math.exp(0.6 * normal()))];
      },
    ],
  ])("no valley in one cloud, however it is cut: %s", (_, point) => {
    const points = draw(2000, point);
    expect([2, 3, 4, 5, 6].map((k) => parted(points, k))).toEqual([false, false, false, false, false]);
  });

  test("a valley, where they are kinds, though they overlap", () => {
    expect(parted(blobs, 5)).toBe(true);
    const near = draw(1000, (i) => [0, 1, 2, 3].map((j) => (j === i % 3 ? 4 : 0) + normal()));
    expect(parted(near, 3)).toBe(true);
  });

  test("nothing to tell among a few", () => {
    expect(parted(blobs.slice(0, 15), 2)).toBeUndefined();
  });
});
