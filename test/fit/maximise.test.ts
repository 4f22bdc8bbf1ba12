import { expect, test } from "vitest";
import { type Kind, maximise, normal, tabulate } from "../../src/fit/identity/mixture.js";
import { draw, generator, type Population } from "../support/simulate.js";

const M = [
  [0.05, 0.15, 0.8],
  [0.1, 0.9],
  [0.02, 0.03, 0.15, 0.8],
  [0.3, 0.7],
];
const U = [
  [0.95, 0.03, 0.02],
  [0.98, 0.02],
  [0.9, 0.06, 0.03, 0.01],
  [0.9, 0.1],
];
const LEVELS = M.map((levels) => levels.length);
const ALL = LEVELS.map((_, k) => k);
const SEARCH = { prior: 0, rounds: 5000, tolerance: 1e-10 };
const flat = (levels: number) => normal(Array.from({ length: levels }, (_, l) => 1 + l));

/** A share and chances come back within five standard errors. */
function near(found: number, chance: number, pairs: number): void {
  expect(Math.abs(found - chance)).toBeLessThan(5 * Math.sqrt((chance * (1 - chance)) / pairs) + 1e-5);
}

test("two kinds: share and m come back within the sampling error, u being known", () => {
  const random = generator(1);
  const one: Population = { pairs: 60_000, chances: M };
  const strangers: Population = { pairs: 1_940_000, chances: U };
  const unknown = [0.1, 0.4, 0, 0.2];
  const drawn = [...draw(one, unknown, random), ...draw(strangers, unknown, random)];
  const kinds: Kind[] = [
    { share: 0.5, chances: LEVELS.map(flat), learns: () => true },
    { share: 0.5, chances: U.map((levels) => [...levels]), learns: () => false },
  ];
  maximise(tabulate(drawn, LEVELS, ALL), kinds, { ...SEARCH, pairs: 2_000_000 });
  // What cannot be told apart widens the error: half the pairs are as good as told.
  near(kinds[0]!.share, 0.03, 1_000_000);
  for (const [k, levels] of M.entries())
    for (const [l, chance] of levels.entries())
      near(kinds[0]!.chances[k]![l]!, chance, 30_000 * (1 - unknown[k]!));
  expect(kinds[1]).toMatchObject({ share: 1 - kinds[0]!.share, chances: U });
});

test("three kinds: those of a household, strangers in two respects, are told from those that are one", () => {
  const random = generator(2);
  const house = [U[0]!, [0.02, 0.98], [0.02, 0.03, 0.05, 0.9], U[3]!];
  const known = [0, 0, 0, 0];
  const drawn = [
    ...draw({ pairs: 50_000, chances: M }, known, random),
    ...draw({ pairs: 30_000, chances: house }, known, random),
    ...draw({ pairs: 1_920_000, chances: U }, known, random),
  ];
  const kinds: Kind[] = [
    { share: 0.1, chances: LEVELS.map((n) => normal([...Array(n - 1).fill(0.1), 0.9])), learns: () => true },
    {
      share: 0.1,
      chances: [U[0]!, ...LEVELS.slice(1, 3).map((n) => normal([...Array(n - 1).fill(0.5), 0.5])), U[3]!],
      learns: (k) => k === 1 || k === 2,
    },
    { share: 0.8, chances: U.map((levels) => [...levels]), learns: () => false },
  ];
  maximise(tabulate(drawn, LEVELS, ALL), kinds, { ...SEARCH, pairs: 2_000_000 });
  near(kinds[0]!.share, 0.025, 500_000);
  near(kinds[1]!.share, 0.015, 500_000);
  for (const [k, levels] of M.entries())
    for (const [l, chance] of levels.entries()) near(kinds[0]!.chances[k]![l]!, chance, 12_000);
  for (const k of [1, 2])
    for (const [l, chance] of house[k]!.entries()) near(kinds[1]!.chances[k]![l]!, chance, 7_000);
  expect([kinds[1]!.chances[0], kinds[1]!.chances[3]]).toEqual([U[0], U[3]]);
});

test("pairs beyond the table's are strangers, and those that are one among them are missed", () => {
  const random = generator(3);
  const unknown = [0, 0, 0, 0];
  const all = [
    ...draw({ pairs: 100_000, chances: M }, unknown, random),
    ...draw({ pairs: 1_000_000_000, chances: U }, unknown, random),
  ];
  // Found are the pairs that agree fully in the first or the third respect: all but .2 × .2 of those that are one.
  const found = all.filter(({ levels }) => levels[0] === 2 || levels[2] === 3);
  const kinds: Kind[] = [
    { share: 1e-3, chances: M.map((levels) => [...levels]), learns: () => false },
    { share: 1 - 1e-3, chances: U.map((levels) => [...levels]), learns: () => false },
  ];
  maximise(tabulate(found, LEVELS, ALL), kinds, { ...SEARCH, pairs: 1_000_100_000 });
  expect(Math.abs(kinds[0]!.share * 1e9 - 96_000)).toBeLessThan(2_000);
});

test("what the starting chances are worth holds where there is little to learn from, and yields where there is much", () => {
  const start = () => [
    { share: 0.5, chances: M.map((levels) => [...levels]), learns: () => true },
    { share: 0.5, chances: U.map((levels) => [...levels]), learns: () => false },
  ];
  const best = (count: number) => tabulate([{ levels: [2, 1, 3, 1], count }], LEVELS, ALL);
  const few = start();
  maximise(best(2), few, { ...SEARCH, prior: 20, pairs: 2 });
  expect(few[0]!.chances[0]![0]).toBeCloseTo((0.05 * 20) / 22, 3);
  const many = start();
  maximise(best(2_000_000), many, { ...SEARCH, prior: 20, pairs: 2_000_000 });
  expect(many[0]!.chances[0]![2]).toBeGreaterThan(0.9999);
  // No level is ever impossible.
  expect(Math.min(...many[0]!.chances.flat())).toBeGreaterThan(0);
});

test("an empty table and no comparison leave everything finite", () => {
  for (const table of [tabulate([], LEVELS, ALL), tabulate([], LEVELS, [])]) {
    const kinds: Kind[] = [
      { share: 0.5, chances: M.map((levels) => [...levels]), learns: () => true },
      { share: 0.5, chances: U.map((levels) => [...levels]), learns: () => false },
    ];
    maximise(table, kinds, { ...SEARCH, pairs: 0 });
    expect(kinds[0]!.share).toBe(0);
    expect(kinds.flatMap(({ chances }) => chances.flat()).every(Number.isFinite)).toBe(true);
  }
});

test("normal scales to a sum of one", () => {
  expect(normal([1, 1, 2])).toEqual([0.25, 0.25, 0.5]);
});
