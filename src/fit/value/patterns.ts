/** Purchase histories, as many customers as share each: one entry a pattern in every column, in the order of `x`. */
export interface Patterns {
  /** Days with a purchase after the first. */
  readonly x: ArrayLike<number>;
  /** Days from the first purchase to the last. */
  readonly recency: ArrayLike<number>;
  /** Days from the first purchase to the day of the look. */
  readonly age: ArrayLike<number>;
  readonly people: ArrayLike<number>;
}

/**
 * Patterns laid out for likelihoods: gamma terms depend on `x` alone and logarithms on days alone, and there are far fewer
 * of both than of patterns.
 */
export interface Layout {
  readonly size: number;
  readonly people: Float64Array;
  readonly total: number;
  /** The different numbers of repeat purchases, ascending, and how many people have each. */
  readonly xs: Float64Array;
  readonly peopleOf: Float64Array;
  /** The patterns of the i-th number are `starts[i]` to `starts[i + 1] - 1`. */
  readonly starts: Int32Array;
  /** The different lengths of time, ascending, in days. */
  readonly days: Float64Array;
  /** Places in `days`. */
  readonly recency: Int32Array;
  readonly age: Int32Array;
}

/** @throws {RangeError} unless the patterns are in the order of x and 0 ≤ recency ≤ age */
export function layOut({ x, recency, age, people }: Patterns): Layout {
  const size = x.length;
  const seen = new Set<number>();
  for (let i = 0; i < size; i++) {
    if (!(recency[i]! >= 0 && recency[i]! <= age[i]! && x[i]! >= 0)) throw new RangeError("no history");
    seen.add(recency[i]!).add(age[i]!);
  }
  const days = Float64Array.from(seen).sort();
  const place = new Map(Array.from(days, (day, i): [number, number] => [day, i]));
  const starts: number[] = [];
  const xs: number[] = [];
  const peopleOf: number[] = [];
  const layout = {
    size,
    people: Float64Array.from(people),
    recency: Int32Array.from(recency, (day) => place.get(day)!),
    age: Int32Array.from(age, (day) => place.get(day)!),
    days,
  };
  let total = 0;
  for (let i = 0; i < size; i++) {
    if (i === 0 || x[i] !== x[i - 1]) {
      if (i > 0 && x[i]! < x[i - 1]!) throw new RangeError("patterns are not in the order of x");
      starts.push(i);
      xs.push(x[i]!);
      peopleOf.push(0);
    }
    peopleOf[peopleOf.length - 1]! += people[i]!;
    total += people[i]!;
  }
  return {
    ...layout,
    total,
    xs: Float64Array.from(xs),
    peopleOf: Float64Array.from(peopleOf),
    starts: Int32Array.from([...starts, size]),
  };
}

/**
 * As many customers as `most`, every n-th of all in the order of their patterns, so that each kind is there in its share.
 */
export function thinned({ x, recency, age, people }: Patterns, most: number): Patterns {
  const kept: Record<keyof Patterns, number[]> = { x: [], recency: [], age: [], people: [] };
  const total = Array.from(people).reduce((sum, n) => sum + n, 0);
  let [before, taken] = [0, 0];
  for (let i = 0; i < people.length; i++) {
    before += people[i]!;
    const until = Math.round((before / total) * most);
    if (until > taken) {
      kept.x.push(x[i]!);
      kept.recency.push(recency[i]!);
      kept.age.push(age[i]!);
      kept.people.push(until - taken);
    }
    taken = until;
  }
  return kept;
}
