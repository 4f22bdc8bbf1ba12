import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { chiSquareTail } from "../../numeric/chi-square.js";
import type { Duration, TimeUnit } from "../../value/time.js";
import type { Durations } from "./durations.js";

const SINGULAR = 1e-10;

export interface LogRank {
  readonly statistic: number;
  readonly degrees: number;
  /** The chance of as large a difference where all groups are alike. */
  readonly p: number;
  /** Of each group, how many ended and how many would have if all were alike. */
  readonly ended: readonly number[];
  readonly expected: readonly number[];
}

/**
 * Whether groups last equally long: the log-rank test of Mantel, Cancer Chemotherapy Reports 50 (1966) 163, for any number
 * of groups. Undefined where nothing can be compared: one group, or nobody ended while two of them went on.
 */
export function logRank<Unit extends TimeUnit>(groups: readonly Durations<Unit>[]): LogRank | undefined {
  const size = groups.length;
  const times = [...new Set(groups.flatMap(({ time }) => [...time]))].sort((a, b) => a - b);
  const places = groups.map(() => 0);
  const atRisk = groups.map(({ ended, running }) => sum(ended) + sum(running));
  const difference = groups.map(() => 0);
  const expected = groups.map(() => 0);
  const covariance = Matrix.zeros(size, size);
  for (const time of times) {
    const here = groups.map((group, g) => countsAt(group, places, g, time));
    const all = sum(atRisk);
    const gone = here.reduce((total, [ended]) => total + ended, 0);
    if (gone > 0 && all > 1) {
      const spread = (gone * (all - gone)) / (all - 1);
      for (let g = 0; g < size; g++) {
        const share = atRisk[g]! / all;
        for (let h = 0; h < size; h++)
          covariance.set(
            g,
            h,
            covariance.get(g, h) + spread * share * ((g === h ? 1 : 0) - atRisk[h]! / all),
          );
      }
    }
    here.forEach(([ended, running], g) => {
      expected[g]! += (gone * atRisk[g]!) / all;
      difference[g]! += ended - (gone * atRisk[g]!) / all;
      atRisk[g]! -= ended + running;
    });
  }
  const { statistic, degrees } = quadratic(covariance, difference);
  if (degrees === 0) return undefined;
  const ended = groups.map((group) => sum(group.ended));
  return { statistic, degrees, p: chiSquareTail(statistic, degrees), ended, expected };
}

function countsAt<Unit extends TimeUnit>(
  { time, ended, running }: Durations<Unit>,
  places: number[],
  g: number,
  at: Duration<Unit>,
): readonly [number, number] {
  const place = places[g]!;
  if (time[place] !== at) return [0, 0];
  places[g] = place + 1;
  return [ended[place]!, running[place]!];
}

/** A vector's square in terms of its covariance, which is singular by one dimension or more. */
function quadratic(covariance: Matrix, vector: readonly number[]) {
  if (vector.length === 0) return { statistic: 0, degrees: 0 };
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const largest = Math.max(...realEigenvalues);
  let [statistic, degrees] = [0, 0];
  realEigenvalues.forEach((value, k) => {
    if (!(value > SINGULAR * largest)) return;
    const along = vector.reduce((total, part, i) => total + part * eigenvectorMatrix.get(i, k), 0);
    statistic += along ** 2 / value;
    degrees += 1;
  });
  return { statistic, degrees };
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
