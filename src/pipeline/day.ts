import { CliError, EXIT } from "../error.js";

/**
 * A day as `YYYY-MM-DD`: today or yesterday in a time zone, or the day itself.
 * @throws {CliError} exit 2 if it is none of these
 */
export function resolveDay(day: string, timeZone: string, now: Date): string {
  if (day === "today") return localDay(now, timeZone);
  if (day === "yesterday") {
    const today = new Date(`${localDay(now, timeZone)}T00:00:00Z`);
    today.setUTCDate(today.getUTCDate() - 1);
    return today.toISOString().slice(0, 10);
  }
  const time = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1006",
      message: `"${day}" is no day`,
      hint: "Write today, yesterday or a day such as 2026-11-22.",
    });
  }
  return day;
}

/**
 * A day before another: itself, or so many days, weeks, months or years earlier, "3 months". A month that has no such day
 * gives its last one.
 * @param setting where in the pipeline file the time stands
 * @throws {CliError} exit 2 if it is no day, or none before the other
 */
export function earlierDay(day: string, since: string, setting: readonly PropertyKey[]): string {
  const [count, unit] = since.split(" ") as [string, string?];
  const found = unit === undefined ? resolveDay(since, "UTC", new Date(0)) : before(day, Number(count), unit);
  if (found < day && found > "0001") return found;
  throw new CliError(EXIT.usage, {
    code: "CRM-E1036",
    setting,
    message: `since ${since}: that is not before the day of the run, ${day}`,
    hint: "Write an earlier day, or a time such as 1 month.",
  });
}

function before(day: string, count: number, unit: string): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const days = { d: 1, w: 7 }[unit[0]!];
  if (days !== undefined) return iso(Date.UTC(year, month - 1, date - count * days));
  const months = month - 1 - count * (unit.startsWith("y") ? 12 : 1);
  const last = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  return iso(Date.UTC(year, months, Math.min(date, last)));
}

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function localDay(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(now);
}
