import { z } from "zod";
import { earlierDay } from "../../pipeline/day.js";
import type { RoomSettings } from "../settings.js";

/** The built-in segment tables: the highest score of an axis, and whether every cell has a segment. */
const TABLES = {
  grid: { scores: 5, complete: true },
  r_rfm: { scores: 5, complete: false },
  quartile: { scores: 4, complete: false },
  shopify: { scores: 5, complete: true },
} as const;

const BUILT_IN = Object.keys(TABLES) as (keyof typeof TABLES)[];

const cuts = z
  .array(z.number())
  .min(1)
  .max(4)
  .refine((values) => values.every((value, i) => i === 0 || value > values[i - 1]!), "cut-offs must rise");

const scheme = z.union([z.enum(["quantile", "ntile"]), z.strictObject({ cuts })]);

/** "5", "4-5" or 5: the scores that a rule takes. */
const scores = z
  .union([
    z.int().min(1).max(5),
    z.string().regex(/^[1-5](-[1-5])?$/, "a score from 1 to 5, or a range such as 4-5"),
  ])
  .transform(range);

/** The same of (F + M) / 2, which may be a half. */
const means = z
  .union([
    z.number().min(1).max(5).multipleOf(0.5),
    z
      .string()
      .regex(
        /^([1-4](\.5)?|5)(-([1-4](\.5)?|5))?$/,
        "a mean of two scores from 1 to 5, or a range such as 2.5-3.5",
      ),
  ])
  .transform(range);

const rule = z.strictObject({
  segment: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, "a key in lower-case letters, digits and _")
    .refine(
      (key) => !["prospects", "other", "not_known"].includes(key),
      "taken: prospects have not bought, other have no rule, not_known became known later",
    ),
  r: scores.prefault("1-5"),
  f: scores.prefault("1-5"),
  m: scores.prefault("1-5"),
  fm: means.prefault("1-5").describe("The mean of the scores F and M."),
});

const own = z
  .strictObject({
    complete: z.boolean().default(false).describe("Every cell must have a segment."),
    scores: z.literal([4, 5]).default(5).describe("The highest score of an axis."),
    table: z.array(rule).min(1).describe("First match wins; without a match: other."),
  })
  .superRefine(({ scores: top, table }, context) => {
    for (const [i, { r, f, m, fm }] of table.entries()) {
      for (const [axis, [low]] of Object.entries({ r, f, m, fm })) {
        const message = `no score is above ${top}`;
        if (low > top) context.addIssue({ code: "custom", path: ["table", i, axis], message });
      }
    }
  });

const PREVIOUS = "previous run";

const migration = z.strictObject({
  since: z
    .string()
    .regex(
      /^(\d{4}-\d\d-\d\d|[1-9]\d{0,3} (day|week|month|year)s?|previous run)$/,
      `a day such as 2026-06-30, a time such as 30 days, 3 months, 1 year, or ${PREVIOUS}`,
    )
    .default("1 month")
    .describe("The earlier day that segments are compared with: a day, or how long before the run's."),
});

const weight = z.number().min(0).max(1000).default(1);

const weights = z
  .strictObject({ recency: weight, frequency: weight, monetary: weight })
  .refine((all) => Object.values(all).some((each) => each > 0), "one weight at least is above 0");

/** The key `rfm:` of a pipeline. */
export const schema = z
  .strictObject({
    frequency: z
      .enum(["days", "orders"])
      .default("days")
      .describe("Distinct days with a purchase, or orders."),
    schemes: z
      .strictObject({
        recency: scheme.default("quantile"),
        frequency: scheme.default("quantile"),
        monetary: scheme.default("quantile"),
      })
      .prefault({}),
    weights: weights.prefault({}).describe("What each score counts in the column score, their mean."),
    segments: z.union([z.enum(BUILT_IN), own]).default("grid"),
    by: z
      .array(z.enum(["channel", "category"]))
      .refine((all) => new Set(all).size === all.length, "named twice")
      .default([])
      .describe("Scores within each channel or category of products, too."),
    migration: migration.prefault({}),
  })
  .superRefine(({ schemes, segments }, context) => {
    const top = topOf(segments);
    for (const [axis, value] of Object.entries(schemes)) {
      if (typeof value === "string" || value.cuts.length < top) continue;
      const message = `the segment table knows ${top} scores: at most ${top - 1} cut-offs`;
      context.addIssue({ code: "custom", path: ["schemes", axis, "cuts"], message });
    }
  })
  .prefault({});

type Settings = z.output<typeof schema>;

export const values: RoomSettings["values"] = {
  segment: "rfm.cells",
  segment_before: "rfm.places.segment",
  segment_now: "rfm.places.segment",
};

export const bind: RoomSettings<Settings>["bind"] = (settings, { asOf }) => {
  const { frequency, schemes, weights, segments } = settings;
  const axes = { r: schemes.recency, f: schemes.frequency, m: schemes.monetary };
  const rules = typeof segments === "string" ? [] : segments.table;
  return {
    parameters: {
      rfm_frequency: frequency,
      rfm_by_channel: settings.by.includes("channel"),
      rfm_by_category: settings.by.includes("category"),
      rfm_before:
        settings.migration.since === PREVIOUS
          ? null
          : earlierDay(asOf, settings.migration.since, ["rfm", "migration", "since"]),
      rfm_segments: typeof segments === "string" ? segments : "own",
      rfm_top: topOf(segments),
      rfm_r_weight: weights.recency,
      rfm_f_weight: weights.frequency,
      rfm_m_weight: weights.monetary,
      rfm_complete: typeof segments === "string" ? TABLES[segments].complete : segments.complete,
      ...Object.fromEntries(
        Object.entries(axes).map(([axis, value]) => [
          `rfm_${axis}`,
          typeof value === "string" ? value : "cuts",
        ]),
      ),
    },
    tables: {
      rfm_cuts: {
        columns: { axis: "varchar", place: "integer", cut: "double" },
        rows: Object.entries(axes).flatMap(([axis, value]) =>
          typeof value === "string" ? [] : value.cuts.map((cut, i) => [axis, i + 1, cut]),
        ),
      },
      rfm_segments: {
        columns: {
          place: "integer",
          segment: "varchar",
          r_low: "integer",
          r_high: "integer",
          f_low: "integer",
          f_high: "integer",
          m_low: "integer",
          m_high: "integer",
          fm_low: "double",
          fm_high: "double",
        },
        rows: rules.map((row, i) => [i + 1, row.segment, ...row.r, ...row.f, ...row.m, ...row.fm]),
      },
    },
  };
};

/** The highest score of an axis. */
function topOf(segments: Settings["segments"]): number {
  return typeof segments === "string" ? TABLES[segments].scores : segments.scores;
}

function range(value: string | number): [number, number] {
  const [low, high] = String(value).split("-").map(Number) as [number, number?];
  return [low, high ?? low];
}
