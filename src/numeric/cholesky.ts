/**
 * The Cholesky factor of a symmetric positive definite matrix: lower triangular L with L Lᵀ = A. Cost n³/3.
 * @param matrix n × n, row by row; only its lower triangle is read. It is overwritten by L, above the diagonal left as it was
 * @throws {RangeError} if a pivot is not above 0
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  for (let j = 0; j < n; j++) {
    const column = j * n;
    for (let i = j; i < n; i++) {
      const row = i * n;
      let sum = matrix[row + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[row + k]! * matrix[column + k]!;
      if (i > j) matrix[row + j] = sum / matrix[column + j]!;
      else if (sum > 0) matrix[row + j] = Math.sqrt(sum);
      else throw new RangeError("the matrix is not positive definite");
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

/** The inverse of L, transposed: row j holds column j of L⁻¹, so that (L Lᵀ)⁻¹ of a and b is the product of rows a and b. Cost n³/6. */
export function invertCholesky(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const own = j * n;
    inverse[own + j] = 1 / lower[own + j]!;
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= lower[i * n + k]! * inverse[own + k]!;
      inverse[own + i] = sum / lower[i * n + i]!;
    }
  }
  return inverse;
}
