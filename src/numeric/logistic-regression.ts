import { CholeskyDecomposition, Matrix } from "ml-matrix";

const ROUNDS = 100;
const STILL = 1e-10;

/** The logarithm of the odds is `intercept` and the sum of `weights` times the coordinates. */
export interface Logistic {
  readonly intercept: number;
  readonly weights: readonly number[];
}

/**
 * Logistic regression with a penalty on large weights: the chance of a yes by some coordinates. It minimises the sum of
 * the weighted log losses and half of `penalty` times the squared weights, the intercept free; scikit-learn's `C` is
 * 1 / penalty. Newton's method, steps halved until they descend (Hastie, Tibshirani and Friedman, The Elements of
 * Statistical Learning, 4.4.1). A few rounds of O(n d²).
 * @param labels 1 for yes, 0 for no
 * @param masses how much each point counts; 1 each if left out
 * @throws {RangeError} if not both yes and no occur, or a penalty is not above 0
 */
export function logisticRegression(
  points: readonly (readonly number[])[],
  labels: ArrayLike<number>,
  { penalty, masses }: { readonly penalty: number; readonly masses?: ArrayLike<number> },
): Logistic {
  const yes = Array.from(labels).filter((label) => label === 1).length;
  if (yes === 0 || yes === points.length || labels.length !== points.length)
    throw new RangeError("points of both kinds are needed");
  if (!(penalty > 0)) throw new RangeError("a penalty above 0 is needed");
  const d = points[0]!.length;
  const mass = (i: number) => masses?.[i] ?? 1;
  let at = new Float64Array(d + 1);
  let loss = lossOf(at);
  for (let round = 0; round < ROUNDS; round++) {
    const step = newtonStep(at);
    let next = at;
    let reached = loss;
    for (let size = 1; size > 1e-6; size /= 2) {
      next = at.map((value, j) => value - size * step[j]!);
      reached = lossOf(next);
      if (reached <= loss) break;
    }
    if (!(reached <= loss)) break;
    const moved = next.reduce((most, value, j) => Math.max(most, Math.abs(value - at[j]!)), 0);
    at = next;
    loss = reached;
    if (moved < STILL) break;
  }
  return { intercept: at[0]!, weights: Array.from(at.subarray(1)) };

  function lossOf(theta: Float64Array): number {
    let sum = 0;
    for (const [i, point] of points.entries()) {
      const odds = logOdds(theta, point);
      sum += mass(i) * (Math.max(odds, 0) - labels[i]! * odds + Math.log1p(Math.exp(-Math.abs(odds))));
    }
    for (let j = 1; j <= d; j++) sum += (penalty * theta[j]! ** 2) / 2;
    return sum;
  }

  function newtonStep(theta: Float64Array): number[] {
    const gradient = new Float64Array(d + 1);
    const curvature = Matrix.zeros(d + 1, d + 1).to2DArray();
    for (const [i, point] of points.entries()) {
      const chance = 1 / (1 + Math.exp(-logOdds(theta, point)));
      const off = mass(i) * (chance - labels[i]!);
      const bend = mass(i) * chance * (1 - chance);
      for (let j = 0; j <= d; j++) {
        const x = j === 0 ? 1 : point[j - 1]!;
        gradient[j]! += off * x;
        for (let k = 0; k <= j; k++) curvature[j]![k]! += bend * x * (k === 0 ? 1 : point[k - 1]!);
      }
    }
    // The intercept has no penalty: where all is nearly certain this keeps the matrix invertible.
    curvature[0]![0]! += 1e-12;
    for (let j = 1; j <= d; j++) {
      gradient[j]! += penalty * theta[j]!;
      curvature[j]![j]! += penalty;
      for (let k = 0; k < j; k++) curvature[k]![j] = curvature[j]![k]!;
    }
    const solved = new CholeskyDecomposition(new Matrix(curvature)).solve(
      Matrix.columnVector(Array.from(gradient)),
    );
    return solved.to1DArray();
  }
}

function logOdds(theta: Float64Array, point: readonly number[]): number {
  let sum = theta[0]!;
  for (let j = 0; j < point.length; j++) sum += theta[j + 1]! * point[j]!;
  return sum;
}
