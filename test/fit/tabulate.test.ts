import { expect, test } from "vitest";
import { tabulate } from "../../src/fit/identity/mixture.js";

const LEVELS = [3, 2, 4];

test("patterns that are equal in the open comparisons are added up; the others are left out", () => {
  const patterns = [
    { levels: [2, 0, 3], count: 5 },
    { levels: [2, 1, 3], count: 7 },
    { levels: [-1, -1, -1], count: 1 },
    { levels: [0, 1, 3], count: 2 },
  ];
  const table = tabulate(patterns, LEVELS, [0, 2]);
  // A place for the unknown before the levels of each: 4 for the first comparison, 5 for the third.
  expect(table).toMatchObject({ open: [0, 2], begins: [0, 4], size: 9 });
  expect([...table.counts]).toEqual([12, 1, 2]);
  expect([...table.places]).toEqual([0 + 3, 4 + 4, 0 + 0, 4 + 0, 0 + 1, 4 + 4]);
});

test("every pattern has its own row, whatever its levels", () => {
  const patterns = [-1, 0, 1, 2].flatMap((a) =>
    [-1, 0, 1].flatMap((b) => [-1, 0, 1, 2, 3].map((c) => ({ levels: [a, b, c], count: 1 }))),
  );
  const { counts, places } = tabulate(patterns, LEVELS, [0, 1, 2]);
  expect(counts).toHaveLength(60);
  expect(places).toEqual(
    Int32Array.from(patterns.flatMap(({ levels: [a, b, c] }) => [a! + 1, b! + 5, c! + 8])),
  );
});

test("no patterns, or none of the comparisons", () => {
  expect(tabulate([], LEVELS, [0, 1])).toMatchObject({ counts: new Float64Array(0), size: 7 });
  const none = tabulate(
    [
      { levels: [1, 1, 1], count: 3 },
      { levels: [0, 0, 0], count: 4 },
    ],
    LEVELS,
    [],
  );
  expect([...none.counts]).toEqual([7]);
  expect(none).toMatchObject({ places: new Int32Array(0), size: 0 });
});
