import { expect, test } from "vitest";
import { rocAuc } from "../../src/numeric/roc-auc.js";
import { type RocPoint, rocPoints } from "../../src/numeric/roc-points.js";
import { uniform } from "../../src/numeric/uniform.js";
import { answer, p, weights } from "./judged-rows.js";

const area = (points: readonly RocPoint[]) =>
  points.reduce(
    (sum, { no, yes }, k) =>
      k === 0 ? 0 : sum + ((no - points[k - 1]!.no) * (yes + points[k - 1]!.yes)) / 2,
    0,
  );

test("from nothing to all, through every corner", () => {
  const points = rocPoints(p, answer);
  expect(points[0]).toEqual({ cut: Number.POSITIVE_INFINITY, rows: 0, yes: 0, no: 0 });
  expect(points.at(-1)).toEqual({ cut: 0.02, rows: 1, yes: 1, no: 1 });
  expect(area(points)).toBeCloseTo(0.7990430622009569, 12);
  expect(points.find((point) => point.cut === 0.28)).toMatchObject({
    yes: 10 / 11,
    no: 9 / 19,
    rows: 19 / 30,
  });
  expect(area(rocPoints(p, answer, { weights }))).toBeCloseTo(0.806674338319908, 12);
});

test("a hundred of many corners: true cuts, the area within a thousandth", () => {
  const next = uniform(8);
  const scores = Float64Array.from({ length: 20_000 }, () => next());
  const answers = Uint8Array.from(scores, (each) => (next() < each ** 3 ? 1 : 0));
  const points = rocPoints(scores, answers);
  expect(points).toHaveLength(100);
  expect(Math.abs(area(points) - rocAuc(Array.from(scores), answers))).toBeLessThan(0.001);
  for (const { cut, rows } of points)
    expect(scores.filter((each) => each >= cut).length / scores.length).toBeCloseTo(rows, 12);
  for (let k = 1; k < points.length; k++) {
    expect(points[k]!.yes).toBeGreaterThanOrEqual(points[k - 1]!.yes);
    expect(points[k]!.no).toBeGreaterThanOrEqual(points[k - 1]!.no);
  }
});

test("equal scores are a straight line; one answer alone is no curve", () => {
  expect(rocPoints(new Float64Array(30), answer)).toHaveLength(2);
  expect(rocPoints(p, new Uint8Array(30))).toEqual([]);
});
