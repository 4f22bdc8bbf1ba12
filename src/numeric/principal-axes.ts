import { covariance, EigenvalueDecomposition, Matrix } from "ml-matrix";

/**
 * The mean of points and their principal axes: the directions, at right angles to each other, in which they vary.
 * O(n d² + d³).
 * @param points at least two
 * @returns `axes` has one direction of length 1 a row
 */
export function principalAxes(points: readonly (readonly number[])[]): {
  readonly centre: number[];
  readonly axes: number[][];
} {
  const matrix = new Matrix(points as number[][]);
  const { eigenvectorMatrix } = new EigenvalueDecomposition(covariance(matrix), { assumeSymmetric: true });
  return { centre: matrix.mean("column"), axes: eigenvectorMatrix.transpose().to2DArray() };
}
