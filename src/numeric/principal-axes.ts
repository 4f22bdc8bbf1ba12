import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/**
 * The mean of points and their principal axes: the directions, at right angles to each other, in which they vary.
 * O(n d² + d³).
 * @returns `axes` has one direction a row
 */
export function principalAxes(points: readonly (readonly number[])[]): {
  readonly mean: number[];
  readonly axes: number[][];
} {
  const d = points[0]?.length ?? 0;
  const n = points.length;
  const mean = Array.from({ length: d }, (_, j) => points.reduce((sum, point) => sum + point[j]!, 0) / n);
  const covariance = Matrix.zeros(d, d);
  for (const point of points)
    for (let i = 0; i < d; i++)
      for (let j = 0; j <= i; j++) {
        const product = (point[i]! - mean[i]!) * (point[j]! - mean[j]!);
        covariance.set(i, j, covariance.get(i, j) + product / n);
      }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) covariance.set(j, i, covariance.get(i, j));
  const { eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  return { mean, axes: eigenvectorMatrix.transpose().to2DArray() };
}
