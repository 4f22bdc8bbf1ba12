import { expect, test } from "vitest";
import { negativeBinomial } from "../../src/numeric/negative-binomial.js";

test("the chances of so many events", () => {
  // scipy 1.17: nbinom.pmf([0, 1, 2, 10], 0.24, 4.4 / (4.4 + 39)).
  const chances = negativeBinomial(0.24, 4.4, 39, 10);
  const expected = [
    [0, 0.5773392813314897],
    [1, 0.12451372519038578],
    [2, 0.06937193260607208],
    [10, 0.009017004518931523],
  ] as const;
  for (const [n, chance] of expected) expect(chances[n]! / chance).toBeCloseTo(1, 12);
  expect(chances).toHaveLength(11);
});

test("all chances together are 1; no time, no event; one rate is Poisson's", () => {
  expect(negativeBinomial(2, 3, 5, 400).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
  expect(negativeBinomial(0.5, 3, 0, 3)).toEqual([1, 0, 0, 0]);
  // mpmath 1.4, 40 digits: binomial(10**6 + 4, 5) * (10**6 / (10**6 + 2))**10**6 * (2 / (10**6 + 2))**5.
  expect(negativeBinomial(1e6, 1e6, 2, 5)[5]).toBeCloseTo(0.03608948104170994, 12);
});
