import type { Objective } from "../../numeric/minimise.js";
import { type Estimate, estimate, type Seen } from "./estimate.js";
import type { Edge } from "./model.js";

/** Logarithm of the shape from which on the chances of stopping are one: they differ by less than a thousandth. */
export const ALIKE = Math.log(1e6);
/** Logarithm of the shape beyond which it is looked whether the edge fits as well. */
const NEAR = Math.log(1e3);
/** What the edge may lack in log likelihood, and in parts of it. */
const SAME = 0.05;
const ROUNDED = 1e-7;

/** Whether the third parameter runs away, so that it cannot be told how much customers differ in how soon they stop. */
export const runsAway = ({ logs, covariance }: Estimate): boolean =>
  covariance === undefined || logs[2]! > NEAR || logs[3]! > NEAR;

/**
 * The estimate on the edge of a model, where all stop at one chance or rate: one coordinate less, which leaves the other
 * parameters their standard errors; undefined where it fits worse than what was found without it.
 */
export function onEdge(
  { at }: Edge,
  likelihood: Objective,
  count: number,
  part: Seen | undefined,
  free: Estimate,
): Estimate | undefined {
  const along =
    (whole: Objective): Objective =>
    ([rate, scale, place]) => {
      const { logs, slopes } = at(place!);
      const { value, gradient } = whole([rate!, scale!, ...logs]);
      return {
        value,
        gradient: [gradient[0]!, gradient[1]!, gradient[2]! * slopes[0] + gradient[3]! * slopes[1]],
      };
    };
  const found = estimate(along(likelihood), 3, count, {
    part: part && { ...part, likelihood: along(part.likelihood) },
  });
  if (found.logLikelihood < free.logLikelihood - SAME - ROUNDED * Math.abs(free.logLikelihood))
    return undefined;
  const { logs, slopes } = at(found.logs[2]!);
  const steps = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, slopes[0]],
    [0, 0, slopes[1]],
  ];
  const covariance = found.covariance;
  return {
    ...found,
    logs: [found.logs[0]!, found.logs[1]!, ...logs],
    covariance:
      covariance &&
      steps.map((row) =>
        steps.map((other) =>
          row.reduce(
            (sum, a, i) => sum + other.reduce((all, b, j) => all + a * b * covariance[i]![j]!, 0),
            0,
          ),
        ),
      ),
  };
}
