import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/**
 * Independent steps of one standard deviation each that make up a covariance, the longest first: a normal vector is the sum
 * of them, each times a standard normal number. The first coordinate of a step that is not 0 is above 0.
 */
export function principalSteps(covariance: readonly (readonly number[])[]): number[][] {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(covariance.map((row) => [...row])),
    { assumeSymmetric: true },
  );
  const axes = eigenvectorMatrix.transpose().to2DArray();
  return realEigenvalues
    .map((variance, i) => ({ variance, axis: axes[i]! }))
    .sort((a, b) => b.variance - a.variance)
    .map(({ variance, axis }) => {
      const length = Math.sqrt(Math.max(0, variance));
      const sign = (axis.find((value) => value !== 0) ?? 1) < 0 ? -1 : 1;
      return axis.map((value) => sign * length * value);
    });
}
