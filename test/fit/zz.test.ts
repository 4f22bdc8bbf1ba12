import { draw, generator } from "../support/simulate.js";
import { type Data, type Found, type Pattern } from "../../src/fit/identity/model.js";
import { test } from "vitest";
import { fitModel } from "../../src/fit/identity/model.js";
import { maximise, tabulate } from "../../src/fit/identity/mixture.js";
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
    random: drawn(2_000_000),
    found: drawn(PAIRS)
      .map((pattern) => ({ ...pattern, rules: bits(pattern, all) }))
      .filter(({ rules }) => rules > 0),
    rules: DECIDED,
    kin: KIN,
    pairs: PAIRS,
  };
}


function errors(found: readonly (readonly number[])[], truth: readonly (readonly number[])[], pairs: number) {
  return truth.map((levels, k) =>
    levels.map(
      (chance, l) =>
        Math.round(
          (10 * (found[k]![l]! - chance)) / Math.sqrt((chance * (1 - chance)) / (pairs * (1 - UNKNOWN[k]!))),
        ) / 10,
    ),
  );
}
test("conv", () => {
  for (const seed of [1,2,3,4]) {
    const data = world(seed, true);
    const model = fitModel(data);
    for (const prior of [20, 0]) {
    const kinds = [
      { share: model.shares[0]!, chances: model.m.map(l=>[...l]), learns: () => true },
      { share: model.shares[1]!, chances: model.kin[0]!.map(l=>[...l]), learns: (k: number) => ![0,3].includes(k) },
      { share: 1-model.shares[0]!-model.shares[1]!, chances: U.map(l=>[...l]), learns: () => false },
    ];
    const start = model.kin[0]![4]!.map(x=>x.toFixed(4)).join(" ");
    const n = maximise(tabulate(data.found, LEVELS, [0,1,2,3,4]), kinds, { pairs: PAIRS, prior: 0, rounds: 20000, tolerance: 1e-12 });
    console.log(seed, n, start, "->", kinds[1]!.chances[4]!.map(x=>x.toFixed(4)).join(" "), kinds[1]!.chances[1]!.map(x=>x.toFixed(4)).join(" "), kinds.map(k=>k.share));
    }
  }
});
