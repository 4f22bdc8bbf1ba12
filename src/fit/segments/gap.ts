import { mean, variance } from "simple-statistics";
import { principalAxes } from "../../numeric/principal-axes.js";
import { uniform } from "../../numeric/uniform.js";
import { cluster } from "./cluster.js";

const STARTS = 2;

export interface Gap {
  readonly k: number;
  readonly gap: number;
  /** Its standard error by the simulation. */
  readonly error: number;
}

/**
 * The gap statistic: how much nearer points are to k centres than points without structure would be, on the scale of
 * logarithms. These are drawn uniformly from a box along the principal axes of the points. Tibshirani, Walther and Hastie
 * (2001), doi:10.1111/1467-9868.00293, variant b.
 * @param ks 1 among them
 */
export function gaps(
  points: readonly (readonly number[])[],
  ks: readonly number[],
  { times, seed }: { readonly times: number; readonly seed: number },
): Gap[] {
  const spread = (data: readonly (readonly number[])[]) =>
    ks.map((k) => Math.log(Math.max(cluster(data, k, { starts: STARTS, seed })[0]!.inertia, 1e-12)));
  const found = spread(points);
  const draw = withoutStructure(points, uniform(seed));
  const simulated = Array.from({ length: times }, () => spread(draw()));
  return ks.map((k, i) => {
    const values = simulated.map((each) => each[i]!);
    return { k, gap: mean(values) - found[i]!, error: Math.sqrt(variance(values) * (1 + 1 / times)) };
  });
}

/** Draws as many points from the box that the points fill along their principal axes. */
function withoutStructure(points: readonly (readonly number[])[], next: () => number): () => number[][] {
  const { centre, axes } = principalAxes(points);
  const along = points.map((point) =>
    axes.map((axis) => axis.reduce((sum, share, j) => sum + share * (point[j]! - centre[j]!), 0)),
  );
  const low = axes.map((_, a) => along.reduce((least, each) => Math.min(least, each[a]!), Infinity));
  const high = axes.map((_, a) => along.reduce((most, each) => Math.max(most, each[a]!), -Infinity));
  return () =>
    points.map(() => {
      const at = axes.map((_, a) => low[a]! + next() * (high[a]! - low[a]!));
      return centre.map((middle, j) => axes.reduce((sum, axis, a) => sum + at[a]! * axis[j]!, middle));
    });
}
