import { cholesky, invertCholesky, solveCholesky } from "./cholesky.js";

const ROUNDS = 40;
/** An effect that moves less stands still; so does a penalty's weight that moves less, by its logarithm and for a whole freedom. */
const STILL = 0.005;
const SETTLED = 0.02;
/** After a move by less the second derivatives are still those of the place. */
const NEAR = 0.05;
const LEAST = 1e-3;
const MOST = 1e7;
const HALVINGS = 14;
/** A term of fewer freedoms is gone. */
const NOTHING = 1e-6;
/** A weight that goes on in one direction goes so much farther. */
const STRIDE = 1.5;

/** A term of the sum: every row is in one of its cells, and neighbouring cells are drawn together. */
export interface AdditiveTerm {
  /** The cell of each row. */
  readonly cells: Uint16Array;
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
  /** Standard errors of the effects against that mean, as the penalty sees them (Bayesian). */
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
 * @throws {RangeError} if not both answers occur, or a term has more cells than can be told apart
 */
export function additiveLogistic(
  terms: readonly AdditiveTerm[],
  answers: ArrayLike<number>,
  options: { readonly masses?: Float64Array; readonly offset?: Float64Array } = {},
): AdditiveLogistic {
  const rows = rowsOf(answers, options.masses, options.offset);
  const { starts, width } = layout(terms);
  let theta = new Float64Array(width);
  theta[0] = rows.prior;
  const weights = terms.map(({ start }) => start ?? 1);
  const freedoms = terms.map(() => 0);
  const strides = terms.map(() => 0);
  const bent = new Float64Array(width * width);
  let inverse = new Float64Array(0);
  let moved = Number.POSITIVE_INFINITY;
  let since = Number.POSITIVE_INFINITY;
  let loss = lossAt(theta);
  for (let round = 0; round < ROUNDS; round++) {
    if (since > NEAR) {
      bend(terms, starts, rows.bends, bent, width);
      since = 0;
    }
    const gradient = gradientAt();
    const factor = penalised(gradient);
    cholesky(factor, width);
    moved = descend(solveCholesky(factor, width, gradient));
    since += moved;
    inverse = invertCholesky(factor, width) as Float64Array<ArrayBuffer>;
    const changed = reweigh();
    if (moved < STILL && changed < SETTLED) break;
  }
  return centred();

  /** The loss without the penalty; leaves log odds and derivatives in `rows`. */
  function lossAt(at: Float64Array): number {
    const { odds } = rows;
    if (options.offset === undefined) odds.fill(at[0]!);
    else for (let i = 0; i < odds.length; i++) odds[i] = at[0]! + options.offset[i]!;
    for (const [t, { cells, size }] of terms.entries())
      addEffects(odds, cells, at.subarray(starts[t]!, starts[t]! + size));
    return derive(rows);
  }

  function penaltyAt(at: Float64Array): number {
    return terms.reduce((sum, term, t) => sum + (weights[t]! * roughness(term, at, starts[t]!)) / 2, 0);
  }

  function gradientAt(): Float64Array {
    const { pulls } = rows;
    const gradient = new Float64Array(width);
    for (let i = 0; i < pulls.length; i++) gradient[0]! += pulls[i]!;
    for (const [t, { cells, size }] of terms.entries())
      addByCell(gradient.subarray(starts[t]!, starts[t]! + size), cells, pulls);
    return gradient;
  }

  /** The second derivatives with those of the penalties, whose slopes come off the gradient. */
  function penalised(gradient: Float64Array): Float64Array {
    const curvature = bent.slice();
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
    return curvature;
  }

  /** Moves along a step, halved until it descends; returns the largest move of an effect. */
  function descend(step: Float64Array): number {
    const from = loss + penaltyAt(theta);
    let size = 1;
    for (let halving = 0; halving < HALVINGS; halving++, size /= 2) {
      const next = theta.map((value, j) => value + size * step[j]!);
      const there = lossAt(next);
      if (there + penaltyAt(next) > from + 1e-9 * Math.abs(from)) continue;
      theta = next;
      loss = there;
      return step.reduce((most, move) => Math.max(most, Math.abs(size * move)), 0);
    }
    loss = lossAt(theta);
    return 0;
  }

  /** The next weights of the penalties; returns by how much the logarithm of any that matters has moved. */
  function reweigh(): number {
    let most = 0;
    for (const [t, term] of terms.entries()) {
      const worth = weights[t]! * traceOf(term, inverse, width, starts[t]!);
      const freedom = Math.max(term.size - worth, 0);
      freedoms[t] = freedom;
      const rough = Math.max(roughness(term, theta, starts[t]!), 1e-12);
      const due = freedom > NOTHING ? Math.log(freedom / rough / weights[t]!) : 0;
      const onward = Math.abs(due) < 1 && due * strides[t]! > 0;
      const next = weights[t]! * Math.exp(onward ? STRIDE * due : due);
      strides[t] = due;
      most = Math.max(most, Math.min(freedom, 1) * Math.abs(due));
      weights[t] = Math.min(MOST, Math.max(LEAST, next));
    }
    return most;
  }

  function centred(): AdditiveLogistic {
    let intercept = theta[0]!;
    const told = terms.map(({ cells, size }, t) => {
      const own = theta.slice(starts[t]!, starts[t]! + size);
      const shares = addByCell(new Float64Array(size), cells, rows.masses);
      const all = shares.reduce((sum, mass) => sum + mass, 0);
      const mean = shares.reduce((sum, mass, a) => sum + mass * own[a]!, 0) / all;
      intercept += mean;
      const errors = centredErrors(
        inverse,
        width,
        starts[t]!,
        shares.map((mass) => mass / all),
      );
      return { effects: own.map((value) => value - mean), errors };
    });
    const { odds } = rows;
    if (options.offset !== undefined) for (let i = 0; i < odds.length; i++) odds[i]! -= options.offset[i]!;
    const effects = told.map((each) => each.effects);
    return { intercept, effects, errors: told.map((each) => each.errors), weights, freedoms, logOdds: odds };
  }
}

/** What is kept by row. */
interface Rows {
  readonly answers: Uint8Array;
  readonly masses: Float64Array;
  readonly odds: Float64Array;
  /** The slope of the log likelihood along the log odds, and how it bends. */
  readonly pulls: Float64Array;
  readonly bends: Float64Array;
  /** The intercept to begin with. */
  readonly prior: number;
}

function rowsOf(answers: ArrayLike<number>, masses?: Float64Array, offset?: Float64Array): Rows {
  const n = answers.length;
  const prior = startOdds(answers, masses, offset);
  const [odds, pulls, bends] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const own = masses ?? new Float64Array(n).fill(1);
  return { answers: Uint8Array.from(answers), masses: own, odds, pulls, bends, prior };
}

function derive({ answers, masses, odds, pulls, bends }: Rows): number {
  let loss = 0;
  for (let i = 0; i < odds.length; i++) {
    const eta = odds[i]!;
    const e = Math.exp(-Math.abs(eta));
    const chance = eta >= 0 ? 1 / (1 + e) : e / (1 + e);
    const mass = masses[i]!;
    loss += mass * (Math.max(eta, 0) - answers[i]! * eta + Math.log(1 + e));
    pulls[i] = mass * (answers[i]! - chance);
    bends[i] = mass * chance * (1 - chance);
  }
  return loss;
}

function addEffects(odds: Float64Array, cells: Uint16Array, effects: Float64Array): void {
  for (let i = 0; i < odds.length; i++) odds[i]! += effects[cells[i]!]!;
}

function addByCell(sums: Float64Array, cells: Uint16Array, values: Float64Array): Float64Array {
  for (let i = 0; i < cells.length; i++) sums[cells[i]!]! += values[i]!;
  return sums;
}

/** The second derivatives of the loss, lower triangle: of each two terms the sums of `bends` by cells. */
function bend(
  terms: readonly AdditiveTerm[],
  starts: readonly number[],
  bends: Float64Array,
  into: Float64Array,
  width: number,
): void {
  into[0] = bends.reduce((sum, one) => sum + one, 0);
  for (const [t, { cells, size }] of terms.entries()) {
    const own = addByCell(new Float64Array(size), cells, bends);
    for (let a = 0; a < size; a++) {
      const row = (starts[t]! + a) * width;
      into[row] = own[a]!;
      into[row + starts[t]! + a] = own[a]!;
    }
    for (let u = 0; u < t; u++) {
      const wide = terms[u]!.size;
      const sums = addByCells(new Float64Array(size * wide), cells, terms[u]!.cells, wide, bends);
      for (let a = 0; a < size; a++)
        into.set(sums.subarray(a * wide, (a + 1) * wide), (starts[t]! + a) * width + starts[u]!);
    }
  }
}

function addByCells(
  sums: Float64Array,
  down: Uint16Array,
  across: Uint16Array,
  wide: number,
  values: Float64Array,
): Float64Array {
  for (let i = 0; i < down.length; i++) sums[down[i]! * wide + across[i]!]! += values[i]!;
  return sums;
}

function layout(terms: readonly AdditiveTerm[]): { starts: number[]; width: number } {
  let width = 1;
  const starts = terms.map(({ size }) => {
    if (size > 2 ** 16) throw new RangeError("a term has too many cells");
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

/** Standard errors of effects less their mean, from the inverse of the factor. */
function centredErrors(
  inverse: Float64Array,
  width: number,
  first: number,
  shares: Float64Array,
): Float64Array {
  const size = shares.length;
  const middle = new Float64Array(width);
  for (let b = 0; b < size; b++)
    for (let k = first + b; k < width; k++) middle[k]! += shares[b]! * inverse[(first + b) * width + k]!;
  return Float64Array.from({ length: size }, (_, a) => {
    let sum = 0;
    for (let k = first; k < width; k++) sum += (inverse[(first + a) * width + k]! - middle[k]!) ** 2;
    return Math.sqrt(sum);
  });
}
