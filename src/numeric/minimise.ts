/** A function's value and its slope along each coordinate. */
export interface Evaluated {
  readonly value: number;
  readonly gradient: readonly number[];
}

export type Objective = (at: readonly number[]) => Evaluated;

export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
  readonly rounds: number;
  /** Whether no coordinate slopes any more. */
  readonly converged: boolean;
}

const ROUNDS = 500;
const FLAT = 1e-9;
/** What a sum of many may be off by rounding, in parts of it; a slope that is as good as none. */
const NOISE = 1e-12;
const NEARLY_FLAT = 1e-6;
const DESCENT = 1e-4;
const CURVATURE = 0.9;
const LONGEST = 2;

/**
 * The lowest point near a start: BFGS with a line search that brackets the Wolfe conditions (Nocedal and Wright, Numerical
 * Optimization, algorithms 6.1 and 3.5); where values differ by no more than rounding, their slopes decide (Hager and Zhang,
 * SIAM Journal on Optimization 16 (2005) 170). For smooth functions of few coordinates of which all are of the order of 1, such
 * as the logarithms of parameters; values that are no numbers are stepped back from. The same start gives the same point.
 * @param curvature the inverse of the matrix of second derivatives near the start, where it is known; definite
 */
export function minimise(
  objective: Objective,
  start: readonly number[],
  curvature?: readonly (readonly number[])[],
): Minimum {
  const n = start.length;
  let at = [...start];
  let here = objective(at);
  let inverse = curvature?.map((row) => [...row]) ?? identity(n);
  let rounds = 0;
  let still = 0;
  for (; rounds < ROUNDS && steepest(here) > FLAT && still < 3; rounds++) {
    let direction = inverse.map((row) => -dot(row, here.gradient));
    if (!(dot(direction, here.gradient) < 0)) {
      inverse = identity(n);
      direction = here.gradient.map((slope) => -slope);
    }
    const longest = Math.max(...direction.map(Math.abs));
    const found = search(objective, at, here, direction, Math.min(1, LONGEST / longest));
    if (found === undefined) {
      if (isIdentity(inverse)) break;
      inverse = identity(n);
      continue;
    }
    const step = direction.map((each) => each * found.length);
    const bend = found.evaluated.gradient.map((slope, i) => slope - here.gradient[i]!);
    at = at.map((each, i) => each + step[i]!);
    still = here.value - found.evaluated.value <= NOISE * Math.abs(here.value) ? still + 1 : 0;
    here = found.evaluated;
    if (rounds === 0 && curvature === undefined) inverse = scaled(inverse, dot(step, bend) / dot(bend, bend));
    inverse = updated(inverse, step, bend);
  }
  return { at, value: here.value, gradient: here.gradient, rounds, converged: steepest(here) <= NEARLY_FLAT };
}

/** A length along a direction that descends enough and has bent enough. */
function search(
  objective: Objective,
  at: readonly number[],
  here: Evaluated,
  direction: readonly number[],
  first: number,
): { length: number; evaluated: Evaluated } | undefined {
  const slope = dot(direction, here.gradient);
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let length = first;
  let best: { length: number; evaluated: Evaluated } | undefined;
  for (let round = 0; round < 40; round++) {
    const evaluated = objective(at.map((each, i) => each + length * direction[i]!));
    const along = dot(direction, evaluated.gradient);
    const descends =
      evaluated.value <= here.value + DESCENT * length * slope ||
      (evaluated.value <= here.value + NOISE * Math.abs(here.value) && along <= (2 * DESCENT - 1) * slope);
    if (!descends || !evaluated.gradient.every(Number.isFinite)) high = length;
    else {
      best = { length, evaluated };
      if (along >= CURVATURE * slope) return best;
      low = length;
    }
    length = Number.isFinite(high) ? (low + high) / 2 : 2 * length;
    if (Number.isFinite(high) && high - low < 1e-14 * high) break;
  }
  return best;
}

/** The inverse of the curvature after a step, by Broyden, Fletcher, Goldfarb and Shanno. */
function updated(
  inverse: readonly (readonly number[])[],
  step: readonly number[],
  bend: readonly number[],
): number[][] {
  const along = dot(step, bend);
  if (!(along > 1e-300)) return inverse.map((row) => [...row]);
  const carried = inverse.map((row) => dot(row, bend));
  const factor = (1 + dot(bend, carried) / along) / along;
  return inverse.map((row, i) =>
    row.map(
      (value, j) =>
        value + factor * step[i]! * step[j]! - (carried[i]! * step[j]! + step[i]! * carried[j]!) / along,
    ),
  );
}

const steepest = ({ gradient }: Evaluated) => Math.max(...gradient.map(Math.abs));

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

const identity = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));

const isIdentity = (matrix: readonly (readonly number[])[]) =>
  matrix.every((row, i) => row.every((value, j) => value === (i === j ? 1 : 0)));

const scaled = (matrix: readonly (readonly number[])[], factor: number): number[][] =>
  matrix.map((row) => row.map((value) => value * (Number.isFinite(factor) && factor > 0 ? factor : 1)));
