import { normalDraws } from "../numeric/normal-draws.js";
import { principalSteps } from "../numeric/principal-steps.js";
import { DRAWS, interval, sumMoves } from "./intervals.js";
import type { Histories, Outlook } from "./outlook.js";
import type { Spending } from "./spending.js";

/** How many customers have each pattern, and sums over them of the margin and of it times the mean purchase. */
export interface Money {
  readonly people: Float64Array;
  readonly share: Float64Array;
  readonly shared: Float64Array;
  /** Of the margin's square, and of that times the mean purchase and its square. */
  readonly square: Float64Array;
  readonly squared: Float64Array;
  readonly squares: Float64Array;
}

/** p, q and v of the gamma-gamma model. */
type Parameters = readonly [number, number, number];

const SPEND_SEED = 2;
const CHANCE_SEED = 3;

/**
 * What all customers together are expected to do and to bring, with intervals of 90 %: of the expectation, by draws of the
 * parameters, and of what will come, chance included. One row a measure: expected, low, high, and the ends of the
 * expectation alone; null where they are not known.
 */
export function totals(ahead: Outlook, histories: Histories & Money, spending: Spending): unknown[][] {
  const { x, people, share, shared } = histories;
  const [p, q, v] = spending.values;
  const steps = spending.covariance === undefined ? [] : principalSteps(spending.covariance);
  const chances = normalDraws(DRAWS, steps.length, SPEND_SEED).map((z) => {
    const moved = [p, q, v].map(
      (value, i) => value * Math.exp(steps.reduce((all, step, j) => all + step[i]! * z[j]!, 0)),
    );
    return moved as [number, number, number];
  });
  const spent = (i: number, [a, b, c]: Parameters) =>
    b + a * x[i]! > 1
      ? (a * c * share[i]! + a * x[i]! * shared[i]!) / (a * x[i]! + b - 1)
      : Number.POSITIVE_INFINITY;
  const { discounted, purchases, square } = ahead;
  const own = x.map((_, i) => spent(i, [p, q, v]));
  const orders = people.map((n, i) => n * purchases[i]!);
  const ordersNow = sum(orders);
  const valueNow = sum(own.map((each, i) => each * discounted[i]!));
  const orderMoves = sumMoves(
    ahead.around,
    orders.map((n, i) => (discounted[i]! > 0 ? n / discounted[i]! : 0)),
  );
  const valueMoves = sumMoves(ahead.around, own);
  const spends = spentOfAll(ahead, histories, chances);
  const variances = x.map((_, i) => chanceOf(ahead, histories, i, [p, q, v]));
  const ordersChance = sum(people.map((n, i) => n * Math.max(0, square[i]! - purchases[i]! ** 2)));
  const known = Number.isFinite(ahead.low[0] ?? Number.NaN);
  return [
    measure(
      "orders",
      ordersNow,
      orderMoves.map((part) => ordersNow * part),
      ordersChance,
      known,
    ),
    measure(
      "value",
      valueNow,
      valueMoves.map((part, k) => part * spends[k]!),
      sum(variances),
      known && spending.covariance !== undefined,
    ),
  ];
}

/** What all are expected to bring, by draws of the parameters of spend: what depends on x alone is worked out once for each. */
function spentOfAll(
  { discounted }: Outlook,
  { x, share, shared }: Histories & Money,
  chances: readonly Parameters[],
) {
  const groups = new Map<number, [number, number]>();
  for (let i = 0; i < x.length; i++) {
    const [plain, times] = groups.get(x[i]!) ?? [0, 0];
    groups.set(x[i]!, [plain + discounted[i]! * share[i]!, times + discounted[i]! * shared[i]!]);
  }
  return chances.map(([a, b, c]) =>
    sum(
      [...groups].map(([n, [plain, times]]) =>
        b + a * n > 1 ? (a * c * plain + a * n * times) / (a * n + b - 1) : Number.POSITIVE_INFINITY,
      ),
    ),
  );
}

/** The variance of what the customers of a pattern will bring; infinite where that of the spend is. */
function chanceOf(
  ahead: Outlook,
  { x, square, squared, squares }: Histories & Money,
  i: number,
  [p, q, v]: Parameters,
): number {
  const shape = p * x[i]! + q;
  if (shape <= 2) return Number.POSITIVE_INFINITY;
  const sums = v * v * square[i]! + 2 * v * x[i]! * squared[i]! + x[i]! ** 2 * squares[i]!;
  const meanSquare = (p * p * sums) / ((shape - 1) * (shape - 2));
  const meanSquared = (p * p * sums) / (shape - 1) ** 2;
  const worth = ahead.purchases[i]! > 0 ? ahead.discounted[i]! / ahead.purchases[i]! : 1;
  const variance =
    (ahead.purchases[i]! * meanSquare) / p +
    ahead.square[i]! * meanSquare -
    ahead.purchases[i]! ** 2 * meanSquared;
  return worth ** 2 * Math.max(0, variance);
}

function measure(name: string, expected: number, draws: Float64Array, variance: number, known: boolean) {
  if (!known) return [name, expected, null, null, null, null];
  const noise = normalDraws(DRAWS, 1, CHANCE_SEED);
  const all = draws.map((draw, k) => draw + Math.sqrt(variance) * noise[k]![0]!);
  const [own, withChance] = [draws, Number.isFinite(variance) ? all : draws].map((each) =>
    Object.values(interval(Float64Array.from(each))).map((end) => (Number.isFinite(end) ? end : null)),
  ) as [(number | null)[], (number | null)[]];
  return [name, expected, ...withChance, ...own];
}

const sum = (values: ArrayLike<number>) => {
  let all = 0;
  for (let i = 0; i < values.length; i++) all += values[i]!;
  return all;
};
