import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { binAt, type Card, type Form, logOdds } from "../../src/fit/scorecard/card.js";
import type { Points } from "../../src/fit/scorecard/points.js";
import { uniform } from "../../src/numeric/uniform.js";
import { type Answered, answer } from "../../src/scorecard/answer.js";
import { REASONS, scoreSelect } from "../../src/scorecard/score-select.js";
import { questionOf } from "../support/questions.js";

const DAY = "2026-01-31";
const COLUMNS = {
  example: "varchar",
  customer_id: "varchar",
  day: "date",
  answered_on: "date",
  answer: "integer",
  sample: "varchar",
  income: "double",
  bureau: "integer",
  "the \"town\" of 'birth'": "varchar",
  member: "boolean",
  since: "date",
  owed: "decimal(38, 2)",
  draw: "float",
};
type Name = keyof typeof COLUMNS;
const TOWN: Name = "the \"town\" of 'birth'";

const next = uniform(5);
const one = <T>(of: readonly T[]) => of[Math.floor(next() * of.length)]!;
const isoDay = (before: number) => new Date(Date.parse(DAY) - before * 86_400_000).toISOString().slice(0, 10);

/** Three thousand rows with answers, and five hundred to be scored, in whom numbers and words come that nobody has seen. */
const rows = Array.from({ length: 3500 }, (_, i) => {
  const isNew = i >= 3000;
  const income = one([next() * 100, next() * 100, Math.round(next() * 100), null, 0, -0, Number.NaN]);
  const odd = [Infinity, -Infinity, 1e300, -1e300, 5e-324, -0, 0.1 + 0.2];
  const bureau = one([-1, 999, 300 + Math.floor(next() * 500), 300 + Math.floor(next() * 500), null]);
  const words = ["O'Hara", 'The "Hill"', " Québec ", "", "a, b", null, "x\\n"];
  const member = one([true, false, false, null]);
  const days = one([-20, 0, 10, 400, 900, null]);
  const word = one(words);
  const high = (income ?? 0) > 50;
  const odds =
    ((bureau ?? 0) > 550 === high ? 1.5 : -1.5) +
    ((word === "O'Hara" || word === 'The "Hill"') === member ? 1.5 : -1.5) +
    (bureau === -1 ? 1.5 : 0) +
    (days === 10 ? 1 : 0) +
    (word === "a, b" ? 1 : 0);
  const row: Record<Name, string | number | boolean | null> = {
    example: `e${i}`,
    customer_id: `c${Math.floor(i / 2)}`,
    day: DAY,
    answered_on: null,
    answer: isNew ? null : Number(next() < 1 / (1 + Math.exp(-odds))),
    sample: isNew ? "now" : "past",
    income: isNew ? one([...odd, income]) : income,
    bureau: isNew ? one([bureau, -2_147_483_648, 1000, 299]) : bureau,
    [TOWN]: isNew ? one([...words, "Nowhere", "o'hara", "''", "O''Hara"]) : word,
    member,
    since: days === null ? null : isoDay(days),
    owed: one([null, 10 ** 20 * next(), Math.round(next() * 1e6) / 100]),
    draw: Math.fround(next()),
  };
  return row;
});

/** What a row's value is to who has the card alone. */
function plain(name: string, value: unknown): number | string | null {
  if (value === null || value === undefined) return null;
  if (name === "since") return Math.round((Date.parse(DAY) - Date.parse(value as string)) / 86_400_000);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value.trim() === "" ? null : value.trim();
  return value as number;
}

async function loaded(threads: number): Promise<Engine> {
  const engine = await openEngine({ threads });
  // A decimal of 38 digits and a number that is not finite are written as texts and cast.
  const texts = rows.map((row) =>
    Object.entries(row).map(([name, value]) =>
      value === null
        ? null
        : name === "owed"
          ? (value as number).toFixed(2)
          : Object.is(value, -0)
            ? "-0.0"
            : String(value),
    ),
  );
  await engine.load(
    "given.raw",
    Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, "varchar"])),
    texts,
  );
  const casts = Object.entries(COLUMNS).map(([name, type]) => {
    const column = `"${name.replaceAll('"', '""')}"`;
    return `cast(${column} as ${type}) as ${column}`;
  });
  await engine.create("given.examples", { sql: `select ${casts.join(", ")} from given.raw`, file: "test" });
  return engine;
}

let engines: [Engine, Engine];
let answered: Answered;
beforeAll(async () => {
  engines = [await loaded(1), await loaded(8)];
  const special = { bureau: [-1, 999] };
  answered = await answer(engines[0], questionOf("given.examples", { form: "pairs", special, prior: 0.2 }));
}, 60_000);
afterAll(() => {
  for (const engine of engines ?? []) engine.close();
});

type Scores = Record<string, unknown> & { example: string; p: number; odds: number; points: number };

async function scored(engine: Engine, form: Form): Promise<Scores[]> {
  const { table, read } = answered;
  const card = answered.learned.cards.get(form)!;
  const points = answered.points.get(form)!;
  const sql = scoreSelect({ card, points, features: read.features, table, keys: ["example"] });
  return engine.read<Scores>({ sql: `select * from (${sql}) order by example`, file: "test" });
}

/** Points, log odds and reasons of a row, from the text of a card alone. */
function byHand({ points, ...card }: Card & { points: Points }, row: Record<string, number | string | null>) {
  const items = [
    ...card.terms.map(({ feature, bins }, t) => {
      const bin = binAt(bins, row[feature] ?? null);
      return { name: feature, bin, effect: bins[bin]!.effect, points: points.terms[t]![bin]! };
    }),
    ...card.pairs.map(({ features, axes, effects }, t) => {
      const [a, b] = axes.map(({ bins }, k) => binAt(bins, row[features[k]!] ?? null)) as [number, number];
      const bin = a * axes[1].bins.length + b;
      return { name: features.join(" & "), bin, effect: effects[bin]!, points: points.pairs[t]![bin]! };
    }),
  ];
  const reasons = items
    .filter(({ effect }) => Math.round(effect * 1e6) > 0)
    .sort((a, b) => Math.round(b.effect * 1e6) - Math.round(a.effect * 1e6))
    .slice(0, REASONS);
  return {
    odds: Math.round(logOdds(card, row) * 1e6),
    points: items.reduce((sum, item) => sum + item.points, points.base),
    reasons: Array.from({ length: REASONS }, (_, r) => [reasons[r]?.name ?? null, reasons[r]?.bin ?? null]),
  };
}

describe.each(["classic", "fine", "pairs"] as const)("a %s card", (form) => {
  test("scores every row in SQL as its text does in TypeScript", async () => {
    const found = await scored(engines[0], form);
    const card = answered.learned.cards.get(form)!;
    const text = JSON.stringify({ ...card, points: answered.points.get(form) });
    const alone = JSON.parse(text) as Card & { points: Points };
    expect(alone.terms.length).toBeGreaterThan(2);
    expect(alone.pairs.length > 0).toBe(form === "pairs");
    expect(found.length).toBe(rows.length);
    const byExample = new Map(found.map((row) => [row.example, row]));
    const reached = new Set<string>();
    for (const given of rows) {
      const values = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, plain(name, value)]),
      );
      const own = byExample.get(given.example as string)!;
      const expected = byHand(alone, values);
      const told = Array.from({ length: REASONS }, (_, r) => [own[`reason_${r + 1}`], own[`bin_${r + 1}`]]);
      expect({ odds: own.odds, points: own.points, reasons: told }).toEqual(expected);
      expect(Number(own.p)).toBeCloseTo(1 / (1 + Math.exp(-expected.odds / 1e6)), 6);
      for (const { feature, bins } of alone.terms)
        reached.add(bins[binAt(bins, values[feature] ?? null)]!.kind);
    }
    expect([...reached].sort()).toEqual(
      expect.arrayContaining(
        form === "classic"
          ? ["missing", "range", "special"]
          : ["levels", "missing", "other", "range", "special"],
      ),
    );
  });

  test("scores alike on one thread and on eight", async () => {
    expect(await scored(engines[1], form)).toEqual(await scored(engines[0], form));
  });
});

test("a card of no feature says the same of everyone, with no reason", async () => {
  const card: Card = { form: "classic", intercept: -1.5, terms: [], pairs: [] };
  const points = { base: 77, terms: [], pairs: [] };
  const sql = scoreSelect({ card, points, features: [], table: "given.examples", keys: ["example"] });
  const [row] = await engines[0].read({ sql: `select * from (${sql}) limit 1`, file: "test" });
  expect(row).toMatchObject({ odds: -1_500_000, points: 77, reason_1: null, bin_4: null });
});
