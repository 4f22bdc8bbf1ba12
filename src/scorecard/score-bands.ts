import { merged } from "./merged.js";

/** Scores from `low` up to `high`, and how many rows have them. */
export interface ScoreBand {
  readonly low: number;
  readonly high: number;
  readonly rows: number;
}

/** About so many bands. */
const MOST = 16;
const WIDTHS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000];

/** The round width of bands into which the middle 98 % of points fall into about sixteen. */
export function bandWidth(points: Float64Array): number {
  const sorted = Float64Array.from(points).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const range = at(0.99) - at(0.01);
  return WIDTHS.find((one) => range / one <= MOST) ?? WIDTHS.at(-1)!;
}

/**
 * How points are spread: bands of a width, except where fewer than `fewest` rows are in one, which is put together with the
 * next. O(n).
 * @param points not rounded
 */
export function scoreBands(points: Float64Array, width: number, fewest: number): ScoreBand[] {
  const counts = new Map<number, number>();
  for (const value of points) {
    const place = Math.floor(value / width);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const bands = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([place, rows]) => ({ low: place * width, high: (place + 1) * width, rows }));
  return merged(bands, fewest, ({ rows }) => [rows]).map((group) => ({
    low: group[0]!.low,
    high: group.at(-1)!.high,
    rows: group.reduce((sum, { rows }) => sum + rows, 0),
  }));
}
