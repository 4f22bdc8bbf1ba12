import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { type Comparison, identifier, STANDARD, text } from "../../src/identity/comparisons.js";
import { comparePairs, levelSql, levelsOf, radices } from "../../src/identity/patterns.js";
import { type Contact, comparing, RARITIES } from "../support/compare.js";

const EXTRAS = ["a", "b", "c", "d", "e", "f"].map((name) => text(`x_${name}`));

async function engine() {
  const opened = await openEngine({ threads: 1 });
  onTestFinished(() => opened.close());
  return opened;
}

test("levelsOf undoes what the engine makes of any levels", async () => {
  const comparisons = STANDARD.slice(0, 3);
  const radix = radices(comparisons);
  const levels = comparisons.map(
    ({ levels: { length } }, k) => `(select range - 1 as l${k} from range(${length + 1}))`,
  );
  const sum = radix.map((each, k) => `(l${k} + 1) * ${each}::bigint`).join(" + ");
  const rows = await (await engine()).read<{ pattern: number; l0: number; l1: number; l2: number }>(
    `select ${sum} as pattern, l0, l1, l2 from ${levels.join(", ")} order by pattern`,
  );
  expect(rows).toHaveLength(
    comparisons.reduce((product, { levels: { length } }) => product * (length + 1), 1),
  );
  for (const [i, { pattern, l0, l1, l2 }] of rows.entries()) {
    expect(pattern).toBe(i);
    expect(levelsOf(pattern, comparisons)).toEqual([l0, l1, l2]);
  }
});

test("the largest pattern of all comparisons that there can be is told exactly by a number of JavaScript", async () => {
  const all = [...STANDARD, ...EXTRAS];
  const largest = radices(all).reduce((sum, radix, k) => sum + radix * all[k]!.levels.length, 0);
  expect(Number.isSafeInteger(largest)).toBe(true);
  const [row] = await (await engine()).read<{ pattern: string }>(
    `select ${largest}::bigint::varchar as pattern`,
  );
  expect(Number(row!.pattern)).toBe(largest);
  expect(levelsOf(largest, all)).toEqual(all.map(({ levels: { length } }) => length - 1));
});

test("the levels as the engine finds them are those that their numbers stand for", async () => {
  const whole: Contact = {
    given_name: "Anne",
    family_name: "Roy",
    email: "anne@ex.ca",
    birth_date: "1980-02-03",
  };
  const changed: Contact = {
    given_name: "Luc",
    family_name: "Royal",
    email: "anne@mail.test",
    phone: "514 555-1234",
  };
  const [found] = await comparing(STANDARD, [[whole, changed]]);
  const levels = levelsOf(found!.pattern, STANDARD);
  expect(levels.map((level, k) => [STANDARD[k]!.name, level])).toEqual([
    ["given_name", 0],
    ["family_name", 1],
    ["generation", -1],
    ["company", -1],
    ["email", 5],
    ["phone", -1],
    ["birth_date", -1],
    ["street", -1],
    ["place", -1],
    ["loyalty_number", -1],
  ]);
  const back = radices(STANDARD).reduce((sum, radix, k) => sum + radix * (levels[k]! + 1), 0);
  expect(back).toBe(found!.pattern);
});

test("the first level that holds counts; none holds of what is unknown", async () => {
  const comparison: Comparison = {
    name: "n",
    columns: ["n"],
    known: "n is not null",
    levels: [
      { name: "over 10", when: "n > 10" },
      { name: "over 5", when: "n > 5" },
      { name: "rest", when: "true" },
    ],
  };
  const rows = await (await engine()).read<{ n: number | null; level: number }>(
    `select n, ${levelSql(comparison)} as level from (values (1), (6), (11), (null)) as numbers (n)`,
  );
  expect(rows.map(({ level }) => level)).toEqual([0, 1, 2, -1]);
});

test("what is neither known nor unknown is unknown", async () => {
  const comparison = identifier("n");
  const rows = await (await engine()).read<{ level: number }>(
    `select ${levelSql({ ...comparison, known: "l_n <> 'x'" })} as level
    from (select null::varchar as l_n, 'a' as r_n, 9 as n_edits)`,
  );
  expect(rows.map(({ level }) => level)).toEqual([-1]);
});

test("rarity is that of what the pair agrees on, added up", async () => {
  const anne: Contact = { given_name: "Anne", family_name: "Roy", email: "anne@ex.ca", city: "Montréal" };
  const found = await comparing(STANDARD, [
    [anne, { ...anne, email: "anne@mail.test" }],
    [anne, { given_name: "Annie", family_name: "Roi", email: "anne.roy@ex.ca", city: "Québec" }],
    [anne, { ...anne, postcode: "H2X 1Y4" }],
    [
      { ...anne, postcode: "h2x1y4" },
      { postcode: "H2X 1Y4", city: "Montréal" },
    ],
  ]);
  const of = (...names: string[]) => names.reduce((sum, column) => sum + RARITIES[column]!, 0);
  expect(found.map(({ rarity }) => rarity)).toEqual([
    of("given_name", "family_name", "email_user", "city"),
    0,
    of("given_name", "family_name", "email", "city"),
    of("postcode"),
  ]);
});

test("nothing to compare: one pattern, no rarity", async () => {
  const [found] = await comparing([], [[{ given_name: "Anne" }, { given_name: "Anne" }]]);
  expect(found).toEqual({ pattern: 0, rarity: 0, levels: [] });
});

test("what is kept of a pair stands first", () => {
  expect(comparePairs(STANDARD.slice(0, 1), "t.pairs", ["cluster", "low", "high"])).toMatch(
    /^select levels\.cluster, levels\.low, levels\.high,\s/,
  );
});
