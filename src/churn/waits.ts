import type { Engine } from "../engine/engine.js";
import type { Durations } from "../fit/value/durations.js";
import { days } from "../value/time.js";

/** More different days than any history has. */
const MOST = 100_000;

/** The times from a purchase to the next, and since the last, in customers who count once each: `churn.waits`. */
export async function readWaits(engine: Engine): Promise<Durations<"days">> {
  const rows = await engine.read<{ days: number; came_back: number; waiting: number }>(
    "select days, came_back, waiting from churn.waits order by days",
    {},
    MOST,
  );
  return {
    time: rows.map((row) => days(row.days)),
    ended: rows.map(({ came_back }) => came_back),
    running: rows.map(({ waiting }) => waiting),
  };
}
