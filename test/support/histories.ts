import type { Patterns } from "../../src/fit/value/patterns.js";
import { uniform } from "../../src/numeric/uniform.js";

/** A customer's history: repeat purchases, days from the first to the last and to the look, mean of the repeat ones. */
export interface History {
  readonly x: number;
  readonly recency: number;
  readonly age: number;
  readonly mean: number;
  /** Purchases within the days after the look. */
  readonly later: number;
  /** Of the gamma distribution of what each purchase brings, with the world's p for its shape. */
  readonly scale: number;
}

/** Parameters of a world, times in weeks. */
export interface World {
  readonly purchases: "bg_nbd" | "mbg_nbd" | "pareto_nbd" | "nbd";
  readonly parameters: readonly number[];
  /** p, q, v of the gamma-gamma model. */
  readonly spend: readonly [number, number, number];
  readonly weeks: number;
  readonly ahead: number;
}

/**
 * Customers of a world in which one of the models is true; they came evenly over its first half, and buy at most once a
 * day.
 */
export function histories(count: number, world: World, seed: number): History[] {
  const next = uniform(seed);
  return Array.from({ length: count }, () => customer(world, next));
}

/** The same customers as patterns. */
export function patternsOf(count: number, world: World, seed: number): Patterns {
  const known = new Map<string, History & { people: number }>();
  for (const each of histories(count, world, seed)) {
    const key = `${each.x} ${each.recency} ${each.age}`;
    const { people } = known.get(key) ?? { people: 0 };
    known.set(key, { ...each, people: people + 1 });
  }
  const rows = [...known.values()].sort((a, b) => a.x - b.x || a.recency - b.recency || a.age - b.age);
  return {
    x: rows.map(({ x }) => x),
    recency: rows.map(({ recency }) => recency),
    age: rows.map(({ age }) => age),
    people: rows.map(({ people }) => people),
  };
}

/** The days from the beginning of a world on which each of its customers bought, the first purchase among them. */
export function purchaseDays(count: number, world: World, seed: number): number[][] {
  const next = uniform(seed);
  return Array.from({ length: count }, () => {
    const { start, bought } = life(world, next);
    return [start, ...bought.filter((day) => day > start)];
  });
}

/** What each of a customer's purchases brings, by the gamma-gamma model. */
export function spendOf(count: number, [p, q, v]: World["spend"], next: () => number): number[] {
  const scale = gamma(q, next) / v;
  return Array.from({ length: count }, () =>
    Math.max(0.01, Math.round((100 * gamma(p, next)) / scale) / 100),
  );
}

function customer(world: World, next: () => number): History {
  const { start, bought } = life(world, next);
  const end = world.weeks * 7;
  const before = bought.filter((day) => day > start && day <= end);
  const scale = gamma(world.spend[1], next) / world.spend[2];
  const total = before.reduce((sum) => sum + gamma(world.spend[0], next) / scale, 0);
  return {
    x: before.length,
    recency: before.length === 0 ? 0 : before.at(-1)! - start,
    age: end - start,
    mean: before.length === 0 ? 0 : Math.max(0.01, Math.round((100 * total) / before.length) / 100),
    later: bought.filter((day) => day > end).length,
    scale: 1 / scale,
  };
}

/** The day of a customer's first purchase, and the days of all later ones. */
function life({ purchases, parameters, weeks, ahead }: World, next: () => number) {
  const [r, alpha, third = 1, fourth = 1] = parameters as [number, number, number?, number?];
  const rate = gamma(r, next) / alpha;
  const start = Math.floor((next() * weeks * 7) / 2);
  const stops = purchases === "bg_nbd" || purchases === "mbg_nbd" ? beta(third, fourth, next) : 0;
  const last =
    purchases === "pareto_nbd"
      ? start + (7 * -Math.log(1 - next())) / (gamma(third, next) / fourth)
      : Number.POSITIVE_INFINITY;
  const days: number[] = [];
  let gone = purchases === "mbg_nbd" && next() < stops;
  for (let at = start; !gone; ) {
    at += (7 * -Math.log(1 - next())) / rate;
    if (!(at < Math.min(last, (weeks + ahead) * 7))) break;
    days.push(Math.ceil(at));
    gone = next() < stops;
  }
  return { start, bought: [...new Set(days)] };
}

/** Marsaglia and Tsang, ACM Transactions on Mathematical Software 26 (2000) 363. */
export function gamma(shape: number, next: () => number): number {
  if (shape < 1) return gamma(shape + 1, next) * (1 - next()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - next()) < (z * z) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

export function beta(a: number, b: number, next: () => number): number {
  const [up, down] = [gamma(a, next), gamma(b, next)];
  return up / (up + down);
}
