import { kmeans } from "ml-kmeans";
import { nearest } from "../../numeric/nearest.js";

/** Centres that a start came to on the points it was given, and how far the points are from them. */
export interface Centres {
  readonly centres: readonly (readonly number[])[];
  /** Sum of the squared distances to the nearest centre. */
  readonly inertia: number;
}

const ROUNDS = 100;
const TOLERANCE = 1e-6;

/**
 * k-means by Lloyd's iterations from several k-means++ starts (Arthur and Vassilvitskii 2007), the best first.
 * @param points no more than a bounded sample
 * @param k at most as many as there are distinct points
 */
export function cluster(
  points: readonly (readonly number[])[],
  k: number,
  { starts, seed }: { readonly starts: number; readonly seed: number },
): Centres[] {
  const data = points as number[][];
  if (points.length <= k) return [{ centres: points.map((point) => [...point]), inertia: 0 }];
  return Array.from({ length: starts }, (_, start) => {
    const found = kmeans(data, k, {
      seed: seed * 1000 + start + 1,
      initialization: "kmeans++",
      maxIterations: ROUNDS,
      tolerance: TOLERANCE,
    });
    return { centres: found.centroids, inertia: nearest(points, found.centroids).inertia };
  }).sort((a, b) => a.inertia - b.inertia);
}
