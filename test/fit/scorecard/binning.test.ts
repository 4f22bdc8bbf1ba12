import { expect, test } from "vitest";
import {
  type Binning,
  type BinningSettings,
  binColumn,
  CLASSIC_BINS,
  FINE_BINS,
} from "../../../src/fit/scorecard/binning.js";
import { type Column, categoryColumn, numericColumn } from "../../../src/fit/scorecard/columns.js";
import { uniform } from "../../../src/numeric/uniform.js";

const all = (n: number) => Int32Array.from({ length: n }, (_, row) => row);

/** n rows; the number and the rate of yes by row. */
function drawn(n: number, number: (row: number) => number, rate: (row: number) => number, seed = 1) {
  const next = uniform(seed);
  return {
    column: numericColumn(
      "x",
      Array.from({ length: n }, (_, row) => number(row)),
    ),
    examples: {
      answer: Uint8Array.from({ length: n }, (_, row) => (next() < rate(row) ? 1 : 0)),
      rows: all(n),
    },
  };
}

const said = ({ bins }: Binning) => bins.map(({ kind, low, high, rows }) => [kind, low, high, rows]);
const binsOfRows = (column: Column, { binOf }: Binning) =>
  Array.from(column.codes, (code) => binOf[code + 1]!);

test("ranges from low to below high, then special numbers, then missing; each row in the bin that its number is in", () => {
  const number = (row: number) => (row % 10 === 0 ? Number.NaN : row % 10 === 1 ? 98 : row % 200);
  const { column, examples } = drawn(4000, number, (row) =>
    row % 10 === 0 ? 0.6 : row % 200 < 100 ? 0.1 : 0.4,
  );
  const binning = binColumn(column, examples, { ...CLASSIC_BINS, special: [98, 96.5] });
  const { bins } = binning;
  expect(binning).toMatchObject({ feature: "x", kind: "numeric", trend: "increasing" });
  expect(bins.map(({ kind }) => kind).slice(-3)).toEqual(["special", "special", "missing"]);
  expect(bins.slice(-3).map(({ value, rows }) => [value, rows])).toEqual([
    [98, 420],
    [96.5, 0],
    [undefined, 400],
  ]);
  expect(bins.some(({ high }) => high !== null && Math.abs(high - 100) <= 5)).toBe(true);
  const placed = binsOfRows(column, binning);
  for (let row = 0; row < 4000; row++) {
    const x = number(row);
    const { kind, low, high, value } = bins[placed[row]!]!;
    if (Number.isNaN(x)) expect(kind).toBe("missing");
    else if (x === 98) expect([kind, value]).toEqual(["special", 98]);
    else {
      expect(kind).toBe("range");
      expect((low ?? -Infinity) <= x && x < (high ?? Infinity)).toBe(true);
    }
  }
  expect(bins.at(-1)!.woe).toBeGreaterThan(0.5);
});

test("counts and woes are those of the rows that were named, in their weights", () => {
  const { column, examples } = drawn(
    2000,
    (row) => row % 50,
    (row) => (row % 50) / 60,
  );
  const rows = all(2000).filter((row) => row % 3 !== 0);
  const weights = Float64Array.from({ length: 2000 }, (_, row) => 0.5 + (row % 7) / 6);
  const binning = binColumn(column, { ...examples, rows, weights }, CLASSIC_BINS);
  const placed = binsOfRows(column, binning);
  const of = (b: number | undefined, answer: number | undefined) =>
    rows
      .filter(
        (row) =>
          (b === undefined || placed[row] === b) && (answer === undefined || examples.answer[row] === answer),
      )
      .reduce((sum, row) => sum + weights[row]!, 0);
  let iv = 0;
  for (const [b, bin] of binning.bins.entries()) {
    if (bin.kind !== "range") continue;
    expect(bin.rows).toBe(rows.filter((row) => placed[row] === b).length);
    expect(bin.yes).toBeCloseTo(of(b, 1), 8);
    expect(bin.no).toBeCloseTo(of(b, 0), 8);
    const [yes, no] = [of(b, 1) / of(undefined, 1), of(b, 0) / of(undefined, 0)];
    expect(bin.woe).toBeCloseTo(Math.log(yes / no), 10);
    iv += (yes - no) * bin.woe;
  }
  expect(binning.iv).toBeCloseTo(iv, 10);
  expect(binning.bins.filter(({ kind }) => kind === "range").length).toBeGreaterThan(3);
});

test("special numbers move no range: those are as if they were missing", () => {
  const rate = (row: number) => (row % 5 === 0 ? 0.9 : (row % 100) / 150);
  const number = (special: number) => (row: number) => (row % 5 === 0 ? special : row % 100);
  const { column, examples } = drawn(4000, number(50.5), rate);
  const { column: without } = drawn(4000, number(Number.NaN), rate);
  const ranges = (binning: Binning) =>
    binning.bins.filter(({ kind }) => kind === "range").map(({ rows, yes, no }) => [rows, yes, no]);
  const found = ranges(binColumn(column, examples, { ...CLASSIC_BINS, special: [50.5] }));
  expect(found.length).toBeGreaterThan(3);
  expect(found).toEqual(ranges(binColumn(without, examples, CLASSIC_BINS)));
});

test("a bin has its share of all rows, those without a number among them", () => {
  const number = (row: number) => (row % 5 === 0 ? row % 100 : Number.NaN);
  const { column, examples } = drawn(10_000, number, (row) => 0.1 + (row % 100) / 130);
  const { bins } = binColumn(column, examples, { ...CLASSIC_BINS, minShare: 0.06 });
  const ranges = bins.filter(({ kind }) => kind === "range");
  expect(ranges.length).toBeGreaterThan(1);
  for (const { rows } of ranges) expect(rows).toBeGreaterThanOrEqual(600);
});

test("what is not in the rows that were named moves nothing", () => {
  const { column, examples } = drawn(
    1200,
    (row) => row % 40,
    (row) => (row % 40) / 50,
  );
  const rows = all(1200).filter((row) => row % 4 !== 0);
  const other = { ...examples, answer: examples.answer.map((one, row) => (row % 4 === 0 ? 1 - one : one)) };
  expect(binColumn(column, { ...other, rows }, CLASSIC_BINS)).toEqual(
    binColumn(column, { ...examples, rows }, CLASSIC_BINS),
  );
});

test("levels by their rate, rare ones and unseen ones together", () => {
  const words = Array.from({ length: 3000 }, (_, row) =>
    row < 30 ? `rare ${row % 5}` : row < 40 ? null : row < 50 ? "unseen" : ["a", "b", "c", "d"][row % 4]!,
  );
  const next = uniform(3);
  const rates: Record<string, number> = { a: 0.5, b: 0.1, c: 0.5, d: 0.3 };
  const answer = Uint8Array.from(words, (word) => (next() < (rates[word ?? ""] ?? 0.2) ? 1 : 0));
  const column = categoryColumn("w", words);
  const rows = all(3000).filter((row) => words[row] !== "unseen");
  const binning = binColumn(column, { answer, rows }, { ...CLASSIC_BINS, maxPValue: 0.05 });
  expect(binning.trend).toBe("levels");
  expect(binning.bins.map(({ kind, levels }) => [kind, levels])).toEqual([
    ["levels", ["b"]],
    ["levels", ["d"]],
    ["levels", ["a", "c"]],
    ["other", ["rare 0", "rare 1", "rare 2", "rare 3", "rare 4"]],
    ["missing", undefined],
  ]);
  const placed = binsOfRows(column, binning);
  expect(binning.bins[placed[45]!]!.kind).toBe("other");
  expect(binning.bins[3]!.woe).not.toBe(0);
  expect(binning.bins[4]).toMatchObject({ rows: 10, woe: 0 });
});

test("where no level is rare, unseen ones are neutral; a small level does not lead", () => {
  const words = Array.from({ length: 2000 }, (_, row) =>
    row < 25 ? "small" : row % 2 === 0 ? "high" : "low",
  );
  const answer = Uint8Array.from(words, (word, row) =>
    word === "small"
      ? row < 13
        ? 1
        : 0
      : word === "high"
        ? row % 4 === 0
          ? 1
          : 0
        : row % 10 === 1
          ? 1
          : 0,
  );
  const { bins } = binColumn(
    categoryColumn("w", words),
    { answer, rows: all(2000) },
    { ...CLASSIC_BINS, minShare: 0 },
  );
  expect(bins.at(-2)).toMatchObject({ kind: "other", rows: 0, woe: 0, levels: [] });
  const ordered = bins.filter(({ kind }) => kind === "levels").flatMap(({ levels }) => levels);
  expect(ordered[0]).toBe("low");
});

test("many levels are binned all the same", () => {
  const words = Array.from({ length: 20_000 }, (_, row) => `level ${(row * 7919) % 500}`);
  const next = uniform(4);
  const answer = Uint8Array.from(words, (word) =>
    next() < (Number(word.slice(6)) < 250 ? 0.1 : 0.4) ? 1 : 0,
  );
  const binning = binColumn(categoryColumn("w", words), { answer, rows: all(20_000) }, CLASSIC_BINS);
  expect(binning.bins.length).toBeLessThanOrEqual(10);
  const first = binning.bins[0]!.levels!.map((level) => Number(level.slice(6)));
  expect(first.filter((level) => level < 250).length).toBe(first.length);
});

test("nothing to tell has a reason, and woes of 0", () => {
  const n = 400;
  const answer = Uint8Array.from({ length: n }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const bin = (column: Column, of: Uint8Array = answer, settings: Partial<BinningSettings> = {}) =>
    binColumn(column, { answer: of, rows: all(n) }, { ...CLASSIC_BINS, ...settings });
  const numbers = (of: (row: number) => number) =>
    numericColumn(
      "x",
      Array.from({ length: n }, (_, row) => of(row)),
    );
  const words = (of: (row: number) => string | null) =>
    categoryColumn(
      "w",
      Array.from({ length: n }, (_, row) => of(row)),
    );
  expect(bin(numbers(() => 7)).unusable).toBe("constant");
  expect(bin(words(() => "a")).unusable).toBe("constant");
  expect(bin(numbers(() => Number.NaN)).unusable).toBe("missing");
  expect(bin(words(() => null)).unusable).toBe("missing");
  expect(bin(words((row) => `customer ${row}`)).unusable).toBe("rare");
  expect(
    bin(
      numbers((row) => row),
      new Uint8Array(n),
    ).unusable,
  ).toBe("one_class");
  expect(
    bin(
      numbers((row) => row % 2),
      answer.map((_, row) => (row % 4 < 2 ? 1 : 0)),
    ).unusable,
  ).toBe("no_split");
  expect(bin(numbers((row) => (row < 395 ? Number.NaN : row))).unusable).toBe("no_split");
  for (const one of [
    bin(words((row) => `customer ${row}`)),
    bin(
      numbers((row) => row),
      new Uint8Array(n),
    ),
  ]) {
    expect(one.iv).toBe(0);
    expect(one.bins.every(({ woe }) => woe === 0)).toBe(true);
    expect(one.bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(n);
  }
});

test("a constant that is sometimes missing tells by that", () => {
  const answer = Uint8Array.from({ length: 400 }, (_, row) => (row % 4 === 0 || row % 6 === 0 ? 1 : 0));
  const numbers = Array.from(answer, (one, row) => (one === 1 && row % 8 === 0 ? Number.NaN : 5));
  const binning = binColumn(numericColumn("x", numbers), { answer, rows: all(400) }, CLASSIC_BINS);
  expect(binning.unusable).toBeUndefined();
  expect(said(binning)).toEqual([
    ["range", null, null, 350],
    ["missing", null, null, 50],
  ]);
  expect(binning.bins[1]!.woe).toBeCloseTo(Math.log(50 / 133 / (0.5 / 267.5)), 1);
});

test("fine bins are the pre-bins, those of a heavy value too", () => {
  const next = uniform(9);
  const number = (row: number) => (row % 10 < 8 ? 0 : 1 + Math.floor(next() * 1000));
  const { column, examples } = drawn(20_000, number, () => 0.3);
  const { bins } = binColumn(column, examples, FINE_BINS);
  const ranges = bins.filter(({ kind }) => kind === "range");
  expect(ranges.length).toBe(50);
  expect(ranges[0]).toMatchObject({ low: null, rows: 16_000 });
  expect(Math.min(...ranges.map(({ rows }) => rows))).toBeGreaterThan(60);
});

test("a column without a number, or rows without one, is no reason to stop", () => {
  const binning = binColumn(
    numericColumn("x", []),
    { answer: new Uint8Array(0), rows: new Int32Array(0) },
    { ...CLASSIC_BINS, special: [9] },
  );
  expect(binning.unusable).toBe("one_class");
  expect(said(binning)).toEqual([
    ["range", null, null, 0],
    ["special", null, null, 0],
    ["missing", null, null, 0],
  ]);
});
