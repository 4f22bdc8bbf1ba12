import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { MOST_EXAMPLES } from "../../src/scorecard/draw.js";
import { dayNamed, dayNumber, featuresOf, readExamples } from "../../src/scorecard/read-examples.js";

const DESIGN = `'e' || i as example, 'c' || (i % 70) as customer_id, date '2026-01-31' as day,
  date '2026-03-01' as answered_on, case when i % 10 < 9 then i % 2 end as answer,
  case when i % 10 = 0 then 'now' else 'past' end as sample`;

/** A table of `n` examples, its rows in an order, with some columns beside those of every table. */
async function exampled(n: number, columns: string, order = "i") {
  const engine = await openEngine({ threads: 1 });
  onTestFinished(() => engine.close());
  const sql = `select ${DESIGN}, ${columns} from (select range as i from range(${n})) order by ${order}`;
  await engine.create("given.examples", { sql, file: "test" });
  return engine;
}

const COLUMNS = `i * 1.5 as income, case when i % 3 = 0 then ' Ab ' when i % 3 = 1 then 'b' else '' end as town,
  i % 4 = 0 as member, date '2026-01-31' + cast(i % 50 - 40 as integer) as since, i as draw, 2.0 as weight`;

test("examples with an answer are read in order of their names, values beside their rows", async () => {
  const engine = await exampled(200, COLUMNS);
  const read = await readExamples(engine, "given.examples");
  const names = Array.from({ length: 200 }, (_, i) => i)
    .filter((i) => i % 10 !== 0 && i % 10 < 9)
    .map((i) => ({ i, name: `e${i}` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ i }) => i);
  expect(read.known).toBe(160);
  expect([...read.answer]).toEqual(names.map((i) => i % 2));
  expect(read.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "income numeric",
    "town category",
    "member category",
    "since numeric",
    "draw numeric",
  ]);
  const [income, town, member, since] = read.columns;
  const values = (column: typeof income) =>
    Array.from(column!.codes, (code) =>
      code < 0 ? null : (column!.kind === "numeric" ? column!.values : column!.levels)[code],
    );
  expect(values(income)).toEqual(names.map((i) => i * 1.5));
  expect(values(town)).toEqual(names.map((i) => ["Ab", "b", null][i % 3]));
  expect(values(member)).toEqual(names.map((i) => (i % 4 === 0 ? "yes" : "no")));
  expect(values(since)).toEqual(names.map((i) => 40 - (i % 50)));
  expect(read.after.get("since")).toBe(names.filter((i) => i % 50 > 40).length / 160);
  expect(read.weights!.every((weight) => weight === 2)).toBe(true);
  expect(dayNamed(read.day[0]!)).toBe("2026-01-31");
  expect(read.answeredOn[0]).toBe(dayNumber("2026-03-01"));
  const groups = new Map<string, Set<number>>();
  names.forEach((i, row) => {
    const customer = `c${i % 70}`;
    groups.set(customer, (groups.get(customer) ?? new Set()).add(read.group[row]!));
  });
  expect([...groups.values()].every(({ size }) => size === 1)).toBe(true);
  expect(new Set(read.group).size).toBe(groups.size);
});

test("of more than are asked for the same ones are drawn, however the rows lie", async () => {
  const drawn = await Promise.all(
    ["i", "i desc", "md5(i::varchar)"].map(async (order) =>
      readExamples(await exampled(500, COLUMNS, order), "given.examples", { most: 100 }),
    ),
  );
  const [first] = drawn;
  expect(first!.rows.length).toBe(100);
  expect(first!.known).toBe(400);
  for (const other of drawn) expect(other).toEqual(first);
  // Not the first hundred of all, by name or number.
  const income = first!.columns[0]!;
  expect(income.kind === "numeric" && Math.max(...income.values)).toBeGreaterThan(450);
});

test("more than 200,000 examples are too many to learn from", async () => {
  const engine = await exampled(260_000, "i as income");
  const read = await readExamples(engine, "given.examples");
  expect(read.rows.length).toBe(MOST_EXAMPLES);
  expect(read.known).toBe(208_000);
}, 20_000);

test("a column of names and one of neither numbers, words nor days are refused, and why is told", async () => {
  const engine = await exampled(
    3000,
    `'n' || i as name, 'n' || (i % 2000) as crowded, [i] as list, struct_pack(a := i) as record,
      cast('12:00' as time) as hour, i as income`,
  );
  const read = await readExamples(engine, "given.examples", { exclude: ["income"] });
  expect([...read.refused].sort()).toEqual([
    ["hour", "kind"],
    ["list", "kind"],
    ["name", "names"],
    ["record", "kind"],
  ]);
  expect(read.features.map(({ name }) => name)).toEqual(["crowded"]);
  expect(read.columns.map(({ name }) => name)).toEqual(["crowded"]);
});

test("lists of numbers and of words are no numbers and no words", async () => {
  const engine = await exampled(
    10,
    "[i] as numbers, ['a'] as words, [1.5::decimal(4, 1)] as amounts, [date '2026-01-01'] as days",
  );
  const { features, refused } = await featuresOf(engine, "given.examples");
  expect(features).toEqual([]);
  expect([...refused.keys()]).toEqual(["numbers", "words", "amounts", "days"]);
});

test("a table without an answer gives no row, and columns all the same", async () => {
  const engine = await exampled(0, COLUMNS);
  const read = await readExamples(engine, "given.examples");
  expect(read.rows.length).toBe(0);
  expect(read.columns.length).toBe(5);
  expect(read.after.get("since")).toBe(0);
});
