/** Days are counted from 1970-01-01, instants are UTC seconds from then; texts are local to Montréal. */

export const DAY = 86_400;

const isoDates = new Map<number, string>();
const frenchDates = new Map<number, string>();
const pairs = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, "0"));

/** @throws {RangeError} if the text is no date of the form 2026-11-22 */
export function dayOf(date: string): number {
  const day = Date.parse(`${date}T00:00:00Z`) / (DAY * 1000);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || isoDate(day) !== date)
    throw new RangeError(`${date} is not a date`);
  return day;
}

export function isoDate(day: number): string {
  return remembered(isoDates, day, () =>
    Number.isFinite(day) ? new Date(day * DAY * 1000).toISOString().slice(0, 10) : "",
  );
}

/** 22/11/2026 */
export function frenchDate(day: number): string {
  return remembered(frenchDates, day, () => {
    const [year, month, dayOfMonth] = isoDate(day).split("-");
    return `${dayOfMonth}/${month}/${year}`;
  });
}

function remembered(texts: Map<number, string>, day: number, text: () => string): string {
  let known = texts.get(day);
  if (known === undefined) {
    known = text();
    texts.set(day, known);
  }
  return known;
}

export function yearOf(day: number): number {
  return Number(isoDate(day).slice(0, 4));
}

/** The same day of the month `months` later, or that month's last day. */
export function addMonths(day: number, months: number): number {
  const date = new Date(day * DAY * 1000);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + months;
  const first = Date.UTC(year, month, 1) / (DAY * 1000);
  const length = Date.UTC(year, month + 1, 1) / (DAY * 1000) - first;
  return first + Math.min(date.getUTCDate(), length) - 1;
}

/** Hours from UTC in Montréal: −4 from the second Sunday of March to the first of November, 2:00 local, else −5. */
export function offsetHours(second: number): -4 | -5 {
  if (second < season.from || second >= season.to) season = seasonOf(second);
  return season.offset;
}

/** The time between two changes of the clocks that was asked for last; the next question is mostly about the same. */
let season: { from: number; to: number; offset: -4 | -5 } = { from: 0, to: 0, offset: -5 };

function seasonOf(second: number): typeof season {
  const year = yearOf(Math.floor(second / DAY));
  const spring = (y: number) => sunday(y, 2, 8) * DAY + 7 * 3600;
  const autumn = (y: number) => sunday(y, 10, 1) * DAY + 6 * 3600;
  if (second < spring(year)) return { from: autumn(year - 1), to: spring(year), offset: -5 };
  if (second < autumn(year)) return { from: spring(year), to: autumn(year), offset: -4 };
  return { from: autumn(year), to: spring(year + 1), offset: -5 };
}

/** First Sunday on or after a day of a month (January is 0). */
function sunday(year: number, month: number, from: number): number {
  const day = Date.UTC(year, month, from) / (DAY * 1000);
  return day + ((3 - (day % 7) + 7) % 7);
}

/** The instant of a local wall-clock time; a time that the clocks skip is an hour later. */
export function instant(day: number, secondOfDay: number): number {
  const asWinter = day * DAY + secondOfDay + 5 * 3600;
  const asSummer = asWinter - 3600;
  return offsetHours(asSummer) === -4 ? asSummer : asWinter;
}

export function localDay(second: number): number {
  return Math.floor((second + offsetHours(second) * 3600) / DAY);
}

/** 2026-11-22 10:03:11 -0500 */
export function timestamp(second: number): string {
  const offset = offsetHours(second);
  return `${localText(second + offset * 3600, " ")} ${offset === -4 ? "-0400" : "-0500"}`;
}

/** 2026-11-22T10:03:11-05:00 */
export function isoTimestamp(second: number): string {
  const offset = offsetHours(second);
  return `${localText(second + offset * 3600, "T")}${offset === -4 ? "-04:00" : "-05:00"}`;
}

/** 2026-11-22 10:03:11, Montréal time. */
export function localTimestamp(second: number): string {
  return localText(second + offsetHours(second) * 3600, " ");
}

function localText(local: number, separator: string): string {
  const day = Math.floor(local / DAY);
  const rest = local - day * DAY;
  const hour = pairs[Math.floor(rest / 3600)];
  const minute = pairs[Math.floor(rest / 60) % 60];
  return `${isoDate(day)}${separator}${hour}:${minute}:${pairs[rest % 60]}`;
}
