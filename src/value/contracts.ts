import { z } from "zod";
import type { SettingsTable } from "../rooms/settings.js";
import { nameOf, type Period, periods } from "./periods.js";

/** What may tell who leaves sooner: columns of a subscription, and of its customer. */
export const COVARIATES = [
  "plan",
  "price",
  "period",
  "channel",
  "language",
  "region",
  "country",
  "kind",
] as const;

/** `value.contracts` of a pipeline. */
export const contracts = z
  .strictObject({
    periods: periods.describe(
      'What words of the column period mean, beside ours: {"per season": "3 months"}; lengths in months, weeks or days.',
    ),
    covariates: z
      .array(z.enum(COVARIATES))
      .refine((all) => new Set(all).size === all.length, "a covariate is named twice")
      .default(["plan", "price", "channel"])
      .describe(
        "What may tell who leaves sooner: plan, price, period, or the customer's channel, language, region, country, kind.",
      ),
  })
  .prefault({});

/** As tables of the settings. */
export function contractTables({
  periods: known,
  covariates,
}: z.output<typeof contracts>): Readonly<Record<string, SettingsTable>> {
  const length = (period: Period, unit: Period["unit"]) => (period.unit === unit ? period.length : null);
  return {
    value_periods: {
      columns: { period: "varchar", every: "varchar", months: "integer", days: "integer" },
      rows: Object.entries(known).map(([word, period]) => [
        word,
        nameOf(period),
        length(period, "months"),
        length(period, "days"),
      ]),
    },
    value_covariates: {
      columns: { place: "integer", covariate: "varchar" },
      rows: covariates.map((covariate, i) => [i + 1, covariate]),
    },
  };
}
