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
    random: drawn(2_000_000),
    found: drawn(PAIRS)
      .map((pattern) => ({ ...pattern, rules: bits(pattern, all) }))
      .filter(({ rules }) => rules > 0),
    rules: DECIDED,
    kin: KIN,
    pairs: PAIRS,
  };
}

/** How far each chance of a kind is from the truth, in standard errors. */
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
test("x", () => {
  for (const seed of [1, 2, 3, 4])
    for (const all of [true, false]) {
      const data = world(seed, all);
      const model = fitModel(data);
      console.log(
        all,
        data.found.length,
        model.shares,
        JSON.stringify(errors(model.m, M, 20000)),
        JSON.stringify(model.m.map((l) => l.map((x) => x.toFixed(4)))),
      );
      console.log(
        JSON.stringify(errors(model.kin[0]!, HOUSE, 10000)),
        JSON.stringify(model.kin[0]!.map((l) => l.map((x) => x.toFixed(4)))),
      );
      console.log(
        JSON.stringify(errors(model.u, U, 2e6)),
        JSON.stringify(model.u.map((l) => l.map((x) => x.toFixed(5)))),
      );
      console.log(
        JSON.stringify(model.sessions.map((s) => ({ r: s.rule, p: s.pairs, s: s.shares, n: s.rounds }))),
      );
    }
});
