import type { Engine } from "../../engine/engine.js";
import { kaplanMeier, type Survival, stepAt } from "../../fit/value/kaplan-meier.js";
import { fitWeibull } from "../../fit/value/weibull.js";
import { type Lasting, lastingAll, lastingBy } from "../../value/lasting.js";
import { spansOf } from "../../value/spans.js";
import { months } from "../../value/time.js";

export const grain = "One row per plan and month since the start: what share of subscriptions still runs.";
export const key = ["place", "month"];
export const published = ["value.survival_groups", "value.lasting"];
export const reads = ["value.traits"];

const MONTHS = 600;
/** Most plans that the report draws. */
const DRAWN = 4;
/** Fewer points than these are no curve. */
const FEWEST_MARKS = 3;
/** How wide an interval of 90 % is, in standard errors to either side. */
const NINETY = 1.6448536269514722;

/**
 * Makes `value.survival` and `value.survival_groups`: Kaplan–Meier curves of all subscriptions, place 0, and of each plan with
 * enough of them; when half have ended; and whether who stays leaves less and less, by the shape of a Weibull distribution. `value.lasting` is what the report draws.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const all = await lastingAll(engine);
  const groups = all === undefined ? [] : [all, ...(await lastingBy(engine, "plan"))];
  const curves = groups.map(({ durations }) => kaplanMeier(durations));
  await engine.load(
    "value.survival_groups",
    {
      place: "integer",
      plan: "varchar",
      subscriptions: "bigint",
      ended: "bigint",
      median_months: "double",
      median_low: "double",
      median_high: "double",
      weibull: "varchar",
      scale_months: "double",
      shape: "double",
      shape_low: "double",
      shape_high: "double",
    },
    groups.map((group, place) => [place, group.level, ...summary(group, curves[place]!)]),
  );
  await loadLasting(
    engine,
    groups.flatMap(({ level }, place) => {
      const drawn = isDrawn(place, groups.length) ? marks(curves[place]!) : [];
      return drawn.length < FEWEST_MARKS ? [] : drawn.map((row) => [place, level, ...row]);
    }),
  );
  return engine.load(
    table,
    {
      place: "integer",
      plan: "varchar",
      month: "integer",
      at_risk: "bigint",
      ended: "bigint",
      survival: "double",
      standard_error: "double",
      low: "double",
      high: "double",
    },
    groups.flatMap(({ level }, place) => monthly(curves[place]!).map((row) => [place, level, ...row])),
  );
}

function summary({ durations, people }: Lasting, curve: Survival<"months">): unknown[] {
  const { verdict, scale, shape, estimate } = fitWeibull(durations);
  const error = estimate?.covariance === undefined ? undefined : Math.sqrt(estimate.covariance[1]![1]!);
  const at = (by: number) => (error === undefined ? null : shape! * Math.exp(by * error));
  return [
    ...[BigInt(people), BigInt(curve.ended), curve.median, curve.medianLow, curve.medianHigh],
    ...[verdict, scale ?? null, shape ?? null, at(-NINETY), at(NINETY)],
  ];
}

/** Plans are drawn if there are two or more, and not beside all of them together. */
const isDrawn = (place: number, groups: number) => (groups > 2 ? place > 0 && place <= DRAWN : place === 0);

/** The curve where enough have ended since the mark before. */
function marks(curve: Survival<"months">): unknown[][] {
  const { steps, people } = curve;
  const ended = steps.map((step) => step.ended);
  const spans = spansOf(ended, (from) => steps[from]!.atRisk);
  const last = (to: number) => ended.findLastIndex((count, i) => i <= to && count > 0);
  return [
    [0, BigInt(people), 0n, 1, null, null],
    ...spans.map(({ from, to }) => {
      const { time, survival, low, high } = steps[last(to)]!;
      const gone = ended.slice(from, to + 1).reduce((sum, count) => sum + count, 0);
      return [time, BigInt(steps[from]!.atRisk), BigInt(gone), survival, low, high];
    }),
  ];
}

const loadLasting = (engine: Engine, rows: unknown[][]) =>
  engine.load(
    "value.lasting",
    {
      place: "integer",
      plan: "varchar",
      month: "double",
      at_risk: "bigint",
      ended: "bigint",
      survival: "double",
      low: "double",
      high: "double",
    },
    rows,
  );

/** The curve at the end of each month, with those at risk as the month begins and those who end within it. */
function monthly(curve: Survival<"months">): unknown[][] {
  const { steps, people } = curve;
  const last = Math.min(MONTHS, Math.floor(steps.at(-1)?.time ?? 0));
  let next = 0;
  return Array.from({ length: last + 1 }, (_, month) => {
    const atRisk = month === 0 ? people : (steps[next]?.atRisk ?? 0);
    let ended = 0;
    for (; next < steps.length && steps[next]!.time <= month; next++) ended += steps[next]!.ended;
    const { survival = 1, standardError = 0, low = 1, high = 1 } = stepAt(curve, months(month)) ?? {};
    return [month, BigInt(atRisk), BigInt(ended), survival, standardError, low, high];
  });
}
