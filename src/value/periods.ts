import { z } from "zod";
import { type Days, days, type Months, months } from "./time.js";

/** From one renewal of a subscription to the next: calendar months, or days. */
export type Period =
  | { readonly unit: "months"; readonly length: Months }
  | { readonly unit: "days"; readonly length: Days };

const DAYS_A_WEEK = 7;
const DAYS_A_YEAR = 365.25;

const month = (count: number): Period => ({ unit: "months", length: months(count) });
const week = (count: number): Period => ({ unit: "days", length: days(DAYS_A_WEEK * count) });

/** What exports call a period, in lower case. */
const KNOWN: Readonly<Record<string, Period>> = {
  ...of(week(1), "week", "weekly", "semaine", "hebdomadaire"),
  ...of(month(1), "month", "monthly", "mois", "mensuel", "mensuelle"),
  ...of(month(3), "quarter", "quarterly", "trimestre", "trimestriel", "trimestrielle"),
  ...of(month(6), "half-year", "half year", "semester", "semestre", "semestriel", "semestrielle"),
  ...of(month(12), "year", "yearly", "annual", "annually", "an", "année", "annuel", "annuelle"),
};

function of(period: Period, ...words: readonly string[]): Record<string, Period> {
  return Object.fromEntries(words.map((word) => [word, period]));
}

/** A word of the pipeline's for a length: "12 months", "4 weeks", "30 days". */
export const length = z
  .string()
  .regex(/^[1-9]\d{0,2} (month|week|day)s?$/, 'a length, for example "12 months", "4 weeks" or "30 days"')
  .transform((text): Period => {
    const [count, unit] = text.split(" ") as [string, string];
    if (unit.startsWith("month")) return month(Number(count));
    return unit.startsWith("week") ? week(Number(count)) : { unit: "days", length: days(Number(count)) };
  });

/** Words of the column `period` and what they mean, those of the pipeline before ours. */
export const periods = z
  .record(
    z.string().transform((word) => word.toLowerCase()),
    length,
  )
  .default({})
  .transform((own): Readonly<Record<string, Period>> => ({ ...KNOWN, ...own }));

/** "12 months", the same for all words that mean it. */
export const nameOf = ({ unit, length }: Period): string =>
  length === 1 ? `1 ${unit.slice(0, -1)}` : `${length} ${unit}`;

/** What a name stands for. */
export const periodNamed = (name: string): Period => length.parse(name);

/** How much less something is worth one period later. */
export function discountOf(period: Period, yearly: number): number {
  const years = period.unit === "months" ? period.length / 12 : period.length / DAYS_A_YEAR;
  return (1 + yearly) ** years - 1;
}
