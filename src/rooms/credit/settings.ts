import { z } from "zod";
import { furtherColumns, type Named, refuseUnknown } from "../../credit/columns.js";
import { ofApplications, protectedColumn } from "../../credit/protected.js";
import { card, cardOf, gates, points } from "../../scorecard/settings.js";
import type { RoomSettings } from "../settings.js";

const part = z.number().gt(0).lt(1);
const rising = (all: readonly number[]) => all.every((each, i) => i === 0 || each > all[i - 1]!);

/** The key `credit:` of a pipeline. */
export const schema = z
  .strictObject({
    features: z
      .union([z.literal("all"), z.array(z.string())])
      .default("all")
      .describe("Further columns of the applications that the scorecard may use; all, or their names."),
    ...card,
    points: points(600, 1 / 20, 50),
    protected: z
      .array(protectedColumn)
      .default([])
      .describe(
        "Columns of applications, or crm.<column> of customers, that are never features; each group's treatment is audited. Numbers are cut: {column: age, cuts: [25, 60]}.",
      ),
    outcome_months: z
      .int()
      .min(1)
      .max(120)
      .default(12)
      .describe(
        "How many months after the opening it is known whether a loan is good; younger ones train no card.",
      ),
    grades: z
      .union([
        z.int().min(2).max(20),
        z.array(part).min(1).max(19).refine(rising, "bounds of probability that rise"),
      ])
      .default(7)
      .describe(
        "How many grades of equally many applications, or the probabilities of bad at which a grade ends.",
      ),
    cutoff: z
      .union([z.literal("profit"), part])
      .default("profit")
      .describe(
        "Up to which probability of bad an application is approved; profit: where the most is earned.",
      ),
    margin: part
      .optional()
      .describe("What a good loan earns, as a part of its amount; economics.margin if absent."),
    ead: z
      .enum(["auto", "balance", "limit"])
      .default("auto")
      .describe(
        "What is owed at default: the balance, the limit, or (auto) the part of the limit that was owed at defaults so far, the balance at least.",
      ),
    rejects: z
      .strictObject({
        method: z
          .enum(["none", "parcelling", "fuzzy", "both"])
          .default("none")
          .describe(
            "How those who were declined take part in a second card, told beside that of the accepted.",
          ),
        use: z
          .boolean()
          .default(false)
          .describe("Whether the second card scores; nobody can test it on those who were declined."),
        inflation: z
          .number()
          .min(1)
          .max(10)
          .default(1.2)
          .describe(
            "How many times as often the declined are bad as accepted ones of the same score: their rate (parcelling) or odds (fuzzy).",
          ),
      })
      .refine(
        ({ method, use }) => !use || method === "fuzzy" || method === "parcelling",
        "use: true needs one method: fuzzy or parcelling",
      )
      .prefault({}),
    notice_days: z
      .int()
      .min(1)
      .max(365)
      .default(30)
      .describe("Within how many days of the application a notice of adverse action is due."),
    reasons: z
      .record(z.string(), z.strictObject({ en: z.string().optional(), fr: z.string().optional() }))
      .default({})
      .describe(
        'What a feature is called in a notice: {income: {en: "Income too low", fr: "Revenu trop bas"}}.',
      ),
    gates,
  })
  .superRefine(({ features, protected: barred }, context) => {
    const names = features === "all" ? [] : features;
    for (const [i, { column }] of barred.entries())
      if (names.includes(column))
        context.addIssue({
          code: "custom",
          path: ["protected", i],
          message: `"${column}" is a feature, too: a protected column is none`,
        });
  })
  .prefault({});

type Settings = z.output<typeof schema>;

export const checkColumns: NonNullable<RoomSettings<Settings>["checkColumns"]> = (settings, _, columns) => {
  refuseUnknown(namedFeatures(settings), furtherColumns(columns("applications")), "crm.applications");
};

/** Columns of the applications that the settings name. */
function namedFeatures({ features, protected: barred }: Settings): Named[] {
  const listed = features === "all" ? [] : features;
  return [
    ...listed.map((name, i) => ({ name, setting: ["credit", "features", i] })),
    ...barred.flatMap(({ column }, i) => {
      const name = ofApplications(column);
      return name === undefined ? [] : [{ name, setting: ["credit", "protected", i] }];
    }),
  ];
}

export const bind: RoomSettings<Settings>["bind"] = (settings) => {
  const { features, exclude, protected: barred, grades, cutoff, rejects, reasons } = settings;
  const cuts = typeof grades === "number" ? [] : grades;
  return {
    parameters: {
      credit_card: JSON.stringify(cardOf(settings)),
      credit_shifted_max_index: settings.gates.shifted_max_index ?? null,
      credit_all_features: features === "all",
      credit_outcome_months: settings.outcome_months,
      credit_grades: typeof grades === "number" ? grades : null,
      credit_cutoff: cutoff === "profit" ? null : cutoff,
      credit_margin: settings.margin ?? null,
      credit_ead: settings.ead,
      credit_rejects: rejects.method,
      credit_rejects_use: rejects.use,
      credit_rejects_inflation: rejects.inflation,
      credit_notice_days: settings.notice_days,
    },
    tables: {
      credit_features: {
        columns: { place: "integer", name: "varchar" },
        rows: (features === "all" ? [] : features).map((name, i) => [i + 1, name]),
      },
      credit_excluded: { columns: { name: "varchar" }, rows: exclude.map((name) => [name]) },
      credit_protected: {
        columns: { place: "integer", name: "varchar" },
        rows: barred.map(({ column }, i) => [i + 1, column]),
      },
      credit_protected_cuts: {
        columns: { name: "varchar", cut: "double" },
        rows: barred.flatMap(({ column, cuts }) => cuts.map((cut) => [column, cut])),
      },
      credit_grade_cuts: {
        columns: { place: "integer", cut: "double" },
        rows: cuts.map((cut, i) => [i + 1, cut]),
      },
      credit_reasons: {
        columns: { feature: "varchar", en: "varchar", fr: "varchar" },
        rows: Object.entries(reasons).map(([feature, { en, fr }]) => [feature, en ?? null, fr ?? null]),
      },
    },
  };
};
