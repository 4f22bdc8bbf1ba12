import { z } from "zod";
import type { RoomSettings } from "../settings.js";

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
  .transform((value): [number, number] => {
    const [low, high] = String(value).split("-").map(Number) as [number, number?];
    return [low, high ?? low];
  });

const rule = z.strictObject({
  segment: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, "a key in lower-case letters, digits and _")
    .refine(
      (key) => !["prospects", "other"].includes(key),
      "taken: prospects have not bought, other have no rule",
    ),
  r: scores.prefault("1-5"),
  f: scores.prefault("1-5"),
  m: scores.prefault("1-5"),
});

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
    segments: z
      .union([
        z.enum(["grid", "r_rfm"]),
        z.strictObject({
          complete: z.boolean().default(false).describe("Every one of the 125 cells must have a segment."),
          table: z.array(rule).min(1).describe("First match wins; without a match: other."),
        }),
      ])
      .default("grid"),
  })
  .prefault({});

type Settings = z.output<typeof schema>;

export const values: RoomSettings["values"] = { segment: "rfm.cells" };

export const bind: RoomSettings<Settings>["bind"] = ({ frequency, schemes, segments }) => {
  const axes = { r: schemes.recency, f: schemes.frequency, m: schemes.monetary };
  const own = typeof segments === "string" ? [] : segments.table;
  return {
    parameters: {
      rfm_frequency: frequency,
      rfm_segments: typeof segments === "string" ? segments : "own",
      rfm_complete: typeof segments === "string" ? segments === "grid" : segments.complete,
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
        },
        rows: own.map((row, i) => [i + 1, row.segment, ...row.r, ...row.f, ...row.m]),
      },
    },
  };
};
