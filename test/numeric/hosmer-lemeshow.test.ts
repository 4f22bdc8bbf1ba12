import { expect, test } from "vitest";
import { hosmerLemeshow } from "../../src/numeric/hosmer-lemeshow.js";
import { answer, own, p } from "./judged-rows.js";

// Expected: the sum over the groups of 6, 8, 6, 5 and 5 rows (scores of .28 stay together) in numpy, scipy.stats.chi2.sf(h, 5)
// and, of rows that the chances were fitted to, (h, 3).
test("the statistic and its chance as SciPy has it", () => {
  const holdout = hosmerLemeshow(p, answer, { holdout: true, groups: 5 });
  expect(holdout.statistic).toBeCloseTo(2.5062534273491517, 12);
  expect(holdout.degrees).toBe(5);
  expect(holdout.tail).toBeCloseTo(0.7755529994392834, 12);
  const development = hosmerLemeshow(p, answer, { groups: 5 });
  expect(development.degrees).toBe(3);
  expect(development.tail).toBeCloseTo(0.4741620089971559, 12);
});

test("ten groups: eight degrees of development, ten of a holdout", () => {
  const chances = Float64Array.from({ length: 100 }, (_, i) => (i + 0.5) / 100);
  const answers = Uint8Array.from(chances, (_, i) => ((i * 37) % 100 < i ? 1 : 0));
  expect(hosmerLemeshow(chances, answers).degrees).toBe(8);
  expect(hosmerLemeshow(chances, answers, { holdout: true }).degrees).toBe(10);
});

test("weights all alike change nothing", () => {
  const weights = new Float64Array(30).fill(4);
  expect(hosmerLemeshow(p, answer, { weights }).statistic).toBeCloseTo(
    hosmerLemeshow(p, answer).statistic,
    12,
  );
});

test("no chance where rows belong together or groups are too few", () => {
  expect(hosmerLemeshow(p, answer, { cluster: own }).tail).toBeGreaterThan(0);
  expect(hosmerLemeshow(p, answer, { cluster: own.with(1, 0) }).tail).toBeNaN();
  expect(hosmerLemeshow(new Float64Array(30).fill(0.4), answer).tail).toBeNaN();
});
