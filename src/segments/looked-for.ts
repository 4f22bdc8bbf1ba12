import { z } from "zod";
import type { NamedRule, SettingsTable } from "../rooms/settings.js";
import { MEASURE_NAMES } from "./measures.js";

/** Columns of customers that `segments` has already. */
const TAKEN: readonly string[] = [
  ...["customer_id", "cluster", "distance", "fit", "far", "rule", "rules"],
  ...MEASURE_NAMES,
];

/** What a segment by rule or a lookalike may be called. */
export const segmentName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, "a key in lower-case letters, digits and _")
  .refine((key) => !TAKEN.includes(key), "this name is taken");

/** The key `lookalikes` of the room's settings. */
export const lookalikes = z
  .record(
    segmentName,
    z.strictObject({
      of: z.string().describe("The rule of the customers, the seeds, whose like is looked for."),
      among: z
        .string()
        .optional()
        .describe("A rule of those who may be found; all grouped customers but the seeds if left out."),
      features: z
        .array(z.string())
        .min(1)
        .optional()
        .describe("Which of segments.features tell likeness; all that do not leak if left out."),
    }),
  )
  .default({});

type Lookalikes = z.output<typeof lookalikes>;

/** Refuses what only the settings around the lookalikes tell to be wrong. */
export function checkLookalikes(
  settings: {
    readonly features: readonly { readonly name: string }[];
    readonly rules: Readonly<Record<string, unknown>>;
    readonly lookalikes: Lookalikes;
  },
  context: z.RefinementCtx,
): void {
  const known = settings.features.map((feature) => feature.name);
  for (const [key, { features = [] }] of Object.entries(settings.lookalikes)) {
    if (key in settings.rules)
      context.addIssue({ code: "custom", path: ["lookalikes", key], message: "a rule has this name" });
    for (const [i, feature] of features.entries())
      if (!known.includes(feature) || features.indexOf(feature) < i)
        context.addIssue({
          code: "custom",
          path: ["lookalikes", key, "features", i],
          message: `${feature}: one of segments.features, and once only: ${known.join(", ")}`,
        });
  }
}

/** The rules that say who is a seed, and who may be found. */
export const lookalikeRules = (settings: Lookalikes): NamedRule[] =>
  Object.entries(settings).flatMap(([key, { of, among }]) => [
    { use: "seed", name: key, rule: of, path: ["lookalikes", key, "of"] },
    ...(among === undefined
      ? []
      : [{ use: "among", name: key, rule: among, path: ["lookalikes", key, "among"] }]),
  ]);

export const lookalikeTables = (
  settings: Lookalikes,
  features: readonly string[],
): Record<string, SettingsTable> => ({
  segments_lookalikes: {
    columns: { place: "integer", name: "varchar", of: "varchar", among: "varchar" },
    rows: Object.entries(settings).map(([key, { of, among }], i) => [i + 1, key, of, among ?? null]),
  },
  segments_lookalike_features: {
    columns: { name: "varchar", feature: "varchar" },
    rows: Object.entries(settings).flatMap(([key, each]) =>
      (each.features ?? features).map((feature) => [key, feature]),
    ),
  },
});
