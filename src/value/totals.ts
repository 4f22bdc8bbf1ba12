import { normalDraws } from "../numeric/normal-draws.js";
import { principalSteps } from "../numeric/principal-steps.js";
import { DRAWS, type Histories, type Outlook, quantile, TAIL } from "./outlook.js";
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

const SPEND_SEED = 2;
const CHANCE_SEED = 3;

/**
 * What all customers together are expected to do and to bring, with intervals of 90 %: of the expectation, by draws of the
 * parameters, and of what will come, chance included. One row a measure: expected, low, high, and the ends of the
 * expectation alone; null where they are not known.
 */
export function totals(ahead: Outlook, histories: Histories & Money, spending: Spending): unknown[][] {
  const size = histories.people.length;
  const { x, people, share, shared } = histories;
  const [p, q, v] = spending.values;
  const steps = spending.covariance === undefined ? [] : principalSteps(spending.covariance);
  const chances = normalDraws(DRAWS, steps.length, SPEND_SEED).map((z) => {
    const moved = [p, q, v].map(
      (value, i) => value * Math.exp(steps.reduce((sum, step, j) => sum + step[i]! * z[j]!, 0)),
    );
    return moved as [number, number, number];
  });
  const spent = (i: number, [a, b, c]: readonly [number, number, number]) =>
    b + a * x[i]! > 1
      ? (a * c * share[i]! + a * x[i]! * shared[i]!) / (a * x[i]! + b - 1)
      : Number.POSITIVE_INFINITY;
  const [orders, value] = [new Float64Array(DRAWS), new Float64Array(DRAWS)];
  const moved = new Float64Array(DRAWS);
  let [ordersNow, valueNow] = [0, 0];
  let [ordersChance, valueChance] = [0, 0];
  for (let i = 0; i < size; i++) {
    const own = ahead.discounted[i]! * spent(i, [p, q, v]);
    ordersNow += people[i]! * ahead.purchases[i]!;
    valueNow += own;
    ahead.parts(i, moved);
    for (let k = 0; k < DRAWS; k++) {
      const part = Math.exp(moved[k]!);
      orders[k]! += people[i]! * ahead.purchases[i]! * part;
      value[k]! += ahead.discounted[i]! * part * spent(i, chances[k]!);
    }
    ordersChance += people[i]! * Math.max(0, ahead.square[i]! - ahead.purchases[i]! ** 2);
    valueChance += chanceOf(ahead, histories, i, [p, q, v]);
  }
  const known = Number.isFinite(ahead.low[0] ?? Number.NaN);
  return [
    measure("orders", ordersNow, orders, ordersChance, known),
    measure("value", valueNow, value, valueChance, known && spending.covariance !== undefined),
  ];
}

/** The variance of what the customers of a pattern will bring; infinite where that of the spend is. */
function chanceOf(
  ahead: Outlook,
  { x, square, squared, squares }: Histories & Money,
  i: number,
  [p, q, v]: readonly [number, number, number],
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
  const [noise] = [normalDraws(DRAWS, 1, CHANCE_SEED)];
  const all = draws.map((draw, k) => draw + Math.sqrt(variance) * noise[k]![0]!).sort();
  const own = Float64Array.from(draws).sort();
  const bound = (sorted: Float64Array, part: number) => {
    const found = quantile(sorted, part);
    return Number.isFinite(found) ? found : null;
  };
  const withChance = Number.isFinite(variance) ? all : own;
  return [
    name,
    expected,
    bound(withChance, TAIL),
    bound(withChance, 1 - TAIL),
    bound(own, TAIL),
    bound(own, 1 - TAIL),
  ];
}
