import { expect, test } from "vitest";
import { aucAlone } from "../../../src/fit/scorecard/alone.js";
import { categoryColumn, numericColumn } from "../../../src/fit/scorecard/columns.js";
import { uniform } from "../../../src/numeric/uniform.js";

const answer = Uint8Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 1 : 0));
const examples = { answer, rows: Int32Array.from(answer, (_, i) => i) };
const numbers = (of: (said: number, i: number) => number) =>
  numericColumn("x", Float64Array.from(answer, of));
const words = (of: (said: number, i: number) => string | null) => categoryColumn("x", [...answer].map(of));

test("what knows the answer whole is seen, as number, as word and by what is missing", () => {
  expect(
    aucAlone(
      numbers((said, i) => (said ? 100 + i : 0)),
      examples,
    ),
  ).toBe(1);
  expect(
    aucAlone(
      numbers((said, i) => (said ? -i : 1)),
      examples,
    ),
  ).toBe(1);
  expect(
    aucAlone(
      numbers((said) => (said ? 5 : Number.NaN)),
      examples,
    ),
  ).toBe(1);
  expect(
    aucAlone(
      words((said) => (said ? "won" : "lost")),
      examples,
    ),
  ).toBe(1);
  expect(
    aucAlone(
      words((said) => (said ? null : "lost")),
      examples,
    ),
  ).toBe(1);
});

test("noise is no leak, nor a word per row", () => {
  const next = uniform(3);
  expect(aucAlone(numbers(next), examples)).toBeLessThan(0.7);
  expect(
    aucAlone(
      words((_, i) => `w${i}`),
      examples,
    ),
  ).toBe(0.5);
  expect(
    aucAlone(
      words(() => `w${Math.floor(next() * 300)}`),
      examples,
    ),
  ).toBeLessThan(0.7);
});

test("of one answer there is nothing to tell", () => {
  const all = { answer: new Uint8Array(400), rows: examples.rows };
  expect(
    aucAlone(
      numbers((_, i) => i),
      all,
    ),
  ).toBeUndefined();
});

test("nor is a word per row where there are but a few", () => {
  const few = { answer, rows: Int32Array.from({ length: 35 }, (_, i) => i) };
  const names = categoryColumn(
    "x",
    [...answer].map((_, i) => (i < 35 ? `w${i}` : null)),
  );
  expect(aucAlone(names, few)).toBeLessThan(0.7);
});

test("of two hundred thousand values that all differ", () => {
  const many = Float64Array.from({ length: 200_000 }, (_, i) => i);
  const said = Uint8Array.from(many, (i) => (i % 100 < i / 4_000 ? 1 : 0));
  const told = aucAlone(numericColumn("x", many), { answer: said, rows: Int32Array.from(many) });
  // The rate rises from 0 to a half: (8 / 3) (1 / 3 - 1 / 16), a little less in twenty groups.
  expect(told).toBeCloseTo(13 / 18, 2);
});
