import { describe, expect, test } from "vitest";
import { type Data, type Found, fitModel, type Model, type Pattern } from "../../src/fit/identity/model.js";
import { draw, generator } from "../support/simulate.js";

/** A town of 20,000 records: forename, family name, e-mail, birth date, street. */
const RESPECTS = [
  { name: "given_name", levels: 4 },
  { name: "family_name", levels: 3 },
  { name: "email", levels: 3, repeat: 0.0001 },
  { name: "birth_date", levels: 3, repeat: 0.001 },
  { name: "street", levels: 3, repeat: 0.001 },
];
const LEVELS = RESPECTS.map(({ levels }) => levels);
const UNKNOWN = [0, 0, 0.3, 0.2, 0.1];
const PAIRS = 200_000_000;
const RANDOM = 2_000_000;
const SHARES = [1e-4, 5e-5];
const M = [
  [0.03, 0.07, 0.1, 0.8],
  [0.05, 0.05, 0.9],
  [0.2, 0.1, 0.7],
  [0.02, 0.08, 0.9],
  [0.15, 0.1, 0.75],
];
const U = [
  [0.93, 0.04, 0.02, 0.01],
  [0.985, 0.01, 0.005],
  [0.9949, 0.005, 0.0001],
  [0.979, 0.02, 0.001],
  [0.969, 0.03, 0.001],
];
const HOUSE = [U[0]!, [0.08, 0.02, 0.9], [0.6, 0.1, 0.3], U[3]!, [0.02, 0.03, 0.95]];
const KIN = [{ name: "household", strangers: [0, 3] }];

/** Rules: 0 all pairs, 1 the same e-mail, 2 the same birth date, 3 the same family name and street. */
const DECIDED = new Map([
  [1, [2]],
  [2, [3]],
  [3, [1, 4]],
]);
const bits = ({ levels }: Pattern, all: boolean) =>
  (all ? 1 : 0) +
  [...DECIDED].reduce(
    (sum, [rule, decided]) => sum + (decided.every((k) => levels[k] === LEVELS[k]! - 1) ? 2 ** rule : 0),
    0,
  );

function world(seed: number, all: boolean): Data & { found: readonly Found[] } {
  const random = generator(seed);
  const kinds = [M, HOUSE, U];
  const shares = [...SHARES, 1 - SHARES[0]! - SHARES[1]!];
  const drawn = (pairs: number) =>
    kinds.flatMap((chances, i) => draw({ pairs: Math.round(pairs * shares[i]!), chances }, UNKNOWN, random));
  return {
    respects: RESPECTS,
    random: drawn(RANDOM),
    found: drawn(PAIRS)
      .map((pattern) => ({ ...pattern, rules: bits(pattern, all) }))
      .filter(({ rules }) => rules > 0),
    rules: DECIDED,
    kin: KIN,
    pairs: PAIRS,
  };
}

/** The largest distance of a kind's chances from the truth, in standard errors of what pairs of the kind can tell. */
function furthest(
  found: readonly (readonly number[])[],
  truth: readonly (readonly number[])[],
  pairs: number,
) {
  const errors = truth.flatMap((levels, k) =>
    levels.map((chance, l) => {
      const error = Math.sqrt((chance * (1 - chance)) / (pairs * (1 - UNKNOWN[k]!)));
      return Math.abs(found[k]![l]! - chance) / error;
    }),
  );
  return Math.max(...errors);
}

const distance = (found: readonly (readonly number[])[], truth: readonly (readonly number[])[]) =>
  Math.max(...truth.flatMap((levels, k) => levels.map((chance, l) => Math.abs(found[k]![l]! - chance))));

describe.each([1, 2, 3, 4])(
  "200 million pairs drawn from a known model (seed %i), all of them compared",
  (seed) => {
    const model = fitModel(world(seed, true));

    test("m comes back within the sampling error", () => {
      expect(furthest(model.m, M, PAIRS * SHARES[0]!)).toBeLessThan(4.5);
    });

    test("so does u", () => {
      expect(furthest(model.u, U, RANDOM)).toBeLessThan(4.5);
    });

    test("so do the shares of pairs that are one and of households", () => {
      for (const [i, share] of SHARES.entries())
        expect(Math.abs(model.shares[i]! / share - 1)).toBeLessThan(8 / Math.sqrt(PAIRS * share));
    });

    test("the chances among households come back as far as the start's 20 pairs and the error of u let them", () => {
      // Half as many as the pairs that are one, and less apart from strangers: a hundred pairs tell the rarest levels.
      expect(distance(model.kin[0]!, HOUSE)).toBeLessThan(0.025);
    });

    test("a household is like strangers in forename and birth date", () => {
      for (const k of KIN[0]!.strangers) expect(model.kin[0]![k]).toEqual(model.u[k]);
    });
  },
);

describe("only the pairs that the rules find, 99 in 100 of those that are one", () => {
  const model = fitModel(world(5, false));

  test("m and their share are as they are among the found", () => {
    expect(distance(model.m, M)).toBeLessThan(0.03);
    expect(model.shares[0]! / SHARES[0]!).toBeGreaterThan(0.9);
    expect(model.shares[0]! / SHARES[0]!).toBeLessThan(1);
  });

  test("each rule had its say of what it does not decide", () => {
    expect(model.sessions.map(({ rule }) => rule)).toEqual([1, 2, 3]);
    for (const { rule, chances } of model.sessions)
      expect(chances[0]!.flatMap((levels, k) => (levels === undefined ? [k] : []))).toEqual(
        DECIDED.get(rule),
      );
  });
});

describe("a town with far more households than pairs that are one", () => {
  const random = generator(12);
  const twins = 0.02;
  const house = [U[0]!, M[1]!, HOUSE[2]!, M[3]!.map((m, l) => twins * m + (1 - twins) * U[3]![l]!), M[4]!];
  const shares = [2e-6, 2e-4];
  const drawn = [M, house, U].flatMap((chances, i) =>
    draw({ pairs: Math.round(PAIRS * (shares[i] ?? 1)), chances }, UNKNOWN, random),
  );
  const data: Data = {
    respects: RESPECTS,
    random: draw({ pairs: RANDOM, chances: U }, UNKNOWN, random),
    found: drawn.map((pattern) => ({ ...pattern, rules: bits(pattern, true) })),
    rules: DECIDED,
    kin: [{ name: "household", people: true, strangers: [0], seldom: [3] }],
    pairs: PAIRS,
  };
  const lasting = RESPECTS.map((respect, k) =>
    k === 0 || k === 3 ? { ...respect, mostDifferent: 0.35 } : respect,
  );

  test("are not taken for those that are one, where forename and birth date hardly ever differ", () => {
    const { m, shares: found } = fitModel({ ...data, respects: lasting });
    expect(m[0]![0]).toBeLessThan(0.2);
    expect(m[3]![0]).toBeLessThan(0.2);
    expect(found[0]! / shares[0]!).toBeGreaterThan(0.7);
    expect(found[0]! / shares[0]!).toBeLessThan(1.5);
  });

  test("twins are told: how many of a household share their birth date", () => {
    const { kin } = fitModel({ ...data, respects: lasting });
    expect(kin[0]![3]!.at(-1)).toBeGreaterThan(0.01);
    expect(kin[0]![3]!.at(-1)).toBeLessThan(0.03);
  });
});

describe("a town where fathers and sons have one name and one address", () => {
  const alike = (levels: readonly number[]) => levels.map((m, l) => (l === 0 ? 0 : m / (1 - levels[0]!)));
  const namesakes = [alike(M[0]!), alike(M[1]!), U[2]!, U[3]!, alike(M[4]!)];
  const shares = [1e-4, 4e-6];
  const random = generator(14);
  const drawn = [M, namesakes, U].flatMap((chances, i) =>
    draw({ pairs: Math.round(PAIRS * (shares[i] ?? 1)), chances }, [0, 0, 0.3, 0.8, 0.1], random),
  );
  const model = fitModel({
    respects: RESPECTS,
    random: draw({ pairs: RANDOM, chances: U }, UNKNOWN, random),
    found: drawn.map((pattern) => ({ ...pattern, rules: bits(pattern, true) })),
    rules: DECIDED,
    kin: [{ name: "namesakes", people: true, strangers: [2, 3], shared: [0, 1, 4] }],
    pairs: PAIRS,
  });

  test("their share comes back, and they are not taken for people with another e-mail", () => {
    expect(Math.abs(model.shares[1]! / shares[1]! - 1)).toBeLessThan(0.25);
    expect(Math.abs(model.m[2]![0]! - M[2]![0]!)).toBeLessThan(0.012);
  });

  test("they are like one person in what they share, but never without likeness", () => {
    for (const k of [0, 1, 4])
      for (const [l, chance] of alike(M[k]!).entries()) {
        expect(model.kin[0]![k]![l]).toBeCloseTo(chance, 1);
        expect(model.kin[0]![k]![l]).toBeGreaterThan(0);
      }
    for (const k of [2, 3]) expect(model.kin[0]![k]).toEqual(model.u[k]);
  });
});

test("the order of the patterns is no matter beyond rounding", () => {
  const data = world(6, true);
  const turned = fitModel({
    ...data,
    random: [...data.random].reverse(),
    found: [...data.found].reverse(),
  });
  const model = fitModel(data);
  expect(distance(turned.m, model.m)).toBeLessThan(1e-6);
  expect(distance(turned.u, model.u)).toBeLessThan(1e-6);
});

describe("too little to learn from: chances all the same, above 0 and adding up", () => {
  const nothing: Data = { ...world(7, true), random: [], found: [], pairs: 0 };
  const [given, family] = RESPECTS;
  const two = { ...nothing, respects: [given!, family!], kin: [], rules: new Map([[1, [0]]]), pairs: 1 };
  test.each<[string, Data]>([
    ["no pairs", nothing],
    ["no pairs and nothing to compare", { ...nothing, respects: [], kin: [], rules: new Map() }],
    ["one pair", { ...two, found: [{ levels: [3, 2], count: 1, rules: 3 }] }],
    ["pairs that know nothing", { ...two, found: [{ levels: [-1, -1], count: 9, rules: 1 }], pairs: 9 }],
    ["only pairs that agree", { ...two, found: [{ levels: [3, 2], count: 900, rules: 3 }], pairs: 900 }],
    [
      "only one comparison",
      { ...two, respects: [given!], found: [{ levels: [3], count: 50, rules: 2 }], pairs: 99 },
    ],
  ])("%s", (_, data) => {
    const model: Model = fitModel(data);
    expect(model.m).toHaveLength(data.respects.length);
    for (const levels of [...model.m, ...model.u, ...model.kin.flat()]) {
      expect(levels.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
      expect(Math.min(...levels)).toBeGreaterThan(0);
    }
    for (const share of model.shares) expect(share).toBeGreaterThan(0);
    expect(model.shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1);
  });
});
