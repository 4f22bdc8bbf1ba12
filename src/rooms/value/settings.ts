import { resolve } from "node:path";
import { z } from "zod";
import { CliError, EXIT } from "../../error.js";
import { PERSONAL } from "../../identity/personal.js";
import { contracts, contractTables } from "../../value/contracts.js";
import { CHANNEL, unknownCovariate } from "../../value/levels.js";
import { readModelFile } from "../../value/model-file.js";
import { months } from "../../value/time.js";
import type { RoomSettings } from "../settings.js";

/** 12 months: a horizon is in calendar months, and says so. */
const horizon = z
  .string()
  .regex(/^\d{1,3} months?$/, 'calendar months, for example "12 months"')
  .transform((text) => months(Number.parseInt(text, 10)))
  .refine((length) => length >= 1 && length <= 120, "from 1 to 120 months");

/** How many months an occasion is. */
const OCCASIONS = { year: 12, "half-year": 6, quarter: 3, month: 1 } as const;

/** The key `value:` of a pipeline. */
export const schema = z
  .strictObject({
    horizon: horizon
      .prefault("12 months")
      .describe("How far ahead a customer's value is counted, in calendar months."),
    discount_pct: z
      .number()
      .min(0)
      .max(100)
      .default(10)
      .describe("By how much money of a year later is worth less, in per cent a year."),
    transactions: z
      .enum(["auto", "bg_nbd", "mbg_nbd", "pareto_nbd", "nbd"])
      .default("auto")
      .describe("The model of purchases; auto: the one that did best in tests on the firm's own history."),
    tests: z
      .strictObject({
        count: z
          .int()
          .min(0)
          .max(12)
          .default(3)
          .describe("How many days in the past models are tested from."),
        months: z
          .union([z.literal("auto"), z.int().min(1).max(60)])
          .default("auto")
          .describe(
            "How many calendar months each test looks ahead; auto: as many as half of the history holds, at most the horizon.",
          ),
      })
      .prefault({}),
    contracts,
    occasions: z
      .enum(["year", "half-year", "quarter", "month"])
      .optional()
      .describe(
        "For firms whose customers buy once a year, half-year, quarter or month or not at all, such as donors: how often they will.",
      ),
    outliers: z
      .enum(["keep", "cap"])
      .default("keep")
      .describe(
        "Whether days with an extreme amount weigh in full in what customers are expected to spend, or as the bound from which an order is extreme.",
      ),
    covariates: z
      .array(
        z
          .string()
          .regex(/^(crm\.)?[^.]+$/, "channel, or a column of customers")
          .refine(
            (name) => !PERSONAL.includes(name.replace(/^crm\./, "")),
            "what names a person is no covariate",
          ),
      )
      .max(6)
      .refine((all) => new Set(all).size === all.length, "a covariate is named twice")
      .default([])
      .describe(
        "What may tell how customers buy and stop: channel (of the first order) or columns of customers; tried in models of their own.",
      ),
    model: z
      .union([z.enum(["fit", "keep"]), z.string().regex(/\.json$/, "fit, keep, or a model file (.json)")])
      .default("fit")
      .describe(
        "Fit the models in every run, keep those of the run before (run --retrain fits them once), or take a model file.",
      ),
    gates: z
      .strictObject({
        drift_max_pct: z
          .number()
          .min(0)
          .nullable()
          .default(25)
          .describe(
            "By how much more or less the models of this run may expect of today's customers than those of the run before, in per cent; null: told only.",
          ),
      })
      .prefault({}),
  })
  .refine(({ horizon, occasions }) => occasions === undefined || horizon >= OCCASIONS[occasions], {
    path: ["occasions"],
    error: "an occasion must not be longer than the horizon",
  })
  .prefault({});

type Settings = z.output<typeof schema>;

export const checkColumns: NonNullable<RoomSettings<Settings>["checkColumns"]> = (
  { covariates },
  _,
  columns,
) => {
  const known = [
    CHANNEL,
    "acquisition_channel",
    "created_on",
    "updated_at",
    "records",
    "sources",
    ...columns("contacts"),
  ];
  const unknown = covariates.filter((name) => !known.includes(name.replace(/^crm\./, "")));
  if (unknown.length > 0)
    throw new CliError(
      EXIT.usage,
      unknown.flatMap((name) => unknownCovariate(name, known.slice(1)).problems),
    );
};

export const bind: RoomSettings<Settings>["bind"] = (
  {
    horizon,
    discount_pct,
    transactions,
    tests,
    outliers,
    contracts: asked,
    occasions,
    covariates,
    model,
    gates,
  },
  { folder, currency },
) => {
  const given =
    model === "fit" || model === "keep" ? undefined : readModelFile(resolve(folder, model), currency);
  return {
    parameters: {
      value_horizon: horizon,
      value_discount_pct: discount_pct,
      value_transactions: transactions,
      value_outliers: outliers,
      value_tests: tests.count,
      value_test_months: tests.months === "auto" ? null : tests.months,
      value_occasions: occasions ?? null,
      value_occasion_months: occasions === undefined ? null : OCCASIONS[occasions],
      value_drift_max_pct: gates.drift_max_pct,
      value_model: given === undefined ? model : "file",
    },
    tables: {
      value_customer_covariates: {
        columns: { place: "integer", name: "varchar" },
        rows: covariates.map((name, i) => [i, name]),
      },
      ...contractTables(asked),
      value_model_file: {
        columns: { text: "varchar", fitted_on: "varchar" },
        rows: given === undefined ? [] : [[given.text, given.fitted_on]],
      },
    },
  };
};

export const values: RoomSettings["values"] = {
  why: "value.causes.cause",
  drain_reason: "value.causes.cause",
};
