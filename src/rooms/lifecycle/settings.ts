import { z } from "zod";
import type { RoomSettings } from "../settings.js";

const KINDS = {
  open: 1,
  click: 2,
  visit: 2,
  call: 3,
  store: 4,
  chat: 3,
  social: 2,
  review: 5,
  referral: 8,
  complaint: -4,
};

const weight = z.number().min(-1000).max(1000);

const weights = z
  .strictObject(
    Object.fromEntries(Object.entries(KINDS).map(([kind, value]) => [kind, weight.default(value)])) as Record<
      keyof typeof KINDS,
      z.ZodDefault<typeof weight>
    >,
  )
  .describe("What an interaction of each kind is worth on its day; of another kind, nothing.");

/** The key `lifecycle:` of a pipeline. */
export const schema = z
  .strictObject({
    period: z
      .enum(["auto", "month", "quarter", "year"])
      .default("auto")
      .describe("What the report's chart of cohorts is drawn in; auto: the finest with enough people."),
    repeat_days: z
      .int()
      .min(1)
      .max(3650)
      .default(90)
      .describe("Days from the first purchase within which a second is soon."),
    engagement: z
      .strictObject({
        half_life: z
          .int()
          .min(1)
          .max(3650)
          .default(180)
          .describe("Days after which an interaction is worth half."),
        half_score: z
          .number()
          .min(0.01)
          .max(100_000)
          .default(10)
          .describe("What interactions must be worth together for an engagement of 50."),
        weights: weights.prefault({}),
      })
      .prefault({}),
    stages: z
      .strictObject({
        active_days: z
          .int()
          .min(1)
          .max(3650)
          .default(365)
          .describe("Whose last purchase is so many days ago has lapsed."),
        satisfied_from: z
          .number()
          .default(4)
          .describe("Mean rating of a year's tickets from which a customer is satisfied."),
        review_points: z
          .number()
          .default(1)
          .describe("Points from which the newest review of a year is a good one."),
        complaint_days: z
          .int()
          .min(1)
          .max(3650)
          .default(90)
          .describe("Days for which a complaint or an open ticket stands against satisfaction."),
        returns_max_pct: z
          .number()
          .min(0)
          .default(50)
          .describe(
            "Returns of a year, in per cent of its orders' money, above which a customer is not satisfied.",
          ),
        loyal_purchases: z
          .int()
          .min(1)
          .max(365)
          .default(4)
          .describe("Days with a purchase in a year from which a customer is frequent."),
        engaged_from: z
          .number()
          .min(0)
          .max(100)
          .default(20)
          .describe("Engagement from which a frequent customer is loyal."),
        must_refer: z
          .boolean()
          .default(false)
          .describe("Whether only who has referred somebody within a year is loyal."),
      })
      .prefault({}),
  })
  .prefault({});

type Settings = z.output<typeof schema>;

export const values: RoomSettings["values"] = {
  stage: "lifecycle.stage_rules",
  reason: "lifecycle.stage_rules",
};

export const bind: RoomSettings<Settings>["bind"] = ({ period, repeat_days, engagement, stages }) => ({
  parameters: {
    lifecycle_period: period,
    lifecycle_repeat_days: repeat_days,
    lifecycle_half_life: engagement.half_life,
    lifecycle_half_score: engagement.half_score,
    ...Object.fromEntries(Object.entries(stages).map(([name, value]) => [`lifecycle_${name}`, value])),
  },
  tables: {
    lifecycle_weights: {
      columns: { kind: "varchar", weight: "double" },
      rows: Object.entries(engagement.weights),
    },
  },
});
