import { adjustedRandIndex } from "../../numeric/adjusted-rand-index.js";
import { nearest } from "../../numeric/nearest.js";
import { uniform } from "../../numeric/uniform.js";
import { cluster } from "./cluster.js";

const STARTS = 2;

/**
 * How far k-means finds the same groups again in samples drawn with replacement: the mean adjusted Rand index between
 * the grouping of all points by each sample's centres and by those of the whole. Ben-Hur, Elisseeff and Guyon (2002).
 */
export function stability(
  points: readonly (readonly number[])[],
  centres: readonly (readonly number[])[],
  { times, seed }: { readonly times: number; readonly seed: number },
): number {
  const { groups } = nearest(points, centres);
  const next = uniform(seed);
  let sum = 0;
  for (let time = 0; time < times; time++) {
    const drawn = points.map(() => points[Math.floor(next() * points.length)]!);
    const [again] = cluster(drawn, centres.length, { starts: STARTS, seed: seed + time + 1 });
    sum += adjustedRandIndex(groups, nearest(points, again!.centres).groups);
  }
  return sum / times;
}
