import { describe, expect, test } from "vitest";
import { averageLinkage, cappedParts, type Link } from "../../src/identity/linkage.js";
import { shuffled } from "../support/bytes.js";

const links = (...all: [number, number, number][]): Link[] =>
  all.map(([low, high, weight]) => ({ low, high, weight }));

/** The clusters as lists of records, in order. */
function clusters(found: ReadonlyMap<number, number>): number[][] {
  const lists = new Map<number, number[]>();
  for (const [record, cluster] of [...found].sort(([a], [b]) => a - b))
    lists.set(cluster, [...(lists.get(cluster) ?? []), record]);
  for (const [cluster, records] of lists) expect(cluster).toBe(Math.min(...records));
  return [...lists.values()];
}

const cut = (all: readonly Link[], ...rest: [Parameters<typeof averageLinkage>[1]?]) =>
  clusters(averageLinkage(all, ...rest));

describe("average linkage", () => {
  test("two pairs joined by one weak link are cut", () => {
    const all = links([1, 2, 10], [3, 4, 10], [2, 3, 4], [1, 3, -8], [1, 4, -8], [2, 4, -8]);
    expect(cut(all)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test("a record that is the bridge goes where it belongs more, on average", () => {
    // 5 is linked to both pairs: 6 and 5 bits to the one, 9 and -6 to the other.
    const all = links(
      [1, 2, 10],
      [3, 4, 10],
      [1, 5, 6],
      [2, 5, 5],
      [3, 5, 9],
      [4, 5, -6],
      [1, 3, -9],
      [1, 4, -9],
      [2, 3, -9],
      [2, 4, -9],
    );
    expect(cut(all)).toEqual([
      [1, 2, 5],
      [3, 4],
    ]);
  });

  test("one strong link cannot carry two groups that are otherwise unlike", () => {
    const all = links([1, 2, 8], [3, 4, 8], [2, 3, 40], [1, 3, -9], [1, 4, -9], [2, 4, -9]);
    // 2 and 3 are joined first; then 1 and 4 belong neither to them nor to each other.
    expect(cut(all)).toEqual([[1], [2, 3], [4]]);
  });

  test("pairs without a weight count as the least", () => {
    expect(cut(links([1, 2, 5], [2, 3, 5]))).toEqual([[1, 2], [3]]);
    expect(cut(links([1, 2, 12], [2, 3, 12]))).toEqual([[1, 2], [3]]);
    expect(cut(links([1, 2, 5], [2, 3, 5], [1, 3, -4]))).toEqual([[1, 2, 3]]);
  });

  test("a weight of nothing joins nobody", () => {
    expect(cut(links([1, 2, 0]))).toEqual([[1], [2]]);
    expect(cut(links([1, 2, 0.001]))).toEqual([[1, 2]]);
    expect(cut([])).toEqual([]);
  });

  test("ties go to the smaller records", () => {
    const square = links([1, 2, 6], [3, 4, 6], [1, 3, 6], [2, 4, 6], [1, 4, -9], [2, 3, -9]);
    expect(cut(square)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(cut(links([1, 2, 6], [1, 3, 6], [2, 3, -9]))).toEqual([[1, 2], [3]]);
    expect(cut(links([1, 3, 6], [2, 3, 6], [1, 2, -9]))).toEqual([[1, 3], [2]]);
  });

  test("the order of the links is no matter", () => {
    const all: Link[] = [];
    for (let low = 1; low <= 24; low++)
      for (let high = low + 1; high <= 24; high++)
        if ((low * 7 + high * 11) % 5 > 0)
          all.push({
            low,
            high,
            weight: low % 4 === high % 4 ? 3 + ((low + high) % 3) : ((low * high) % 7) - 6,
          });
    const wanted = cut(all);
    expect(wanted.length).toBeGreaterThan(1);
    expect(wanted.length).toBeLessThan(24);
    for (let seed = 1; seed <= 20; seed++) expect(cut(shuffled(all, seed))).toEqual(wanted);
  });

  test("records are told apart by their numbers, however large", () => {
    expect(cut(links([5_000_000_001, 5_000_000_002, 3], [17, 5_000_000_001, -3]))).toEqual([
      [17],
      [5_000_000_001, 5_000_000_002],
    ]);
  });

  describe("what people have decided", () => {
    const chain = links([1, 2, 8], [2, 3, 8], [1, 3, 8]);
    test("must_link joins what nothing speaks for", () => {
      const all = links([1, 2, -9], [2, 3, -9], [1, 3, -9]);
      expect(cut(all, { together: [[1, 3]], apart: [] })).toEqual([[1, 3], [2]]);
    });

    test("cannot_link parts two records that a third holds together", () => {
      expect(cut(chain, { together: [], apart: [[1, 3]] })).toEqual([[1, 2], [3]]);
      expect(cut(chain, { together: [], apart: [[1, 2]] })).toEqual([[1, 3], [2]]);
    });

    test("must_link goes before weights, and what is apart stays apart across it", () => {
      expect(cut(chain, { together: [[2, 3]], apart: [[1, 2]] })).toEqual([[1], [2, 3]]);
      expect(cut(chain, { together: [[2, 3]], apart: [[1, 3]] })).toEqual([[1], [2, 3]]);
    });

    test("a chain of must_link lines is one, whatever the weights", () => {
      const all = links([1, 2, -9], [1, 3, -9], [1, 4, -9], [2, 3, -9], [2, 4, -9], [3, 4, -9]);
      const together: [number, number][] = [
        [1, 2],
        [3, 4],
        [2, 3],
      ];
      expect(cut(all, { together, apart: [] })).toEqual([[1, 2, 3, 4]]);
    });

    test("decisions on other records are no matter", () => {
      const elsewhere: [number, number][] = [[7, 8]];
      expect(cut(chain, { together: elsewhere, apart: elsewhere })).toEqual([[1, 2, 3]]);
    });
  });
});

describe("parts of a large component", () => {
  const parts = (all: readonly Link[], most: number) => clusters(cappedParts(all, most));

  test("the strongest links come first, and no part is larger than may be", () => {
    const all = links([1, 2, 9], [2, 3, 3], [3, 4, 9], [4, 5, 8]);
    expect(parts(all, 3)).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    expect(parts(all, 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(parts(all, 5)).toEqual([[1, 2, 3, 4, 5]]);
  });

  test("a star with more records than may be keeps the strongest", () => {
    const star = links(...Array.from({ length: 50 }, (_, i): [number, number, number] => [1, i + 2, i]));
    const found = parts(star, 10);
    expect(found[0]).toEqual([1, 43, 44, 45, 46, 47, 48, 49, 50, 51]);
    expect(found).toHaveLength(42);
  });

  test("the order of the links is no matter, also where weights are equal", () => {
    const all: Link[] = [];
    for (let low = 1; low <= 40; low++)
      for (const step of [1, 7]) all.push({ low, high: low + step, weight: (low * step) % 3 });
    const wanted = parts(all, 6);
    for (let seed = 1; seed <= 20; seed++) expect(parts(shuffled(all, seed), 6)).toEqual(wanted);
  });

  test("a chain of 20,000 records", () => {
    const chain = links(
      ...Array.from({ length: 20_000 }, (_, i): [number, number, number] => [i + 1, i + 2, 5]),
    );
    const found = parts(chain, 200);
    expect(found.map((records) => records.length)).toEqual([...Array(100).fill(200), 1]);
  });
});
