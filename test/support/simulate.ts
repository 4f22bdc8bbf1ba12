import type { Pattern } from "../../src/fit/identity/mixture.js";

/** One kind of pairs: how many, and the chances of its levels by comparison, the least alike first. */
export interface Population {
  readonly pairs: number;
  readonly chances: readonly (readonly number[])[];
}

/** A generator of numbers from 0 to 1 (mulberry32), good enough to draw counts from. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** How many of `n` come out with chance `p`: one by one where few do, the normal approximation where many. */
export function binomial(n: number, p: number, random: () => number): number {
  if (p <= 0 || n === 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(n, 1 - p, random);
  if (n * p > 50) {
    const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.min(n, Math.max(0, Math.round(n * p + z * Math.sqrt(n * p * (1 - p)))));
  }
  // The gaps between successes are geometric.
  let count = 0;
  for (let at = 0; ; count++) {
    at += 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - p));
    if (at > n) return count;
  }
}

/** Every combination of levels with its number of pairs, drawn from a population; level -1 (unknown) with a chance. */
export function draw(
  { pairs, chances }: Population,
  unknown: readonly number[],
  random: () => number,
): Pattern[] {
  let rest: Pattern[] = [{ levels: [], count: pairs }];
  for (const [k, levels] of chances.entries()) {
    const all = [unknown[k]!, ...levels.map((chance) => chance * (1 - unknown[k]!))];
    rest = rest.flatMap(({ levels: before, count }) => {
      let left = count;
      let share = 1;
      return all.flatMap((chance, i) => {
        const own = i === all.length - 1 ? left : binomial(left, Math.min(1, chance / share), random);
        left -= own;
        share -= chance;
        return own === 0 ? [] : [{ levels: [...before, i - 1], count: own }];
      });
    });
  }
  return rest;
}
