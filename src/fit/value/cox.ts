import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Duration, TimeUnit } from "../../value/time.js";
import { concordance } from "./concordance.js";

const ROUNDS = 100;
const HALVINGS = 30;
/** What a step must still gain in log likelihood, in parts of it. */
const GAIN = 1e-11;
/** Beyond which effect of one standard deviation, in logarithms, there is no end to it. */
const ENDLESS = 12;
/** How much less a matrix may stretch one way than another before covariates repeat each other. */
const SINGULAR = 1e-9;

/** Contracts by time, what became of them and their covariates, as many as share each; in any order. */
export interface Exposed<Unit extends TimeUnit> {
  readonly time: readonly Duration<Unit>[];
  readonly ended: ArrayLike<number>;
  readonly running: ArrayLike<number>;
  /** One column a covariate. */
  readonly covariates: readonly ArrayLike<number>[];
}

/**
 * `endless`: whoever has it never leaves, or always first, so that no finite effect is most likely; `constant`: all have the
 * same of it; `repeats`: the covariates before it say the same.
 */
export type CoxVerdict = "good" | "endless" | "constant" | "repeats" | "too_few";

export interface Effect {
  readonly verdict: CoxVerdict;
  /** What one unit more adds to the logarithm of the hazard; null where that is not known. */
  readonly effect: number | null;
  readonly standardError: number | null;
}

export interface Cox {
  /** One for each covariate. */
  readonly effects: readonly Effect[];
  /** Of the covariates' means, against which hazards are ratios. */
  readonly means: readonly number[];
  /** Partial log likelihood, and that without any covariate. */
  readonly logLikelihood: number;
  readonly without: number;
  /** Of how many pairs that can be compared the one at the higher hazard ended first; null where there are none. */
  readonly concordance: number | null;
  readonly people: number;
  readonly ended: number;
}

/**
 * Cox's proportional hazards, Journal of the Royal Statistical Society B 34 (1972) 187: what covariates do to the risk of
 * ending, whatever that is over time. Newton's method on the partial likelihood, ties by Efron, Journal of the American
 * Statistical Association 72 (1977) 557. Covariates that say nothing are left out with a verdict.
 */
export function fitCox<Unit extends TimeUnit>(exposed: Exposed<Unit>): Cox {
  const { covariates } = exposed;
  const rows = sorted(exposed);
  const weight = rows.map((i) => exposed.ended[i]! + exposed.running[i]!);
  const people = sum(weight);
  const ended = sum(Array.from(exposed.ended));
  const centred = covariates.map((column) => standardised(column, rows, weight, people));
  const verdicts = centred.map(({ deviation }): CoxVerdict => (deviation > 0 ? "good" : "constant"));
  dropRepeats(centred, verdicts, weight, people);
  const used = verdicts.flatMap((verdict, j) => (verdict === "good" ? [j] : []));
  if (ended < 2) {
    for (const j of used) verdicts[j] = "too_few";
    used.length = 0;
  }
  const likelihood = partialLikelihood(
    rows.map((i) => exposed.time[i]!),
    rows.map((i) => exposed.ended[i]!),
    weight,
    used.map((j) => centred[j]!.values),
  );
  const { at, evaluated } = newton(likelihood, used.length);
  const covariance = inverseOf(evaluated.curvature);
  const effects = verdicts.map((verdict, j): Effect => {
    const k = used.indexOf(j);
    if (k < 0) return { verdict, effect: null, standardError: null };
    const variance = covariance?.[k]?.[k] ?? Number.NaN;
    if (Math.abs(at[k]!) > ENDLESS || !(variance > 0 && variance < ENDLESS ** 2))
      return { verdict: "endless", effect: null, standardError: null };
    const { deviation } = centred[j]!;
    return { verdict, effect: at[k]! / deviation, standardError: Math.sqrt(variance) / deviation };
  });
  const hazard = rows.map((_, i) => used.reduce((all, j, k) => all + at[k]! * centred[j]!.values[i]!, 0));
  return {
    effects,
    means: centred.map(({ mean }) => mean),
    logLikelihood: evaluated.value,
    without: likelihood(used.map(() => 0)).value,
    concordance: concordance(
      rows.map((i) => exposed.time[i]!),
      rows.map((i) => exposed.ended[i]!),
      rows.map((i) => exposed.running[i]!),
      hazard,
    ),
    people,
    ended,
  };
}

interface Curved {
  readonly value: number;
  readonly gradient: readonly number[];
  /** Minus the second derivatives. */
  readonly curvature: readonly (readonly number[])[];
}

/** Rows latest first. */
function sorted<Unit extends TimeUnit>({ time, ended, running }: Exposed<Unit>): number[] {
  return time
    .map((_, i) => i)
    .filter((i) => ended[i]! + running[i]! > 0)
    .sort((a, b) => time[b]! - time[a]! || a - b);
}

function standardised(
  column: ArrayLike<number>,
  rows: readonly number[],
  weight: readonly number[],
  people: number,
) {
  const mean = rows.reduce((total, i, k) => total + weight[k]! * column[i]!, 0) / Math.max(1, people);
  const square = rows.reduce((total, i, k) => total + weight[k]! * (column[i]! - mean) ** 2, 0);
  const raw = Math.sqrt(square / Math.max(1, people));
  const deviation = raw > 1e-12 * Math.max(1, Math.abs(mean)) ? raw : 0;
  return { mean, deviation, values: rows.map((i) => (deviation > 0 ? (column[i]! - mean) / deviation : 0)) };
}

/** Marks each covariate that the ones before it make up, by Gram and Schmidt. */
function dropRepeats(
  centred: readonly { readonly values: readonly number[] }[],
  verdicts: CoxVerdict[],
  weight: readonly number[],
  people: number,
): void {
  const kept: number[][] = [];
  centred.forEach(({ values }, j) => {
    if (verdicts[j] !== "good") return;
    let rest = [...values];
    for (const axis of kept) {
      const along = axis.reduce((total, value, i) => total + weight[i]! * value * rest[i]!, 0) / people;
      rest = rest.map((value, i) => value - along * axis[i]!);
    }
    const length = rest.reduce((total, value, i) => total + weight[i]! * value ** 2, 0) / people;
    if (length < SINGULAR) verdicts[j] = "repeats";
    else kept.push(rest.map((value) => value / Math.sqrt(length)));
  });
}

/** The partial log likelihood of effects, with its slopes and curvature. Rows are latest first. */
function partialLikelihood(
  time: readonly number[],
  ended: readonly number[],
  weight: readonly number[],
  columns: readonly (readonly number[])[],
): (at: readonly number[]) => Curved {
  const width = columns.length;
  return (at) => {
    const log = time.map((_, i) => columns.reduce((all, column, j) => all + at[j]! * column[i]!, 0));
    const top = log.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    let value = 0;
    const gradient = new Array<number>(width).fill(0);
    const curvature = Array.from({ length: width }, () => new Array<number>(width).fill(0));
    const risk = sums(width);
    for (let start = 0; start < time.length; ) {
      let end = start;
      const tied = sums(width);
      let count = 0;
      for (; end < time.length && time[end] === time[start]; end++) {
        const hazard = Math.exp(log[end]! - top);
        add(risk, columns, end, weight[end]! * hazard);
        if (ended[end]! > 0) {
          add(tied, columns, end, ended[end]! * hazard);
          count += ended[end]!;
          value += ended[end]! * (log[end]! - top);
          for (let j = 0; j < width; j++) gradient[j]! += ended[end]! * columns[j]![end]!;
        }
      }
      value += efron(risk, tied, count, gradient, curvature);
      start = end;
    }
    return { value, gradient, curvature };
  };
}

/** Sums over who is at risk: of hazards, of these times covariates and times their products. */
interface Sums {
  zero: number;
  readonly one: number[];
  readonly two: number[][];
}

const sums = (width: number): Sums => ({
  zero: 0,
  one: new Array<number>(width).fill(0),
  two: Array.from({ length: width }, () => new Array<number>(width).fill(0)),
});

function add(into: Sums, columns: readonly (readonly number[])[], row: number, hazard: number): void {
  into.zero += hazard;
  for (let j = 0; j < columns.length; j++) {
    const part = hazard * columns[j]![row]!;
    into.one[j]! += part;
    for (let k = 0; k <= j; k++) into.two[j]![k]! += part * columns[k]![row]!;
  }
}

/** What those who end at one time take from the likelihood, each a further part of their own hazard left out. */
function efron(risk: Sums, tied: Sums, count: number, gradient: number[], curvature: number[][]): number {
  if (count === 0) return 0;
  let value = 0;
  let [all, part, squared, mixed, parts] = [0, 0, 0, 0, 0];
  for (let k = 0; k < count; k++) {
    const share = k / count;
    const left = risk.zero - share * tied.zero;
    value -= Math.log(left);
    all += 1 / left;
    part += share / left;
    squared += 1 / left ** 2;
    mixed += share / left ** 2;
    parts += share ** 2 / left ** 2;
  }
  for (let j = 0; j < gradient.length; j++) {
    gradient[j]! -= all * risk.one[j]! - part * tied.one[j]!;
    for (let k = 0; k <= j; k++) {
      const [a, b, c, d] = [risk.one[j]!, risk.one[k]!, tied.one[j]!, tied.one[k]!];
      const bend =
        all * risk.two[j]![k]! -
        part * tied.two[j]![k]! -
        (squared * a * b - mixed * (a * d + b * c) + parts * c * d);
      curvature[j]![k]! += bend;
      if (k < j) curvature[k]![j]! += bend;
    }
  }
  return value;
}

/** The top of a concave function by Newton's steps, halved until they gain. */
function newton(likelihood: (at: readonly number[]) => Curved, width: number) {
  let at: readonly number[] = new Array<number>(width).fill(0);
  let evaluated = likelihood(at);
  for (let round = 0; round < ROUNDS; round++) {
    const inverse = inverseOf(evaluated.curvature);
    if (inverse === undefined || width === 0) break;
    const step = inverse.map((row) => row.reduce((all, cell, j) => all + cell * evaluated.gradient[j]!, 0));
    const found = longest(likelihood, at, step, evaluated);
    if (found === undefined) break;
    const gain = found.evaluated.value - evaluated.value;
    ({ at, evaluated } = found);
    if (gain <= GAIN * Math.abs(evaluated.value) || at.some((value) => Math.abs(value) > 2 * ENDLESS)) break;
  }
  return { at, evaluated };
}

function longest(
  likelihood: (at: readonly number[]) => Curved,
  at: readonly number[],
  step: readonly number[],
  before: Curved,
) {
  let part = Math.min(1, ENDLESS / Math.max(...step.map(Math.abs)));
  for (let i = 0; i < HALVINGS; i++, part /= 2) {
    const next = at.map((value, j) => value + part * step[j]!);
    const evaluated = likelihood(next);
    if (evaluated.value >= before.value) return { at: next, evaluated };
  }
  return undefined;
}

/** Undefined for a matrix that is not positive definite. */
function inverseOf(matrix: readonly (readonly number[])[]): number[][] | undefined {
  if (matrix.length === 0) return [];
  if (!matrix.flat().every(Number.isFinite)) return undefined;
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(matrix.map((row) => [...row])),
    { assumeSymmetric: true },
  );
  if (!(Math.min(...realEigenvalues) > 0)) return undefined;
  return matrix.map((_, i) =>
    matrix.map((_, j) =>
      realEigenvalues.reduce(
        (all, value, k) => all + (eigenvectorMatrix.get(i, k) * eigenvectorMatrix.get(j, k)) / value,
        0,
      ),
    ),
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
