import { z } from "zod";
import { MEASURES, type Measure } from "../../segments/measures.js";
import type { RoomSettings } from "../settings.js";

const names = Object.keys(MEASURES) as [Measure, ...Measure[]];

/** 5, or a range such as 2-10. */
const numbers = z
  .union([
    z.int().min(1).max(20),
    z.string().regex(/^\d{1,2}-\d{1,2}$/, "a number of clusters, or a range such as 2-10"),
  ])
  .transform((value): [number, number] => {
    const [low, high] = String(value).split("-").map(Number) as [number, number?];
    return [low, high ?? low];
  })
  .refine(([low, high]) => low >= 1 && low <= high && high <= 20, "from 1 to 20, the lower number first");

/** The key `segments:` of a pipeline. */
export const schema = z
  .strictObject({
    features: z
      .array(z.enum(names))
      .min(1)
      .refine((all) => new Set(all).size === all.length, "a feature is named twice")
      .default(names)
      .describe("What customers are grouped by."),
    k: numbers.prefault("2-10").describe("How many clusters: a number, or a range to choose from."),
    scaling: z
      .enum(["robust", "standard", "none"])
      .default("robust")
      .describe("By median and quartiles, by mean and standard deviation, or not at all."),
    starts: z.int().min(1).max(100).default(10).describe("k-means++ starts for each number of clusters."),
    seed: z.int().min(1).max(1_000_000).default(1),
    model: z
      .enum(["keep", "fit"])
      .default("keep")
      .describe(
        "Start from the clusters of the run before (run --retrain finds them anew once), or find them in every run.",
      ),
    gates: z
      .strictObject({
        moved_max_pct: z
          .number()
          .min(0)
          .default(50)
          .describe("Percent of the way to the next centre that one may have moved since the run before."),
      })
      .prefault({}),
  })
  .prefault({});

type Settings = z.output<typeof schema>;

export const bind: RoomSettings<Settings>["bind"] = ({
  features,
  k: [low, high],
  scaling,
  starts,
  seed,
  model,
  gates,
}) => ({
  parameters: {
    segments_low: low,
    segments_high: high,
    segments_scaling: scaling,
    segments_starts: starts,
    segments_seed: seed,
    segments_model: model,
    segments_asked: JSON.stringify({ features, k: [low, high], scaling, starts, seed }),
    segments_moved_max_pct: gates.moved_max_pct,
  },
  tables: {
    segments_features: {
      columns: { place: "integer", feature: "varchar" },
      rows: features.map((feature, i) => [i, feature]),
    },
  },
});
