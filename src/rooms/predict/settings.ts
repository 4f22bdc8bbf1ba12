import { z } from "zod";
import { checkCaseColumns } from "../../predict/check-columns.js";
import { checkQuestion, happening, type QuestionSettings, tableName } from "../../predict/question.js";
import { card, gates, points } from "../../scorecard/settings.js";
import { nameOf, length as period } from "../../value/periods.js";
import type { RoomSettings } from "../settings.js";

const names = z
  .array(z.string())
  .min(1)
  .refine((all) => new Set(all).size === all.length, "named twice");

const question = z
  .strictObject({
    yes: z
      .union([z.string(), happening])
      .describe(
        "When the answer is yes: of cases, a condition over the columns of their table; of customers, what they then do.",
      ),
    of: tableName
      .optional()
      .describe("The table of cases: crm.opportunities, or any other of yours or ours."),
    key: names.optional().describe("The columns that tell cases apart; the table's own key if left out."),
    known: z
      .string()
      .optional()
      .describe("When the answer of a case is known; where the condition yes is not null, if left out."),
    day: z.string().optional().describe("The column of the day on which a case is to be judged."),
    known_on: z
      .string()
      .optional()
      .describe("The column of the day on which the answer was known; the day of the case if left out."),
    within: period
      .transform(nameOf)
      .optional()
      .describe(
        "The answer is yes only if it was known so soon after the day, and is no when so long has passed.",
      ),
    weight: z.string().optional().describe("The column that says how much a case counts."),
    customer: z
      .boolean()
      .default(false)
      .describe("Whether features of the case's customer, as of the end of the month before, are taken too."),
    among: z
      .string()
      .optional()
      .describe("Which customers are asked about: a condition over their features of the day."),
    looks: z
      .int()
      .min(1)
      .max(24)
      .optional()
      .describe("From how many earlier days customers are looked at; 6 if left out."),
    features: z
      .union([z.literal("all"), names])
      .default("all")
      .describe("What a card may use: all columns that can be a feature, or these."),
    ...card,
    points: points(500, 1, 50),
    gates,
  })
  .superRefine(checkQuestion);

/** The key `predict:` of a pipeline. */
export const schema = z
  .record(
    z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/, "a key in lower-case letters, digits and _")
      .refine((name) => name !== "customer_id", "this name is taken"),
    question,
  )
  .default({});

interface Gated extends QuestionSettings {
  readonly gates: z.output<typeof gates>;
}

type Settings = Readonly<Record<string, Gated>>;

const STEP = "predict.verdicts";

export const bind: RoomSettings<Settings>["bind"] = (settings) => ({
  parameters: {},
  tables: {
    predict_questions: {
      columns: { place: "integer", name: "varchar", settings: "varchar", shifted_max_index: "double" },
      // What closes a gate is no part of a question: its card stays the same.
      rows: Object.entries(settings).map(([name, { gates: own, ...each }], i) => [
        ...[i + 1, name, JSON.stringify(each), own.shifted_max_index ?? null],
      ]),
    },
  },
  names: Object.entries(settings).flatMap(([name, { of, yes }]) => [
    ...(of === undefined ? [] : [{ step: STEP, table: of, setting: ["predict", name, "of"] }]),
    ...(typeof yes === "string"
      ? []
      : [{ step: STEP, table: yes.table, setting: ["predict", name, "yes", "table"] }]),
  ]),
});

export const checkColumns: NonNullable<RoomSettings<Settings>["checkColumns"]> = (
  settings,
  _,
  columns,
  engine,
) => checkCaseColumns(engine, settings, columns);
