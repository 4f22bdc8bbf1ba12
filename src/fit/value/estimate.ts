import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { hessian } from "../../numeric/hessian.js";
import { type Minimum, minimise, type Objective } from "../../numeric/minimise.js";

const START_AT = [0, -1.5, 1.5];
const FARTHEST = 30;
/** What two starts may differ by, in log likelihood, and still be one summit. */
const SAME = 1e-3;
/** How much more a matrix may stretch one way than another before its inverse says nothing. */
const CONDITION = 1e10;

/** Parameters that make what was seen as likely as can be. */
export interface Estimate {
  /** Logarithms of the parameters. */
  readonly logs: readonly number[];
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** Of the logarithms; undefined where the likelihood is flat in some direction. */
  readonly covariance: readonly (readonly number[])[] | undefined;
  /** How far apart the ends of the starts are in log likelihood. */
  readonly spread: number;
  readonly condition: number;
}

/**
 * Maximum likelihood in the logarithms of parameters, from three starts.
 * @param likelihood the log likelihood of all that was seen
 * @param count how much that was: the objective is divided by it
 * @param free how many of the coordinates are logarithms; others, effects of covariates, start at 0
 */
export function estimate(likelihood: Objective, width: number, count: number, free = width): Estimate {
  const objective: Objective = (at) => {
    if (at.some((value) => Math.abs(value) > FARTHEST))
      return { value: Number.POSITIVE_INFINITY, gradient: at.map(() => Number.NaN) };
    const { value, gradient } = likelihood(at);
    return { value: -value / count, gradient: gradient.map((slope) => -slope / count) };
  };
  const found = START_AT.map((level) =>
    minimise(
      objective,
      Array.from({ length: width }, (_, i) => (i < free ? level * (i % 2 === 0 ? 1 : 0.5) : 0)),
    ),
  ).filter(({ value }) => Number.isFinite(value));
  const best = found.reduce<Minimum | undefined>(
    (low, each) => (low === undefined || each.value < low.value - 1e-13 ? each : low),
    undefined,
  );
  if (best === undefined) throw new RangeError("the likelihood is nowhere a number");
  const spread = Math.max(...found.map(({ value }) => (value - best.value) * count));
  const bend = hessian(objective, best.at).map((row) => row.map((value) => value * count));
  const { covariance, condition } = inverted(bend);
  return {
    logs: best.at,
    logLikelihood: -best.value * count,
    converged:
      best.converged || found.some((each) => each.converged && (each.value - best.value) * count < SAME),
    covariance,
    spread,
    condition,
  };
}

function inverted(bend: readonly (readonly number[])[]): Pick<Estimate, "covariance" | "condition"> {
  if (!bend.flat().every(Number.isFinite))
    return { covariance: undefined, condition: Number.POSITIVE_INFINITY };
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(bend.map((row) => [...row])),
    { assumeSymmetric: true },
  );
  const [low, high] = [Math.min(...realEigenvalues), Math.max(...realEigenvalues)];
  const condition = low > 0 ? high / low : Number.POSITIVE_INFINITY;
  if (!(condition < CONDITION)) return { covariance: undefined, condition };
  const axes = eigenvectorMatrix.to2DArray();
  const covariance = bend.map((_, i) =>
    bend.map((_, j) =>
      realEigenvalues.reduce((sum, value, k) => sum + (axes[i]![k]! * axes[j]![k]!) / value, 0),
    ),
  );
  return { covariance, condition };
}
