import type { Period } from "../value/periods.js";
import { days, inDays, months } from "../value/time.js";

const DAY = 86_400_000;
const NEXT: Period = { unit: "days", length: days(1) };

/** A day from which customers are looked at, as ISO days. */
export interface Look {
  /** 0 is the day of the run; 1 the last day whose answer is known, and so on back. */
  readonly look: number;
  readonly day: string;
  /** After this day somebody must have been seen to be still to lose on `day`. */
  readonly since: string;
  /** The last day of the time ahead; null for the day of the run. */
  readonly until: string | null;
  readonly role: "now" | "test" | "train";
}

/** Whether history has room for days to learn from and to test on, only to learn from, or for none. */
export type History = "enough" | "no_test" | "none";

/** What the looks follow from. */
export interface Asked {
  readonly asOf: string;
  readonly ahead: Period;
  readonly active: Period;
  /** The first day of which anything is known; none where nothing is. */
  readonly first: string | null;
  /** How many earlier days at most. */
  readonly most: number;
}

/**
 * The day of the run and earlier days, each as long before the next one as it looks ahead, as far back as history tells
 * who was still to lose. The third of them that is the latest tests, the others train; a single one trains.
 */
export function looksOf({ asOf, ahead, active, first, most }: Asked): { looks: Look[]; history: History } {
  const dayOf = (look: number) => moved(asOf, ahead, -look);
  const sinceOf = (day: string) => moved(day, active, -1);
  let count = 0;
  const known = (since: string) => first !== null && moved(since, NEXT, 1) >= first;
  while (count < most && known(sinceOf(dayOf(count + 1)))) count++;
  const tests = count < 2 ? 0 : Math.max(1, Math.floor(count / 3));
  const looks = Array.from({ length: count + 1 }, (_, look): Look => {
    const day = dayOf(look);
    const until = look === 0 ? null : dayOf(look - 1);
    return {
      look,
      day,
      since: sinceOf(day),
      until,
      role: look === 0 ? "now" : look <= tests ? "test" : "train",
    };
  });
  return { looks, history: count === 0 ? "none" : tests === 0 ? "no_test" : "enough" };
}

/** The ISO day some periods after another, or before it where `times` is below 0. */
export function moved(day: string, { unit, length }: Period, times: number): string {
  const count = unit === "months" ? inDays(months(times * length), day) : times * length;
  return new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);
}
