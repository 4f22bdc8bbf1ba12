import { cholesky, invertCholesky } from "./cholesky.js";

const ROUNDS = 50;
const SWEEPS = 1000;
/** A step of Newton's method this small leaves its square to go. */
const STILL = 1e-5;
/** After moves by less in all the second derivatives are still those of the place. */
const NEAR = 0.002;

export interface ElasticNetOptions {
  /** How much of the penalty is on the sum of the weights (1: lasso); the rest is on half of their squares (0: ridge). */
  readonly mixture: number;
  /** Penalties per unit of mass to try, the largest first. */
  readonly penalties: readonly number[];
  /** Whether no weight may be below 0. */
  readonly positive?: boolean;
  /** How much each row counts; 1 if left out. */
  readonly masses?: Float64Array;
}

export interface ElasticNetLogistic {
  readonly intercept: number;
  readonly weights: Float64Array;
  /** The penalty with the least loss when each row is left out, approximately. */
  readonly penalty: number;
  /** That loss, a row on average. */
  readonly loss: number;
}

/**
 * Logistic regression with an elastic net (Zou and Hastie 2005; Friedman, Hastie and Tibshirani, J. Stat. Software 33,
 * 2010): Newton's method around coordinate descent on the matrix of second derivatives. Of several penalties that one is
 * taken whose loss is least when each row is predicted without itself, by one step of Newton's method from the fit of all
 * (Rad and Maleki, JRSS-B 82, 2020). O(rows × columns²) a round.
 * @param columns one array a column, of equal length
 * @param answers 1 for yes, 0 for no
 * @throws {RangeError} if not both answers occur
 */
export function elasticNetLogistic(
  columns: readonly Float64Array[],
  answers: ArrayLike<number>,
  { mixture, penalties, positive = false, masses }: ElasticNetOptions,
): ElasticNetLogistic {
  const [n, d] = [answers.length, columns.length];
  const total = masses === undefined ? n : masses.reduce((sum, mass) => sum + mass, 0);
  const theta = new Float64Array(d + 1);
  theta[0] = baseOdds(answers, masses);
  const odds = new Float64Array(n);
  const table = [new Float64Array(n).fill(1), ...columns];
  const [off, bends, bent] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const curvature = new Float64Array((d + 1) ** 2);
  let since = Number.POSITIVE_INFINITY;
  let best: ElasticNetLogistic | undefined;
  for (const penalty of penalties) {
    const [sum, squares] = [penalty * mixture * total, penalty * (1 - mixture) * total];
    for (let round = 0; round < ROUNDS; round++) {
      const gradient = slopes();
      if (since > NEAR) bend();
      const moved = descend(gradient, sum, squares);
      since += moved;
      if (moved < STILL) break;
    }
    const loss = leftOutLoss(squares);
    if (best === undefined || loss < best.loss)
      best = { intercept: theta[0]!, weights: theta.slice(1), penalty, loss };
  }
  return best!;

  /** The gradient; leaves log odds and what rows pull and bend. */
  function slopes(): Float64Array {
    odds.fill(0);
    for (let j = 0; j <= d; j++) {
      const [column, weight] = [table[j]!, theta[j]!];
      for (let i = 0; i < n; i++) odds[i]! += weight * column[i]!;
    }
    for (let i = 0; i < n; i++) {
      const chance = 1 / (1 + Math.exp(-odds[i]!));
      const mass = masses === undefined ? 1 : masses[i]!;
      off[i] = mass * (answers[i]! - chance);
      bends[i] = mass * chance * (1 - chance);
    }
    return Float64Array.from(table, (column) => product(off, column));
  }

  function bend(): void {
    since = 0;
    for (let j = 0; j <= d; j++) {
      const column = table[j]!;
      for (let i = 0; i < n; i++) bent[i] = bends[i]! * column[i]!;
      for (let k = 0; k <= j; k++) {
        const value = product(bent, table[k]!);
        curvature[j * (d + 1) + k] = value;
        curvature[k * (d + 1) + j] = value;
      }
    }
  }

  /** The least of the quadratic around theta and the penalty, to which theta moves; returns the largest move. */
  function descend(gradient: Float64Array, sum: number, squares: number): number {
    const from = theta.slice();
    const left = gradient.slice();
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      let most = 0;
      for (let j = 0; j <= d; j++) {
        const bend = curvature[j * (d + 1) + j]!;
        if (!(bend > 0)) continue;
        const pulled = left[j]! + bend * theta[j]!;
        const next = j === 0 ? pulled / bend : shrunk(pulled, sum) / (bend + squares);
        const move = (j > 0 && positive ? Math.max(next, 0) : next) - theta[j]!;
        if (move === 0) continue;
        theta[j]! += move;
        for (let k = 0; k <= d; k++) left[k]! -= move * curvature[j * (d + 1) + k]!;
        most = Math.max(most, Math.abs(move));
      }
      if (most < STILL / 10) break;
    }
    let largest = 0;
    for (let j = 0; j <= d; j++) largest = Math.max(largest, Math.abs(theta[j]! - from[j]!));
    // A leap of the first rounds is cut, so that the next quadratic is one of the place where theta is.
    if (largest > 5)
      for (let j = 0; j <= d; j++) theta[j] = from[j]! + ((theta[j]! - from[j]!) * 5) / largest;
    return largest;
  }

  /** The loss a row on average, each row predicted without itself. */
  function leftOutLoss(squares: number): number {
    const active = [0, ...Array.from(columns, (_, j) => j + 1).filter((j) => theta[j] !== 0)];
    const m = active.length;
    const own = new Float64Array(m * m);
    for (let a = 0; a < m; a++)
      for (let b = 0; b <= a; b++)
        own[a * m + b] =
          curvature[active[a]! * (d + 1) + active[b]!]! + (a === b ? (a === 0 ? 1e-9 : squares + 1e-9) : 0);
    const inverse = invertCholesky(cholesky(own, m), m);
    const leverages = new Float64Array(n);
    for (let k = 0; k < m; k++) {
      bent.fill(0);
      for (let a = 0; a <= k; a++) {
        const [column, by] = [table[active[a]!]!, inverse[a * m + k]!];
        for (let i = 0; i < n; i++) bent[i]! += by * column[i]!;
      }
      for (let i = 0; i < n; i++) leverages[i]! += bent[i]! ** 2;
    }
    let loss = 0;
    for (let i = 0; i < n; i++) {
      const away = (leverages[i]! * off[i]!) / Math.max(1 - leverages[i]! * bends[i]!, 0.01);
      const eta = odds[i]! - away;
      const own = Math.max(eta, 0) - answers[i]! * eta + Math.log1p(Math.exp(-Math.abs(eta)));
      loss += masses === undefined ? own : masses[i]! * own;
    }
    return loss / total;
  }
}

/** The sum of products, in four parts that run beside each other. */
function product(x: Float64Array, y: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const end = x.length - (x.length % 4);
  for (let i = 0; i < end; i += 4) {
    a += x[i]! * y[i]!;
    b += x[i + 1]! * y[i + 1]!;
    c += x[i + 2]! * y[i + 2]!;
    d += x[i + 3]! * y[i + 3]!;
  }
  for (let i = end; i < x.length; i++) a += x[i]! * y[i]!;
  return a + b + (c + d);
}

const shrunk = (value: number, by: number) => Math.sign(value) * Math.max(Math.abs(value) - by, 0);

function baseOdds(answers: ArrayLike<number>, masses?: Float64Array): number {
  let [yes, all] = [0, 0];
  for (let i = 0; i < answers.length; i++) {
    const mass = masses === undefined ? 1 : masses[i]!;
    all += mass;
    if (answers[i] === 1) yes += mass;
  }
  if (!(yes > 0 && yes < all)) throw new RangeError("answers of both kinds are needed");
  return Math.log(yes / (all - yes));
}
