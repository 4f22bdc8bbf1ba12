import { quickselect } from "simple-statistics";
import { normalDraws } from "../numeric/normal-draws.js";

/** How many draws of parameters an interval is made of, and what part of them lies below and above it. */
export const DRAWS = 500;
const TAIL = 0.05;
const SEED = 1;
/** How many standard deviations from the estimate a model is looked at to see how its expectations bend. */
export const REACH = 1.5;
const LEAST = 1e-300;

/** Values at the estimate, and as far as REACH to either side of it along each of the steps its covariance is made of. */
export interface Around {
  readonly middle: Float64Array;
  readonly above: readonly Float64Array[];
  readonly below: readonly Float64Array[];
}

/**
 * The logarithm of each value by draws of the parameters, less that of the middle: a quadratic in each step. Draws come in
 * pairs of opposites, of which the odd part of the quadratic differs by its sign alone.
 */
function* movesOf({ middle, above, below }: Around): Generator<Float64Array> {
  const width = above.length;
  const draws = Float64Array.from(
    normalDraws(DRAWS, width, SEED)
      .filter((_, k) => k % 2 === 0)
      .flatMap((row) => [...row]),
  );
  const moves = new Float64Array(DRAWS);
  const [slopes, curves] = [new Float64Array(width), new Float64Array(width)];
  for (let i = 0; i < middle.length; i++) {
    const own = middle[i]!;
    const log = (value: number) => (own === 0 ? 0 : Math.log(Math.max(LEAST, value / own)));
    for (let j = 0; j < width; j++) {
      const [up, down] = [log(above[j]![i]!), log(below[j]![i]!)];
      slopes[j] = (up - down) / (2 * REACH);
      curves[j] = (up + down) / (2 * REACH * REACH);
    }
    for (let k = 0, at = 0; k < DRAWS; k += 2) {
      let [odd, even] = [0, 0];
      for (let j = 0; j < width; j++, at++) {
        const z = draws[at]!;
        odd += slopes[j]! * z;
        even += curves[j]! * z * z;
      }
      moves[k] = even + odd;
      moves[k + 1] = even - odd;
    }
    yield moves;
  }
}

/** Ends of the interval of 90 % of each value, in parts of it; NaN where nothing is known of the parameters' spread. */
export function bounds(around: Around): { low: Float64Array; high: Float64Array } {
  const size = around.middle.length;
  const low = new Float64Array(size).fill(Number.NaN);
  const high = new Float64Array(size).fill(Number.NaN);
  if (around.above.length === 0) return { low, high };
  let i = 0;
  for (const moves of movesOf(around)) {
    const ends = interval(moves);
    low[i] = Math.exp(ends.low);
    high[i++] = Math.exp(ends.high);
  }
  return { low, high };
}

/** By draws of the parameters, the weighted sum of values in parts of what it is at the estimate. */
export function sumMoves({ middle, above, below }: Around, weights: Float64Array): Float64Array {
  const sum = (values: Float64Array) =>
    Float64Array.of(values.reduce((all, value, i) => all + value * weights[i]!, 0));
  const together = { middle: sum(middle), above: above.map(sum), below: below.map(sum) };
  for (const moves of movesOf(together)) return moves.map(Math.exp);
  throw new RangeError("no sum");
}

/** The 5 % and the 95 % quantile, each between the two values that are next to it (type 7). Puts the values in another order. */
export function interval(values: Float64Array): { low: number; high: number } {
  return { low: quantile(values, TAIL), high: quantile(values, 1 - TAIL) };
}

function quantile(values: Float64Array, part: number): number {
  const end = values.length - 1;
  const place = part * end;
  const below = Math.floor(place);
  // Nothing to the left of a place that is selected is greater, and nothing to the right of it less.
  quickselect(values as unknown as number[], below, 0, end);
  if (below === end) return values[below]!;
  let next = values[below + 1]!;
  for (let i = below + 2; i <= end; i++) if (values[i]! < next) next = values[i]!;
  return values[below]! + (place - below) * (next - values[below]!);
}
