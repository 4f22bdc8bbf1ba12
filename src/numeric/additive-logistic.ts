import { cholesky, invertCholesky, solveCholesky } from "./cholesky.js";

const ROUNDS = 40;
const STILL = 0.005;
const SETTLED = 0.02;
const LEAST = 1e-3;
const MOST = 1e7;
const HALVINGS = 14;

/** A term of the sum: every row is in one of its cells, and neighbouring cells are drawn together. */
export interface AdditiveTerm {
  /** The cell of each row. */
  readonly cells: Uint8Array | Uint16Array;
  readonly size: number;
  /** Pairs of cells whose effects should be alike, one after the other. */
  readonly neighbours: readonly number[];
  /** How strongly each cell is drawn to 0, beside a neighbour's pull of 1; above 0. */
  readonly pull: ArrayLike<number>;
  /** The penalty's weight to begin with. */
  readonly start?: number;
}

export interface AdditiveLogistic {
  readonly intercept: number;
  /** The effect on the log odds by term and cell; within a term the mean over the rows is 0. */
  readonly effects: readonly Float64Array[];
  /** Standard errors of the effects, as the penalty sees them (Bayesian). */
  readonly errors: readonly Float64Array[];
  /** What each term's penalty weighs. */
  readonly weights: readonly number[];
  /** How many parameters each term is worth. */
  readonly freedoms: readonly number[];
  /** The terms' part of the log odds of each row. */
  readonly logOdds: Float64Array;
}

/**
 * A smooth additive logistic regression: the log odds are an intercept and one effect per term, that of the row's cell.
 * Each term has a penalty on differences of neighbouring cells and on the size of effects; its weight is estimated with
 * them by the rule of Fellner and Schall (Wood and Fasiolo, A generalized Fellner-Schall method for smoothing parameter
 * optimization, Biometrics 73, 2017), so that nothing is tuned by hand. Newton's method, steps halved until they descend.
 * Each round O(rows × terms² + cells³).
 * @param answers 1 for yes, 0 for no
 * @param options `masses`: how much each row counts, 1 if left out; `offset`: known log odds of each row
 * @throws {RangeError} if not both answers occur, or a term has more cells than its array can tell
 */
export function additiveLogistic(
  terms: readonly AdditiveTerm[],
  answers: ArrayLike<number>,
  options: { readonly masses?: Float64Array; readonly offset?: Float64Array } = {},
): AdditiveLogistic {
  const n = answers.length;
  const { masses, offset } = options;
  const { starts, width } = layout(terms);
  const prior = startOdds(answers, masses, offset);
  let theta = new Float64Array(width);
  theta[0] = prior;
  const weights = terms.map(({ start }) => start ?? 1);
  const freedoms = terms.map(() => 0);
  const logOdds = new Float64Array(n);
  const chances = new Float64Array(n);
  const bends = new Float64Array(n);
  let inverse = new Float64Array(0);
  for (let round = 0; round < ROUNDS; round++) {
    oddsOf(theta, logOdds);
    const { gradient, curvature } = derivatives();
    addPenalties(gradient, curvature);
    const factor = cholesky(curvature, width);
    const step = solveCholesky(factor, width, gradient);
    const moved = descend(step);
    inverse = invertCholesky(factor, width) as Float64Array<ArrayBuffer>;
    const changed = reweigh();
    if (moved < STILL && changed < SETTLED) break;
  }
  return centred();

  function oddsOf(at: Float64Array, into: Float64Array): void {
    if (offset === undefined) into.fill(at[0]!);
    else for (let i = 0; i < n; i++) into[i] = at[0]! + offset[i]!;
    for (const [t, { cells }] of terms.entries()) {
      const first = starts[t]!;
      for (let i = 0; i < n; i++) into[i]! += at[first + cells[i]!]!;
    }
  }

  function lossOf(at: Float64Array): number {
    oddsOf(at, logOdds);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const odds = logOdds[i]!;
      const loss = Math.max(odds, 0) - answers[i]! * odds + Math.log1p(Math.exp(-Math.abs(odds)));
      sum += masses === undefined ? loss : masses[i]! * loss;
    }
    for (const [t, term] of terms.entries()) sum += (weights[t]! * roughness(term, at, starts[t]!)) / 2;
    return sum;
  }

  function derivatives() {
    const gradient = new Float64Array(width);
    const curvature = new Float64Array(width * width);
    for (let i = 0; i < n; i++) {
      const chance = 1 / (1 + Math.exp(-logOdds[i]!));
      const mass = masses === undefined ? 1 : masses[i]!;
      chances[i] = mass * (answers[i]! - chance);
      bends[i] = mass * chance * (1 - chance);
      gradient[0]! += chances[i]!;
      curvature[0]! += bends[i]!;
    }
    for (const [t, { cells, size }] of terms.entries()) {
      const first = starts[t]!;
      const [pulls, own] = [new Float64Array(size), new Float64Array(size)];
      for (let i = 0; i < n; i++) {
        const cell = cells[i]!;
        pulls[cell]! += chances[i]!;
        own[cell]! += bends[i]!;
      }
      for (let a = 0; a < size; a++) {
        gradient[first + a] = pulls[a]!;
        curvature[(first + a) * width] = own[a]!;
        curvature[(first + a) * width + first + a] = own[a]!;
      }
      for (let u = 0; u < t; u++) cross(t, u, curvature);
    }
    return { gradient, curvature };
  }

  function cross(t: number, u: number, curvature: Float64Array): void {
    const [{ cells, size }, other] = [terms[t]!, terms[u]!];
    const [others, wide] = [other.cells, other.size];
    const sums = new Float64Array(size * wide);
    for (let i = 0; i < n; i++) sums[cells[i]! * wide + others[i]!]! += bends[i]!;
    for (let a = 0; a < size; a++)
      curvature.set(sums.subarray(a * wide, (a + 1) * wide), (starts[t]! + a) * width + starts[u]!);
  }

  function addPenalties(gradient: Float64Array, curvature: Float64Array): void {
    // Without it an intercept of all but certain answers would leave the matrix singular.
    curvature[0]! += 1e-9;
    for (const [t, { neighbours, pull, size }] of terms.entries()) {
      const [first, weight] = [starts[t]!, weights[t]!];
      const add = (a: number, b: number, by: number) => {
        curvature[(first + Math.max(a, b)) * width + first + Math.min(a, b)]! += by;
        gradient[first + a]! -= by * theta[first + b]!;
        if (a !== b) gradient[first + b]! -= by * theta[first + a]!;
      };
      for (let a = 0; a < size; a++) add(a, a, weight * pull[a]!);
      for (let k = 0; k < neighbours.length; k += 2) {
        const [a, b] = [neighbours[k]!, neighbours[k + 1]!];
        add(a, a, weight);
        add(b, b, weight);
        add(a, b, -weight);
      }
    }
  }

  /** Moves along a step, halved until it descends; returns the largest move of an effect. */
  function descend(step: Float64Array): number {
    const from = lossOf(theta);
    let size = 1;
    for (let halving = 0; halving < HALVINGS; halving++, size /= 2) {
      const next = theta.map((value, j) => value + size * step[j]!);
      if (lossOf(next) > from + 1e-9 * Math.abs(from)) continue;
      theta = next;
      return step.reduce((most, move) => Math.max(most, Math.abs(size * move)), 0);
    }
    return 0;
  }

  /** The next weights of the penalties; returns by how much the logarithm of any has moved. */
  function reweigh(): number {
    let most = 0;
    for (const [t, term] of terms.entries()) {
      const first = starts[t]!;
      const trace = traceOf(term, inverse, width, first);
      const worth = weights[t]! * trace;
      freedoms[t] = term.size - worth;
      const rough = roughness(term, theta, first);
      const next = Math.min(MOST, Math.max(LEAST, (term.size - worth) / Math.max(rough, 1e-12)));
      most = Math.max(most, Math.abs(Math.log(next / weights[t]!)));
      weights[t] = next;
    }
    return most;
  }

  function centred(): AdditiveLogistic {
    oddsOf(theta, logOdds);
    let intercept = theta[0]!;
    const effects = terms.map(({ cells, size }, t) => {
      const own = theta.slice(starts[t]!, starts[t]! + size);
      const [mean, total] = meanOf(own, cells, masses);
      intercept += total > 0 ? mean : 0;
      return own.map((value) => value - mean);
    });
    const errors = terms.map(({ size }, t) =>
      Float64Array.from({ length: size }, (_, a) => Math.sqrt(dot(inverse, width, starts[t]! + a))),
    );
    if (offset !== undefined) for (let i = 0; i < n; i++) logOdds[i]! -= offset[i]!;
    return { intercept, effects, errors, weights, freedoms, logOdds };
  }
}

function layout(terms: readonly AdditiveTerm[]): { starts: number[]; width: number } {
  let width = 1;
  const starts = terms.map(({ size, cells }) => {
    if (size > 2 ** (8 * cells.BYTES_PER_ELEMENT)) throw new RangeError("a term has too many cells");
    const start = width;
    width += size;
    return start;
  });
  return { starts, width };
}

function startOdds(answers: ArrayLike<number>, masses?: Float64Array, offset?: Float64Array): number {
  let [yes, all] = [0, 0];
  for (let i = 0; i < answers.length; i++) {
    const mass = masses === undefined ? 1 : masses[i]!;
    all += mass;
    if (answers[i] === 1) yes += mass;
  }
  if (!(yes > 0 && yes < all)) throw new RangeError("answers of both kinds are needed");
  return offset === undefined ? Math.log(yes / (all - yes)) : 0;
}

/** θᵀ S θ of a term. */
function roughness({ neighbours, pull, size }: AdditiveTerm, theta: Float64Array, first: number): number {
  let sum = 0;
  for (let a = 0; a < size; a++) sum += pull[a]! * theta[first + a]! ** 2;
  for (let k = 0; k < neighbours.length; k += 2)
    sum += (theta[first + neighbours[k]!]! - theta[first + neighbours[k + 1]!]!) ** 2;
  return sum;
}

/** The trace of the penalty times the inverse curvature. */
function traceOf(term: AdditiveTerm, inverse: Float64Array, width: number, first: number): number {
  const { neighbours, pull, size } = term;
  const variances = Float64Array.from({ length: size }, (_, a) => dot(inverse, width, first + a));
  let sum = 0;
  for (let a = 0; a < size; a++) sum += pull[a]! * variances[a]!;
  for (let k = 0; k < neighbours.length; k += 2) {
    const [a, b] = [neighbours[k]!, neighbours[k + 1]!];
    sum += variances[a]! + variances[b]! - 2 * dot(inverse, width, first + a, first + b);
  }
  return sum;
}

/** An element of the inverse from the inverse of its factor. */
function dot(inverse: Float64Array, width: number, a: number, b: number = a): number {
  let sum = 0;
  for (let k = Math.max(a, b); k < width; k++) sum += inverse[a * width + k]! * inverse[b * width + k]!;
  return sum;
}

function meanOf(effects: Float64Array, cells: ArrayLike<number>, masses?: Float64Array): [number, number] {
  let [sum, total] = [0, 0];
  for (let i = 0; i < cells.length; i++) {
    const mass = masses === undefined ? 1 : masses[i]!;
    sum += mass * effects[cells[i]!]!;
    total += mass;
  }
  return [sum / total, total];
}
