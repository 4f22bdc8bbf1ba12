/** Thirty scored rows with ties, a rougher score, weights and clusters, to compare with scikit-learn and SciPy. */
export const p = Float64Array.of(
  ...[0.62, 0.34, 0.42, 0.28, 0.56, 0.1, 0.2, 0.19, 0.13, 0.28, 0.02, 0.29, 0.15, 0.44, 0.02],
  ...[0.75, 0.35, 0.08, 0.74, 0.59, 0.71, 0.37, 0.98, 0.25, 0.32, 0.09, 0.03, 0.28, 0.5, 0.36],
);
export const rough = Float64Array.of(
  ...[0.5, 0.5, 0.3, 0.3, 0.5, 0.4, 0.2, 0.4, 0.4, 0.5, 0.2, 0.3, 0.2, 0.6, 0.4],
  ...[0.7, 0.4, 0.2, 0.8, 0.7, 0.5, 0.3, 0.9, 0.5, 0.3, 0.2, 0.2, 0.4, 0.3, 0.5],
);
export const answer = Uint8Array.of(
  ...[1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
  ...[0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0],
);
export const weights = Float64Array.of(
  ...[1, 2, 0.5, 3, 2, 1, 3, 1, 3, 2, 2, 3, 0.5, 2, 3],
  ...[1, 2, 3, 3, 0.5, 0.5, 2, 1, 2, 2, 3, 2, 1, 3, 1],
);
export const cluster = Int32Array.of(
  ...[10, 7, 1, 4, 7, 10, 9, 3, 1, 10, 2, 3, 1, 5, 4],
  ...[5, 10, 2, 4, 1, 3, 2, 1, 10, 4, 5, 8, 3, 1, 2],
);
/** Each row twice, the second time as one of the same cluster. */
export const twice = <T extends Float64Array | Uint8Array | Int32Array>(values: T): T => {
  const doubled = new (values.constructor as new (n: number) => T)(2 * values.length);
  doubled.set(values);
  doubled.set(values, values.length);
  return doubled;
};
export const own = Int32Array.from(p, (_, i) => i);
