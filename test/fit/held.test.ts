import { describe, expect, test } from "vitest";
import { holding } from "../../src/fit/identity/mixture.js";
import { type Data, type Found, fitModel } from "../../src/fit/identity/model.js";
import { draw, generator } from "../support/simulate.js";

const PAIRS = 10_000_000;
const M = [
  [0.1, 0.2, 0.7],
  [0.1, 0.9],
  [0.3, 0.7],
];
const U = [
  [0.95, 0.04, 0.01],
  [0.98, 0.02],
  [0.97, 0.03],
];
const SHARE = 1e-3;

/** Pairs of a known model, all of them compared. */
function world(): Data {
  const random = generator(7);
  const drawn = [
    ...draw({ pairs: PAIRS * SHARE, chances: M }, [0, 0, 0], random),
    ...draw({ pairs: PAIRS * (1 - SHARE), chances: U }, [0, 0, 0], random),
  ];
  return {
    respects: M.map((levels, k) => ({ name: `c${k}`, levels: levels.length })),
    random: drawn,
    found: drawn.map((pattern): Found => ({ ...pattern, rules: 1 })),
    rules: new Map(),
    kin: [],
    pairs: PAIRS,
  };
}

const data = world();
const setting = (k: number, own: Partial<Data["respects"][number]>, rest: Partial<Data> = {}): Data => ({
  ...data,
  ...rest,
  respects: data.respects.map((respect, i) => (i === k ? { ...respect, ...own } : respect)),
});
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test("without anything set the truth comes back", () => {
  const { m, u, shares } = fitModel(data);
  expect(m[0]![2]).toBeCloseTo(0.7, 1);
  expect(u[1]![1]).toBeCloseTo(0.02, 2);
  expect(shares[0]).toBeCloseTo(SHARE, 3);
});

describe("chances that are set", () => {
  test("of all levels: none is learnt, and the others are learnt beside them", () => {
    const { m, u } = fitModel(setting(0, { m: [0.5, 0.25, 0.25], u: [0.5, 0.3, 0.2] }));
    expect(m[0]).toEqual([0.5, 0.25, 0.25]);
    expect(u[0]).toEqual([0.5, 0.3, 0.2]);
    expect(m[1]).not.toEqual(fitModel(data).m[1]);
    expect(sum(m[1]!)).toBeCloseTo(1, 10);
  });

  test("of one level: it stays, and the others share the rest as they are learnt", () => {
    const { m } = fitModel(setting(0, { m: [undefined, undefined, 0.69] }));
    expect(m[0]![2]).toBe(0.69);
    expect(sum(m[0]!)).toBeCloseTo(1, 10);
    expect(Math.abs(m[0]![1]! - M[0]![1]!)).toBeLessThan(0.04);
    const { u } = fitModel(setting(0, { u: [undefined, 0.06, undefined] }));
    expect(u[0]![1]).toBe(0.06);
    expect(sum(u[0]!)).toBeCloseTo(1, 10);
    expect(u[0]![2]).toBeCloseTo(0.01, 2);
  });

  test("also in the sessions of single rules, and over a chance that was counted", () => {
    const rules = new Map([[0, [2]]]);
    const found = data.found.map((pattern) => ({ ...pattern, rules: pattern.levels[2] === 1 ? 1 : 0 }));
    const own = { m: [0.2, 0.2, 0.6], u: [0.9, 0.07, 0.03], repeat: 0.5 };
    const { m, u, sessions } = fitModel(setting(0, own, { rules, found }));
    expect(sessions.map(({ chances }) => chances[0]![0])).toEqual([[0.2, 0.2, 0.6]]);
    expect(m[0]).toEqual([0.2, 0.2, 0.6]);
    expect(u[0]).toEqual([0.9, 0.07, 0.03]);
  });

  test("kin learn theirs; in what they are like strangers they have the chances that are set", () => {
    const kin = [{ name: "household", strangers: [0] }];
    const { kin: found } = fitModel(setting(0, { m: [0.2, 0.2, 0.6], u: [0.6, 0.3, 0.1] }, { kin }));
    expect(found[0]![0]).toEqual([0.6, 0.3, 0.1]);
    expect(found[0]![1]).not.toEqual([0.1, 0.9]);
  });
});

test("a share that is set stays, kin get no more than is left", () => {
  expect(fitModel({ ...data, share: 0.02 }).shares).toEqual([0.02]);
  const { shares } = fitModel({ ...data, share: 0.9, kin: [{ name: "household", strangers: [0] }] });
  expect(shares[0]).toBe(0.9);
  expect(sum(shares)).toBeLessThan(1);
});

test.each<[string, number[], (number | undefined)[], number[]]>([
  ["nothing set", [0.2, 0.8], [], [0.2, 0.8]],
  ["one set", [0.2, 0.2, 0.6], [undefined, undefined, 0.9], [0.05, 0.05, 0.9]],
  ["all set, as they are", [0.2, 0.8], [0.5, 0.4], [0.5, 0.4]],
  ["nothing left for the rest", [0.2, 0.8], [1, undefined], [1, 1e-6]],
])("holding: %s", (_, chances, held, wanted) => {
  for (const [l, chance] of holding(chances, held).entries()) expect(chance).toBeCloseTo(wanted[l]!, 12);
});
