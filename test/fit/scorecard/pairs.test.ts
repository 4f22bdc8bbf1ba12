import { expect, test } from "vitest";
import { FINE, fitFine, WITH_PAIRS } from "../../../src/fit/scorecard/fine.js";
import { findPairs } from "../../../src/fit/scorecard/pairs.js";
import { uniform } from "../../../src/numeric/uniform.js";
import { chance, type World, worldOf } from "../../support/columns.js";

/** Five features, each of which tells something; `planted`: how much more two of them tell together. */
function drawn(n: number, seed: number, planted: number): World {
  const next = uniform(seed);
  const draw = () => Array.from({ length: n }, next);
  const [a, b, c, d] = [draw(), draw(), draw(), draw()] as const;
  const e = draw().map((u) => ["p", "q", "r"][Math.floor(3 * u)]!);
  const odds = (i: number) =>
    a[i]! -
    b[i]! +
    (c[i]! + d[i]!) / 2 +
    (e[i] === "q" ? 0.7 : 0) +
    (a[i]! > 0.5 === b[i]! > 0.5 ? planted : -planted) -
    1.5;
  return worldOf(
    { a, b, e, c, d: d.map((value, i) => value + c[i]! / 10) },
    a.map((_, i) => Number(next() < chance(odds(i)))),
  );
}

function found({ columns, examples }: World) {
  const [{ score }] = fitFine(columns, examples, FINE);
  return findPairs(columns, examples, score(examples.rows), WITH_PAIRS.pairs!).map(({ columns: [x, y] }) =>
    [x.name, y.name].sort().join(),
  );
}

test("finds the two features that tell more together", () => {
  for (let seed = 1; seed <= 10; seed++) expect(found(drawn(4000, seed, 0.6))[0]).toBe("a,b");
});

test("where features add up, as good as never finds any", () => {
  let times = 0;
  for (let seed = 1; seed <= 60; seed++) if (found(drawn(1500, 100 + seed, 0)).length > 0) times++;
  expect(times).toBeLessThanOrEqual(3);
});

test("a found table tells what the sum does not", () => {
  const { columns, examples, row } = drawn(4000, 3, 1);
  const { card } = fitFine(columns, examples, WITH_PAIRS)[1]!;
  const table = card.pairs.find(({ features }) => [...features].sort().join() === "a,b")!;
  expect(table.rows.reduce((sum, one) => sum + one, 0)).toBe(4000);
  expect(table.effects).toHaveLength(table.axes[0].bins.length * table.axes[1].bins.length);
  const next = fitFine(columns, examples, FINE)[0].score(examples.rows);
  const both = fitFine(columns, examples, WITH_PAIRS)[1]!.score(examples.rows);
  let [up, count] = [0, 0];
  for (const i of examples.rows) {
    const { a, b } = row(i) as { a: number; b: number };
    if (a > 0.7 && b > 0.7) {
      up += both[i]! - next[i]!;
      count++;
    }
  }
  expect(up / count).toBeGreaterThan(0.6);
});
