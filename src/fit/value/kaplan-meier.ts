import type { Duration, TimeUnit } from "../../value/time.js";
import type { Durations } from "./durations.js";

/** Of the normal distribution: 90 % are not farther from the middle; what lies beyond on one side. */
const NINETY = 1.6448536269514722;
const TAIL = 0.05;
const ROUNDING = 1e-12;

/** From a time on, what share goes on, between what bounds of 90 %. */
export interface Step<Unit extends TimeUnit> {
  readonly time: Duration<Unit>;
  readonly atRisk: number;
  readonly ended: number;
  readonly survival: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
}

export interface Survival<Unit extends TimeUnit> {
  /** One for each different time, ascending. */
  readonly steps: readonly Step<Unit>[];
  /** When half have ended, between bounds of 90 %; null where it was not seen to come to that. */
  readonly median: Duration<Unit> | null;
  readonly medianLow: Duration<Unit> | null;
  readonly medianHigh: Duration<Unit> | null;
  readonly people: number;
  readonly ended: number;
}

/**
 * What share goes on for how long, by Kaplan and Meier, Journal of the American Statistical Association 53 (1958) 457, with
 * Greenwood's standard error and intervals on the scale of log(−log). Where nobody has ended yet the lower bound is the
 * exact one of so many people; where all have, the upper bound stays where it was. The median's bounds are where those of
 * the curve are at a half (Brookmeyer and Crowley, Biometrics 38 (1982) 29).
 */
export function kaplanMeier<Unit extends TimeUnit>({
  time,
  ended,
  running,
}: Durations<Unit>): Survival<Unit> {
  const people = time.reduce((sum, _, i) => sum + ended[i]! + running[i]!, 0);
  let [atRisk, survival, variance, high] = [people, 1, 0, 1];
  const steps = time.map((at, i): Step<Unit> => {
    const gone = ended[i]!;
    const here = atRisk;
    if (gone === here) [survival, variance] = [0, Number.POSITIVE_INFINITY];
    else if (gone > 0) {
      survival *= (here - gone) / here;
      variance += gone / (here * (here - gone));
    }
    const bounds = boundsOf(survival, variance, here, high);
    high = bounds.high;
    atRisk -= gone + running[i]!;
    const standardError = survival === 0 ? 0 : survival * Math.sqrt(variance);
    return { time: at, atRisk: here, ended: gone, survival, standardError, ...bounds };
  });
  const half = (of: (step: Step<Unit>) => number) =>
    steps.find((step) => of(step) <= 0.5 + ROUNDING)?.time ?? null;
  return {
    steps,
    median: half((step) => step.survival),
    medianLow: half(({ low }) => low),
    medianHigh: half((step) => step.high),
    people,
    ended: steps.reduce((sum, step) => sum + step.ended, 0),
  };
}

/** The step that holds at a time; undefined before the first. */
export function stepAt<Unit extends TimeUnit>(
  { steps }: Survival<Unit>,
  time: Duration<Unit>,
): Step<Unit> | undefined {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1];
}

function boundsOf(survival: number, variance: number, atRisk: number, before: number) {
  if (variance === 0) return { low: TAIL ** (1 / atRisk), high: 1 };
  if (survival === 0) return { low: 0, high: before };
  const log = Math.log(survival);
  const width = (NINETY * Math.sqrt(variance)) / log;
  return { low: survival ** Math.exp(-width), high: survival ** Math.exp(width) };
}
