import { uniform } from "./uniform.js";

/**
 * Independent standard normal numbers, `count` rows of `width`, by the polar form of Box and Muller. Each second row is the
 * first one's opposite, so that the mean is 0. The same seed gives the same numbers.
 */
export function normalDraws(count: number, width: number, seed: number): Float64Array[] {
  const next = uniform(seed);
  const rows: Float64Array[] = [];
  for (let i = 0; i < count; i += 2) {
    const row = new Float64Array(width).map(() => {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return radius * Math.cos(2 * Math.PI * next());
    });
    rows.push(
      row,
      row.map((value) => -value),
    );
  }
  return rows.slice(0, count);
}
