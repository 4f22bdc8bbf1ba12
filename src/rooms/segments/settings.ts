import { z } from "zod";
import {
  checkLookalikes,
  lookalikeRules,
  lookalikes,
  lookalikeTables,
  segmentName,
} from "../../segments/looked-for.js";
import { MEASURE_NAMES, MEASURES, type Measure } from "../../segments/measures.js";
import type { RoomSettings } from "../settings.js";

const column = z
  .string()
  .regex(/^(?!segments\.)[a-z][a-z0-9_]*\.[^.]+$/, "a feature of ours, or room.column");

/** One of ours, or a column that another room has of each customer. */
const feature = z
  .union([
    z.enum(MEASURE_NAMES),
    column,
    z.strictObject({ column, log: z.boolean().default(false), missing: z.number().optional() }),
  ])
  .transform((value) => {
    if (typeof value === "object")
      return { room: roomOf(value.column), name: value.column, log: value.log, missing: value.missing };
    if (value in MEASURES)
      return { room: "segments", name: value, log: MEASURES[value as Measure].log, missing: undefined };
    return { room: roomOf(value), name: value, log: false, missing: undefined };
  });

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
      .array(feature)
      .min(1)
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "a feature is named twice")
      .prefault([...MEASURE_NAMES])
      .describe(
        "What customers are grouped by: features of ours, columns of other rooms, or {column, log, missing}: by the logarithm, and what stands for none.",
      ),
    customers: z
      .enum(["buyers", "all"])
      .default("buyers")
      .describe("Who is grouped: customers with a purchase, or all."),
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
    rules: z
      .record(
        segmentName,
        z.union([
          z.string().transform((rule) => ({ rule, description: undefined })),
          z.strictObject({
            rule: z.string(),
            description: z.string().optional(),
          }),
        ]),
      )
      .default({})
      .describe(
        "Segments by rule over any room's columns; of one who fits several, the first is segments.rule.",
      ),
    lookalikes: lookalikes.describe("From a rule, the others who are most like the customers that it names."),
    gates: z
      .strictObject({
        moved_max_pct: z
          .number()
          .min(0)
          .default(50)
          .describe("Percent of the way to the next centre that one may have moved since it was found."),
        shifted_max_points: z
          .number()
          .min(0)
          .max(100)
          .default(20)
          .describe(
            "Percentage points by which a cluster's share of the customers may have changed since it was found.",
          ),
      })
      .prefault({}),
  })
  .superRefine(checkLookalikes)
  .prefault({});

type Settings = z.output<typeof schema>;

export const bind: RoomSettings<Settings>["bind"] = ({
  features,
  customers,
  k: [low, high],
  scaling,
  starts,
  seed,
  model,
  rules: named,
  lookalikes: looked,
  gates,
}) => ({
  parameters: {
    segments_customers: customers,
    segments_low: low,
    segments_high: high,
    segments_scaling: scaling,
    segments_starts: starts,
    segments_seed: seed,
    segments_model: model,
    segments_asked: JSON.stringify({ features, customers, k: [low, high], scaling, starts, seed }),
    segments_moved_max_pct: gates.moved_max_pct,
    segments_shifted_max_points: gates.shifted_max_points,
  },
  tables: {
    segments_features: {
      columns: { place: "integer", feature: "varchar", room: "varchar", log: "boolean", missing: "double" },
      rows: features.map(({ name, room, log, missing }, i) => [i, name, room, log, missing ?? null]),
    },
    segments_rules: {
      columns: { place: "integer", name: "varchar", rule: "varchar", description: "varchar" },
      rows: Object.entries(named).map(([name, { rule, description }], i) => [
        i + 1,
        name,
        rule,
        description ?? null,
      ]),
    },
    ...lookalikeTables(
      looked,
      features.map(({ name }) => name),
    ),
  },
  reads: { "segments.values": features.map(({ room }) => room).filter((room) => room !== "segments") },
});

export const rules: NonNullable<RoomSettings<Settings>["rules"]> = (settings) => [
  ...Object.entries(settings.rules).map(([name, { rule }]) => ({
    use: "rule",
    name,
    rule,
    path: ["rules", name],
  })),
  ...lookalikeRules(settings.lookalikes),
];

function roomOf(name: string): string {
  return name.split(".")[0]!;
}
