import type { Objective } from "./minimise.js";

/**
 * How a function bends at a point: central differences of its gradient, made symmetric. The error is of the order of
 * `step`².
 */
export function hessian(objective: Objective, at: readonly number[], step = 1e-4): number[][] {
  const rows = at.map((_, i) => {
    const moved = (by: number) => objective(at.map((value, j) => (i === j ? value + by : value))).gradient;
    const [above, below] = [moved(step), moved(-step)];
    return above.map((slope, j) => (slope - below[j]!) / (2 * step));
  });
  return rows.map((row, i) => row.map((value, j) => (value + rows[j]![i]!) / 2));
}
