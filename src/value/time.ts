declare const unit: unique symbol;

/** A length of time that knows its unit: one of days cannot stand where one of weeks is asked for. */
export type TimeUnit = "days" | "weeks" | "months" | "renewals";
export type Duration<Unit extends TimeUnit> = number & { readonly [unit]: Unit };
export type Days = Duration<"days">;
export type Weeks = Duration<"weeks">;
/** Calendar months: how many days they are depends on the day that they start from. */
export type Months = Duration<"months">;
/** Times that a contract came up for renewal: how long one is depends on the contract. */
export type Renewals = Duration<"renewals">;

export const days = (count: number): Days => count as Days;
export const weeks = (count: number): Weeks => count as Weeks;
export const months = (count: number): Months => count as Months;
export const renewals = (count: number): Renewals => count as Renewals;

export const inWeeks = (length: Days): Weeks => weeks(length / 7);

/**
 * How many days some calendar months are from a day on: 28 to 31 a month, the last day of a shorter month standing for
 * those that it lacks.
 * @param from an ISO day
 */
export function inDays(length: Months, from: string): Days {
  const start = new Date(`${from}T00:00:00Z`);
  const first = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + length, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(start.getUTCDate(), last));
  return days(Math.round((first.getTime() - start.getTime()) / 86_400_000));
}
