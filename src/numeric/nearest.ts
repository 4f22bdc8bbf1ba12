/**
 * The nearest of some centres for each point, by squared Euclidean distance; of two that are equally near the first.
 * O(n k d).
 * @returns which centre, from 0, and the sum of the squared distances
 */
export function nearest(
  points: readonly (readonly number[])[],
  centres: readonly (readonly number[])[],
): { readonly groups: Int32Array; readonly inertia: number } {
  const groups = new Int32Array(points.length);
  let inertia = 0;
  for (const [i, point] of points.entries()) {
    let least = Number.POSITIVE_INFINITY;
    for (const [k, centre] of centres.entries()) {
      let distance = 0;
      for (let j = 0; j < point.length; j++) {
        const difference = point[j]! - centre[j]!;
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        groups[i] = k;
      }
    }
    inertia += least;
  }
  return { groups, inertia };
}
