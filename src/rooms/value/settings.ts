import { resolve } from "node:path";
import { z } from "zod";
import { contracts, contractTables } from "../../value/contracts.js";
import { readModelFile } from "../../value/model-file.js";
import { months } from "../../value/time.js";
import type { RoomSettings } from "../settings.js";

/** 12 months: a horizon is in calendar months, and says so. */
const horizon = z
  .string()
  .regex(/^\d{1,3} months?$/, 'calendar months, for example "12 months"')
  .transform((text) => months(Number.parseInt(text, 10)))
  .refine((length) => length >= 1 && length <= 120, "from 1 to 120 months");

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
    outliers: z
      .enum(["keep", "cap"])
      .default("keep")
      .describe(
        "Whether days with an extreme amount weigh in full in what customers are expected to spend, or as the bound from which an order is extreme.",
      ),
    model: z
      .union([z.enum(["fit", "keep"]), z.string().regex(/\.json$/, "fit, keep, or a model file (.json)")])
      .default("fit")
      .describe(
        "Fit the models in every run, keep those of the run before (run --retrain fits them once), or take a model file.",
      ),
  })
  .prefault({});

type Settings = z.output<typeof schema>;

export const bind: RoomSettings<Settings>["bind"] = (
  { horizon, discount_pct, transactions, tests, outliers, contracts: asked, model },
  { folder },
) => {
  const given = model === "fit" || model === "keep" ? undefined : readModelFile(resolve(folder, model));
  return {
    parameters: {
      value_horizon: horizon,
      value_discount_pct: discount_pct,
      value_transactions: transactions,
      value_outliers: outliers,
      value_tests: tests.count,
      value_test_months: tests.months === "auto" ? null : tests.months,
      value_model: given === undefined ? model : "file",
    },
    tables: {
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
