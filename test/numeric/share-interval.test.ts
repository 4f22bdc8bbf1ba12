import { expect, test } from "vitest";
import { shareInterval } from "../../src/numeric/share-interval.js";
import { own, twice } from "./judged-rows.js";

const ones = new Float64Array(20).fill(1);
const eight = ones.map((_, i) => (i < 8 ? 1 : 0));

// Expected: scipy.stats.binomtest(8, 20).proportion_ci(method="wilson").
test("whole rows: Wilson's interval, whatever lies outside of the whole", () => {
  const longer = [Float64Array.of(...eight, 0, 0), Float64Array.of(...ones, 0, 0)] as const;
  for (const [part, whole] of [[eight, ones] as const, longer]) {
    const found = shareInterval(part, whole);
    expect(found.value).toBeCloseTo(0.4, 14);
    expect(found.low).toBeCloseTo(0.21880653237281705, 12);
    expect(found.high).toBeCloseTo(0.6134184992377467, 12);
  }
});

test("each row twice tells no more than once; nor do weights all alike", () => {
  const cluster = twice(own.subarray(0, 20));
  expect(shareInterval(twice(eight), twice(ones), cluster).low).toBeCloseTo(0.21880653237281705, 12);
  expect(
    shareInterval(
      eight.map((each) => 3 * each),
      ones.map(() => 3),
    ).low,
  ).toBeCloseTo(0.21880653237281705, 12);
});

test("rows of a cluster that are as unlike as any tell as much as others", () => {
  const cluster = Int32Array.from(ones, (_, i) => i % 10);
  const found = shareInterval(
    ones.map((_, i) => ([0, 1, 2, 3, 14, 15, 16, 17].includes(i) ? 1 : 0)),
    ones,
    cluster,
  );
  expect(found.low).toBeCloseTo(0.21880653237281705, 12);
});

test("uneven weights tell less", () => {
  const weights = ones.map((_, i) => (i % 2 === 0 ? 9 : 1));
  const found = shareInterval(
    eight.map((each, i) => each * weights[i]!),
    weights,
  );
  expect(found.value).toBeCloseTo(0.4, 14);
  expect(found.high - found.low).toBeGreaterThan(0.42);
});

// Expected: scipy.stats.binomtest(20, 20).proportion_ci(method="wilson").
test("all and nothing have bounds; of nothing there is no share", () => {
  expect(shareInterval(ones, ones).low).toBeCloseTo(0.8388748419471808, 12);
  expect(shareInterval(new Float64Array(20), ones).high).toBeCloseTo(1 - 0.8388748419471808, 12);
  expect(shareInterval(ones, new Float64Array(20)).value).toBeNaN();
});
