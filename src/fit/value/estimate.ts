import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { hessian } from "../../numeric/hessian.js";
import { type Minimum, minimise, type Objective } from "../../numeric/minimise.js";

/** Of how many customers it can be told from where to go on with all of them. */
export const ENOUGH = 20_000;
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

/** Something that was seen: its log likelihood, and how much it is. */
export interface Seen {
  readonly likelihood: Objective;
  readonly count: number;
}

/**
 * Maximum likelihood in the logarithms of parameters, from three starts.
 * @param likelihood the log likelihood of all that was seen
 * @param count how much that was: the objective is divided by it
 * @param free how many of the coordinates are logarithms; others, effects of covariates, start at 0
 * @param part a fair part of what was seen, much smaller: the starts are made on it, and on all the way from their ends
 */
export function estimate(
  likelihood: Objective,
  width: number,
  count: number,
  { free = width, part }: { readonly free?: number; readonly part?: Seen | undefined } = {},
): Estimate {
  const objective = meanOf({ likelihood, count });
  const rough = part === undefined ? objective : meanOf(part);
  const starts = START_AT.map((level) =>
    minimise(
      rough,
      Array.from({ length: width }, (_, i) => (i < free ? level * (i % 2 === 0 ? 1 : 0.5) : 0)),
    ),
  ).filter(({ value }) => Number.isFinite(value));
  const found =
    part === undefined
      ? starts
      : distinct(starts, part.count).map(({ at }) =>
          minimise(objective, at, inverted(hessian(rough, at)).inverse),
        );
  const best = lowest(found);
  if (best === undefined) throw new RangeError("the likelihood is nowhere a number");
  const { inverse, condition } = inverted(hessian(objective, best.at));
  return {
    logs: best.at,
    logLikelihood: -best.value * count,
    converged:
      best.converged || found.some((each) => each.converged && (each.value - best.value) * count < SAME),
    covariance: inverse?.map((row) => row.map((value) => value / count)),
    spread: Math.max(...found.map(({ value }) => (value - best.value) * count)),
    condition,
  };
}

/** What is minimised: the mean over all that was seen, infinite where a logarithm is beyond all sense. */
function meanOf({ likelihood, count }: Seen): Objective {
  return (at) => {
    if (at.some((value) => Math.abs(value) > FARTHEST))
      return { value: Number.POSITIVE_INFINITY, gradient: at.map(() => Number.NaN) };
    const { value, gradient } = likelihood(at);
    return { value: -value / count, gradient: gradient.map((slope) => -slope / count) };
  };
}

const lowest = (found: readonly Minimum[]): Minimum | undefined =>
  found.reduce<Minimum | undefined>(
    (low, each) => (low === undefined || each.value < low.value - 1e-13 ? each : low),
    undefined,
  );

/** The lowest of some minima, and those that are another summit. */
function distinct(found: readonly Minimum[], count: number): Minimum[] {
  const best = lowest(found);
  return found.filter((each) => each === best || (each.value - best!.value) * count >= SAME);
}

/** The inverse of a symmetric matrix; none where it is not definite, or too nearly so. */
function inverted(bend: readonly (readonly number[])[]) {
  if (!bend.flat().every(Number.isFinite)) return { condition: Number.POSITIVE_INFINITY };
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(bend.map((row) => [...row])),
    { assumeSymmetric: true },
  );
  const [low, high] = [Math.min(...realEigenvalues), Math.max(...realEigenvalues)];
  const condition = low > 0 ? high / low : Number.POSITIVE_INFINITY;
  if (!(condition < CONDITION)) return { condition };
  const axes = eigenvectorMatrix.to2DArray();
  const inverse = bend.map((_, i) =>
    bend.map((_, j) =>
      realEigenvalues.reduce((sum, value, k) => sum + (axes[i]![k]! * axes[j]![k]!) / value, 0),
    ),
  );
  return { inverse, condition };
}
