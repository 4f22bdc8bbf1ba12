import { z } from "zod";
import { card, cardOf, gates, points } from "../../scorecard/settings.js";
import { nameOf, length as period } from "../../value/periods.js";
import type { RoomSettings } from "../settings.js";

/** The longest that may be asked for, in months of 30.4375 days. */
const LONGEST = 60;

/** "90 days", "13 weeks" or "3 months", as it is named everywhere. */
const length = period
  .refine(
    (asked) => (asked.unit === "months" ? asked.length : asked.length / 30.4375) <= LONGEST,
    `at most ${LONGEST} months`,
  )
  .transform(nameOf);

/** The key `churn:` of a pipeline. */
export const schema = z
  .strictObject({
    horizon: z
      .union([z.literal("auto"), length])
      .default("auto")
      .describe(
        'Who buys nothing for so long is lost, for example "90 days" or "3 months"; auto: learnt from the times between purchases.',
      ),
    returned_pct: z
      .number()
      .min(50)
      .max(99)
      .default(80)
      .describe(
        "For auto: by the end of the horizon so many per cent of the customers who do come back have come back.",
      ),
    active: z
      .union([z.literal("horizon"), length])
      .default("horizon")
      .describe(
        "Who bought within so long before a day is still to lose on it; horizon: as long as that is.",
      ),
    looks: z
      .int()
      .min(1)
      .max(24)
      .default(6)
      .describe(
        "From how many earlier days customers are looked at, to learn and to test; fewer where history is short.",
      ),
    ...card,
    baseline: card.baseline.describe(
      "The feature that the card of customers has to beat; days_since_order, recency alone, if left out.",
    ),
    points: points(500, 1, 50),
    offer_cost: z
      .number()
      .min(0)
      .optional()
      .describe("What it costs to try to keep one customer; economics.cost_per_contact if left out."),
    contracts: z
      .strictObject({
        horizon: length
          .prefault("3 months")
          .describe("A subscription that ends within so long from a day is lost."),
        looks: z
          .int()
          .min(1)
          .max(60)
          .default(8)
          .describe("From how many earlier days subscriptions are looked at."),
      })
      .prefault({}),
    gates,
  })
  .prefault({});

type Settings = z.output<typeof schema>;

export const bind: RoomSettings<Settings>["bind"] = (settings) => {
  const { horizon, returned_pct, active, looks, exclude, contracts } = settings;
  return {
    parameters: {
      churn_card: JSON.stringify(cardOf(settings)),
      churn_shifted_max_index: settings.gates.shifted_max_index ?? null,
      churn_offer_cost: settings.offer_cost ?? null,
      churn_horizon: horizon === "auto" ? null : horizon,
      churn_returned_pct: returned_pct,
      churn_active: active === "horizon" ? null : active,
      churn_looks: looks,
      churn_contract_horizon: contracts.horizon,
      churn_contract_looks: contracts.looks,
    },
    tables: {
      churn_exclude: {
        columns: { place: "integer", feature: "varchar" },
        rows: exclude.map((feature, place) => [place, feature]),
      },
    },
  };
};
