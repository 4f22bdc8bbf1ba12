import { ENOUGH, type Estimate, estimate } from "./estimate.js";
import { type Spending, spendLikelihood } from "./gamma-gamma.js";
import { settled } from "./verdict.js";

export type SpendVerdict = "good" | "equal" | "no_mean" | "flat" | "too_few";

/** Fewest customers with repeat purchases of whom spend can be told. */
const PEOPLE = 25;
/** From what shape on all that one buys is of one value. */
const EQUAL = 1e4;
/** Where the mean of customers' means is infinite, or nearly so. */
const FINITE = 1.05;

/**
 * What a customer spends a purchase: (p v + p x m) / (p x + q − 1), of a mean m over x purchases. Where the model does not
 * hold, p = 1, q = 2 and v the firm's mean: that counts as one purchase.
 */
export interface Spend {
  readonly verdict: SpendVerdict;
  readonly people: number;
  /** Of all customers, in the pipeline's currency. */
  readonly mean: number;
  readonly p: number;
  readonly q: number;
  readonly v: number;
  readonly estimate?: Estimate;
  /** Between how often a customer buys and for how much: the model takes it for none. */
  readonly correlation: number | null;
}

/** @param mean the mean of the customers' means, in the pipeline's currency; `spending` is in units of it */
export function fitSpend(spending: Spending, mean: number): Spend {
  const people = spending.x.length;
  const plain = { people, mean, p: 1, q: 2, v: mean, correlation: correlationOf(spending) };
  if (people < PEOPLE) return { ...plain, verdict: "too_few" };
  if (Array.from(spending.mean).every((value) => Math.abs(value - 1) < 1e-9))
    return { ...plain, verdict: "equal" };
  const part =
    people > 2 * ENOUGH ? { likelihood: spendLikelihood(thinned(spending)), count: ENOUGH } : undefined;
  const found = estimate(spendLikelihood(spending), 3, people, { part });
  const [p, q, v] = found.logs.map(Math.exp) as [number, number, number];
  if (p > EQUAL || q > EQUAL) return { ...plain, verdict: "equal", estimate: found };
  if (q < FINITE) return { ...plain, verdict: "no_mean", estimate: found };
  if (!found.converged || !settled(found)) return { ...plain, verdict: "flat", estimate: found };
  const money: Estimate = {
    ...found,
    logs: found.logs.map((log, i) => (i === 2 ? log + Math.log(mean) : log)),
    logLikelihood: found.logLikelihood - people * Math.log(mean),
  };
  return { ...plain, verdict: "good", p, q, v: v * mean, estimate: money };
}

/** Every n-th customer of all in their order, so that each number of purchases is there in its share. */
function thinned({ x, mean }: Spending): Spending {
  const taken = (values: ArrayLike<number>) =>
    Float64Array.from({ length: ENOUGH }, (_, i) => values[Math.floor(((i + 0.5) * x.length) / ENOUGH)]!);
  return { x: taken(x), mean: taken(mean) };
}

function correlationOf({ x, mean }: Spending): number | null {
  const n = x.length;
  let [sumX, sumM, xx, mm, xm] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    sumX += x[i]!;
    sumM += mean[i]!;
    xx += x[i]! ** 2;
    mm += mean[i]! ** 2;
    xm += x[i]! * mean[i]!;
  }
  const spread = (xx - sumX ** 2 / n) * (mm - sumM ** 2 / n);
  return spread > 0 ? (xm - (sumX * sumM) / n) / Math.sqrt(spread) : null;
}
