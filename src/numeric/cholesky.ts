const [TALL, WIDE] = [2, 4];

/**
 * The Cholesky factor of a symmetric positive definite matrix: lower triangular L with L Lᵀ = A. Cost n³/6 products.
 * @param matrix n × n, row by row; only its lower triangle is read. It is overwritten by L, above the diagonal left as it was
 * @throws {RangeError} if a pivot is not above 0
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  const sums = new Float64Array(TALL * WIDE);
  for (let left = 0; left < n; left += WIDE)
    for (let top = left; top < n; top += TALL) {
      products(matrix, top, matrix, left, n, 0, left, sums);
      for (let i = top; i < Math.min(top + TALL, n); i++) {
        const row = i * n;
        for (let j = left; j < left + WIDE && j <= i; j++) {
          let sum = matrix[row + j]! - sums[(i - top) * WIDE + j - left]!;
          for (let k = left; k < j; k++) sum -= matrix[row + k]! * matrix[j * n + k]!;
          if (i > j) matrix[row + j] = sum / matrix[j * n + j]!;
          else if (sum > 0) matrix[row + j] = Math.sqrt(sum);
          else throw new RangeError("the matrix is not positive definite");
        }
      }
    }
  return matrix;
}

/** x with L Lᵀ x = b. */
export function solveCholesky(lower: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * x[k]!;
    x[i] = sum / lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i]! / lower[i * n + i]!;
    x[i] = value;
    for (let k = 0; k < i; k++) x[k]! -= lower[i * n + k]! * value;
  }
  return x;
}

/** The inverse of L, transposed: row j holds column j of L⁻¹, so that (L Lᵀ)⁻¹ of a and b is the product of rows a and b. Cost n³/6 products. */
export function invertCholesky(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  const sums = new Float64Array(TALL * WIDE);
  for (let left = 0; left < n; left += WIDE)
    for (let top = left; top < n; top += TALL) {
      products(lower, top, inverse, left, n, left, top, sums);
      for (let i = top; i < Math.min(top + TALL, n); i++)
        for (let j = left; j < left + WIDE && j <= i; j++) {
          let sum = i === j ? -1 : sums[(i - top) * WIDE + j - left]!;
          if (i > j) for (let k = top; k < i; k++) sum += lower[i * n + k]! * inverse[j * n + k]!;
          inverse[j * n + i] = -sum / lower[i * n + i]!;
        }
    }
  return inverse;
}

/** The products of two rows of one matrix, from `top` on, with four of another, from `left` on: eight sums that run beside each other. */
function products(
  x: Float64Array,
  top: number,
  y: Float64Array,
  left: number,
  n: number,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const [p, q] = [top * n, Math.min(top + 1, n - 1) * n];
  const [a, b] = [left * n, Math.min(left + 1, n - 1) * n];
  const [c, d] = [Math.min(left + 2, n - 1) * n, Math.min(left + 3, n - 1) * n];
  let [pa, pb, pc, pd, qa, qb, qc, qd] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = from; k < to; k++) {
    const first = x[p + k]!;
    const second = x[q + k]!;
    const one = y[a + k]!;
    const two = y[b + k]!;
    const three = y[c + k]!;
    const four = y[d + k]!;
    pa += first * one;
    pb += first * two;
    pc += first * three;
    pd += first * four;
    qa += second * one;
    qb += second * two;
    qc += second * three;
    qd += second * four;
  }
  sums[0] = pa;
  sums[1] = pb;
  sums[2] = pc;
  sums[3] = pd;
  sums[4] = qa;
  sums[5] = qb;
  sums[6] = qc;
  sums[7] = qd;
}
