import { type Survival, stepAt } from "../fit/value/kaplan-meier.js";
import { type Days, days } from "../value/time.js";

/** Fewest customers' worth of waits that ended, to learn anything from. */
const ENOUGH = 50;
/** The curve is told as long as so many customers' worth of waits are seen to go on. */
const WAITING = 50;
const DAYS_A_MONTH = 30.4375;
/** Up to so many days a horizon is in weeks, beyond in calendar months. */
const WEEKS_UP_TO = 91;
const LONGEST = 24;
/** What is taken where nothing could be learnt. */
const DEFAULT = "3 months";

/** A horizon and what it was learnt from; days are null where it was not. */
export interface Horizon {
  /** "13 weeks" or "5 months". */
  readonly horizon: string;
  /** `learnt`; `bounded`: longer was learnt than may be; `too_few`: nothing could be, so the default. */
  readonly verdict: "learnt" | "bounded" | "too_few";
  /** The day by which the share had come back, and between which days (90 %) that is. */
  readonly days: Days | null;
  readonly low: Days | null;
  readonly high: Days | null;
  /** How far the curve is told, and what share of all has come back by then. */
  readonly seen: Days | null;
  readonly returned: number | null;
}

/**
 * After how many days without a purchase a share of those who do come back had come back: where the Kaplan–Meier curve of
 * the times to the next purchase day has fallen by so much of all that it falls as far as it is told, rounded up to whole
 * weeks or months, at most 24 months. The bounds are those of the curve, its whole fall taken as known.
 * @param curve of customers who count once each
 * @param share of those who come back, from 0 to 1
 */
export function learnHorizon(curve: Survival<"days">, share: number): Horizon {
  const last = curve.steps.findLast(({ atRisk, ended }) => atRisk >= WAITING && ended > 0);
  if (curve.ended < ENOUGH || last === undefined)
    return {
      horizon: DEFAULT,
      verdict: "too_few",
      days: null,
      low: null,
      high: null,
      seen: null,
      returned: null,
    };
  const returned = 1 - last.survival;
  const target = 1 - share * returned;
  const told = curve.steps.filter(({ time }) => time <= last.time);
  const reached = (of: (step: (typeof told)[number]) => number) =>
    told.find((step) => of(step) <= target)?.time ?? null;
  const found = reached(({ survival }) => survival)!;
  const rounded = roundedUp(found);
  return {
    ...rounded,
    days: found,
    low: reached(({ low }) => low),
    high: reached(({ high }) => high),
    seen: last.time,
    returned,
  };
}

/** What share has come back within so many days. */
export const returnedWithin = (curve: Survival<"days">, length: number): number =>
  1 - (stepAt(curve, days(length))?.survival ?? 1);

function roundedUp(length: Days): { horizon: string; verdict: "learnt" | "bounded" } {
  if (length <= WEEKS_UP_TO) {
    const weeks = Math.max(1, Math.ceil(length / 7));
    return { horizon: weeks === 1 ? "1 week" : `${weeks} weeks`, verdict: "learnt" };
  }
  const months = Math.ceil(length / DAYS_A_MONTH);
  return {
    horizon: `${Math.min(months, LONGEST)} months`,
    verdict: months > LONGEST ? "bounded" : "learnt",
  };
}
