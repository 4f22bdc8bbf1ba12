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

function localDay(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(now);
}
