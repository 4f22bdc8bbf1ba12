import { z } from "zod";
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
  })
  .prefault({});

type Settings = z.output<typeof schema>;

export const bind: RoomSettings<Settings>["bind"] = ({ horizon, discount_pct }) => ({
  parameters: { value_horizon: horizon, value_discount_pct: discount_pct },
  tables: {},
});
