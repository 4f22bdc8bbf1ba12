import type { Duration, TimeUnit } from "../../value/time.js";

/** How long things last: at each different time, ascending, how many ended then and how many were last seen going on. */
export interface Durations<Unit extends TimeUnit> {
  readonly time: readonly Duration<Unit>[];
  readonly ended: ArrayLike<number>;
  readonly running: ArrayLike<number>;
}

/**
 * Gathers single durations by their time.
 * @param ended 1 for one that ended, 0 for one that went on when it was last seen
 * @throws {RangeError} for a time below 0 or no number
 */
export function gather<Unit extends TimeUnit>(
  times: readonly Duration<Unit>[],
  ended: ArrayLike<number>,
): Durations<Unit> {
  const counts = new Map<Duration<Unit>, [number, number]>();
  times.forEach((time, i) => {
    if (!(time >= 0)) throw new RangeError("a duration is not below 0");
    const found = counts.get(time) ?? [0, 0];
    counts.set(time, found);
    found[ended[i]! > 0 ? 0 : 1] += 1;
  });
  const sorted = [...counts].sort(([a], [b]) => a - b);
  return {
    time: sorted.map(([time]) => time),
    ended: sorted.map(([, [count]]) => count),
    running: sorted.map(([, [, count]]) => count),
  };
}
