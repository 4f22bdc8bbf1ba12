import { expect, test } from "vitest";
import { gains } from "../../src/numeric/gains.js";
import { wilsonInterval } from "../../src/numeric/wilson-interval.js";
import { answer, cluster, own, p, twice, weights } from "./judged-rows.js";

test("tenths of thirty rows by hand", () => {
  const found = gains(p, answer);
  expect(found.map((each) => each.rows)).toEqual(new Array(10).fill(3));
  // From .98 down: 1 0 1, 1 1 1, 0 1 0, 1 0 0, 0 0 1, then .29 and two of the three of .28, of which two say yes.
  const yes = [2, 3, 1, 1, 1, 4 / 3, 1 + 2 / 3, 0, 0, 0];
  for (const [k, each] of found.entries()) expect(each.yes).toBeCloseTo(yes[k]!, 12);
  expect(found[0]!.lift).toBeCloseTo(2 / 3 / (11 / 30), 12);
  expect(found[1]!.capture).toMatchObject({ value: 5 / 11 });
  expect(found[1]!.capture.low).toBeCloseTo(wilsonInterval(5, 11).low, 12);
  expect(found[1]!.own.value).toBeCloseTo(3 / 11, 14);
  expect(found[1]!.own.high).toBeCloseTo(wilsonInterval(3, 11).high, 12);
  expect(found[9]!.capture.value).toBeCloseTo(1, 14);
});

test("rows of equal scores are shared out, whatever their order", () => {
  const scores = new Float64Array(30).fill(0.2);
  for (const each of gains(scores, answer)) {
    expect(each.yes).toBeCloseTo(1.1, 12);
    expect(each.lift).toBeCloseTo(1, 12);
  }
  expect(gains(p.toReversed(), answer.toReversed())).toEqual(gains(p, answer));
});

test("weights and clusters: yes and rows add up, captures never fall", () => {
  const found = gains(p, answer, { weights, cluster });
  const sum = (of: "rows" | "yes") => found.reduce((all, each) => all + each[of], 0);
  expect(sum("rows")).toBeCloseTo(56, 12);
  expect(sum("yes")).toBeCloseTo(16.5, 12);
  for (let k = 1; k < 10; k++)
    expect(found[k]!.capture.value).toBeGreaterThanOrEqual(found[k - 1]!.capture.value);
  const once = gains(p, answer)[1]!.capture;
  expect(gains(twice(p), twice(answer), { cluster: twice(own) })[1]!.capture.low).toBeCloseTo(once.low, 12);
});

test("fewer rows than groups, and no yes", () => {
  expect(gains(p.subarray(0, 4), answer.subarray(0, 4))).toHaveLength(4);
  expect(gains(p, new Uint8Array(30))[0]!.lift).toBeNaN();
  expect(gains(new Float64Array(0), new Uint8Array(0))).toEqual([]);
});
