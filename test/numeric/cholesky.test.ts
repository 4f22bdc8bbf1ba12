import { describe, expect, test } from "vitest";
import { cholesky, invertCholesky, solveCholesky } from "../../src/numeric/cholesky.js";
import { uniform } from "../../src/numeric/uniform.js";

/** M Mᵀ + I, of an M drawn by a seed. */
function positive(n: number, seed: number): Float64Array {
  const next = uniform(seed);
  const m = Float64Array.from({ length: n * n }, () => next() - 0.5);
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k++) sum += m[i * n + k]! * m[j * n + k]!;
    return sum;
  });
}

// Expected: numpy.linalg.cholesky([[4, 12, -16], [12, 37, -43], [-16, -43, 98]]).
test("as numpy has it, above the diagonal left alone", () => {
  const found = cholesky(Float64Array.of(4, 9, 9, 12, 37, 9, -16, -43, 98), 3);
  expect([...found]).toEqual([2, 9, 9, 6, 1, 9, -8, 5, 3]);
});

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 40])("%i rows", (n) => {
  const matrix = positive(n, n);
  const lower = cholesky(matrix.slice(), n);
  const product = (rows: Float64Array, a: number, b: number, to: number) => {
    let sum = 0;
    for (let k = 0; k < to; k++) sum += rows[a * n + k]! * rows[b * n + k]!;
    return sum;
  };

  test("the factor times itself is the matrix", () => {
    for (let a = 0; a < n; a++)
      for (let b = 0; b <= a; b++) expect(product(lower, a, b, b + 1)).toBeCloseTo(matrix[a * n + b]!, 12);
  });

  test("what is solved gives the right side", () => {
    const right = Float64Array.from({ length: n }, (_, i) => i - 2);
    const x = solveCholesky(lower, n, right);
    for (let a = 0; a < n; a++)
      expect(x.reduce((sum, value, b) => sum + matrix[a * n + b]! * value, 0)).toBeCloseTo(right[a]!, 10);
  });

  test("rows of the inverse factor give the inverse", () => {
    const inverse = invertCholesky(lower, n);
    for (let a = 0; a < n; a++)
      for (let b = 0; b < n; b++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += matrix[a * n + k]! * product(inverse, k, b, n);
        expect(sum).toBeCloseTo(a === b ? 1 : 0, 10);
      }
  });
});

test("a matrix that is not positive definite is refused", () => {
  expect(() => cholesky(Float64Array.of(1, 0, 2, 1), 2)).toThrow(RangeError);
  expect(() => cholesky(Float64Array.of(Number.NaN), 1)).toThrow(RangeError);
});
