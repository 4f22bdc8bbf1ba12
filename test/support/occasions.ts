import type { Occasions } from "../../src/fit/value/beta-binomial.js";
import { beta } from "./histories.js";

/** The chance to buy at an occasion and that to leave before one, of a customer to be drawn. */
type Chances = (next: () => number) => readonly [number, number];

/** At which of some occasions a customer buys. */
export function bought([buys, leaves]: readonly [number, number], occasions: number, next: () => number) {
  let there = true;
  return Array.from({ length: occasions }, () => {
    there &&= next() >= leaves;
    return there && next() < buys;
  });
}

/** Chances by the beta-geometric/beta-binomial model. */
export const drawn =
  ([alpha, beta_, gamma, delta]: readonly [number, number, number, number]): Chances =>
  (next) => [beta(alpha, beta_, next), beta(gamma, delta, next)];

/**
 * Simulated customers, each with a number of occasions within some bounds.
 * @param chances how they are drawn, or alpha, beta, gamma and delta
 */
export function occasionsOf(
  count: number,
  chances: Chances | readonly [number, number, number, number],
  [fewest, most]: readonly [number, number],
  next: () => number,
): Occasions {
  const draw = typeof chances === "function" ? chances : drawn(chances);
  const groups = new Map<string, readonly [number, number, number, number]>();
  for (let i = 0; i < count; i++) {
    const n = fewest + (i % (most - fewest + 1));
    const each = bought(draw(next), n, next);
    const [x, last] = [each.filter(Boolean).length, each.lastIndexOf(true) + 1];
    const key = `${x} ${last} ${n}`;
    groups.set(key, [x, last, n, (groups.get(key)?.[3] ?? 0) + 1]);
  }
  const column = (k: 0 | 1 | 2 | 3) => [...groups.values()].map((group) => group[k]);
  return { x: column(0), last: column(1), n: column(2), people: column(3) };
}
