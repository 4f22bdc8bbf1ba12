import type { Engine } from "../engine/engine.js";
import type { Candidate as Figures } from "../fit/segments/choose.js";
import { cluster } from "../fit/segments/cluster.js";
import { gaps } from "../fit/segments/gap.js";
import { stability } from "../fit/segments/stability.js";
import { calinskiHarabasz } from "../numeric/calinski-harabasz.js";
import { daviesBouldin } from "../numeric/davies-bouldin.js";
import { nearest } from "../numeric/nearest.js";
import { silhouette } from "../numeric/silhouette.js";
import { coordinate } from "./assign.js";
import { type Fit, lloyd } from "./lloyd.js";

/** Points from which starts are found; silhouettes, stability and gaps are of the first of them. */
const SAMPLE = 10_000;
const COMPARED = 1000;
/** Samples of the bootstrap, and of points without structure. */
const TIMES = 10;
/** How the last fit goes on: until the inertia falls by less than this share. */
export const FINAL = { rounds: 100, tolerance: 1e-6 };
/** Fewer customers make no clusters, unless their number is given. */
const FEWEST = 30;

export interface Candidate extends Figures {
  /** Over all points. */
  readonly fit: Fit;
}

export interface Search {
  readonly low: number;
  readonly high: number;
  readonly starts: number;
  readonly seed: number;
}

/** A sample of the points that does not depend on their order. */
export async function startsOf(engine: Engine, width: number): Promise<number[][]> {
  const xs = Array.from({ length: width }, (_, j) => coordinate(j));
  const rows = await engine.read<Record<string, number>>(
    `select ${xs.join(", ")} from segments.points order by md5(customer_id), customer_id limit ${SAMPLE}`,
  );
  return rows.map((row) => xs.map((x) => row[x]!));
}

/**
 * What one cluster and each number of clusters that is asked for come to: starts on the sample, some iterations over all
 * customers, and the criteria. One number that is given is not compared with others.
 */
export async function candidatesOf(
  engine: Engine,
  sample: readonly (readonly number[])[],
  search: Search,
): Promise<Candidate[]> {
  const { starts, seed } = search;
  const distinct = new Set(sample.map((point) => point.join())).size;
  const given = search.low === search.high;
  const most = !given && sample.length < FEWEST ? 1 : Math.min(search.high, distinct);
  const low = Math.min(search.low, most);
  const ks = [...new Set([1, ...Array.from({ length: most - low + 1 }, (_, i) => low + i)])];
  const compared = sample.slice(0, COMPARED);
  const gap = given || most === 1 ? [] : gaps(compared, ks, { times: TIMES, seed });
  const candidates: Candidate[] = [];
  let total = Number.NaN;
  for (const k of ks) {
    const [best] = cluster(sample, k, { starts: k === 1 ? 1 : starts, seed });
    const fit = await lloyd(engine, "segments.points", best!.centres, {
      rounds: given ? 0 : 3,
      tolerance: 1e-4,
    });
    if (k === 1) total = fit.inertia;
    const { groups } = nearest(compared, fit.centres);
    const simulated = gap.find((each) => each.k === k);
    candidates.push({
      k,
      fit,
      inertia: fit.inertia,
      silhouette: orNull(silhouette(compared, groups)),
      calinski_harabasz: orNull(calinskiHarabasz(fit.sizes, fit.inertia, total)),
      davies_bouldin: daviesBouldin(groupsOf(fit)),
      stability: given || k === 1 ? Number.NaN : stability(compared, fit.centres, { times: TIMES, seed }),
      gap: simulated?.gap ?? Number.NaN,
      gap_error: simulated?.error ?? Number.NaN,
    });
  }
  return candidates;
}

/** The groups that have points. */
const groupsOf = ({ centres, sizes, spreads }: Fit) =>
  centres.flatMap((mean, i) => (sizes[i]! > 0 ? [{ mean, width: spreads[i]! / sizes[i]! }] : []));

const orNull = (value: number | null) => (value === null || Number.isNaN(value) ? null : value);
