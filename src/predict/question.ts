import { z } from "zod";
import { type Engine, quoteTable, type Row } from "../engine/engine.js";
import type { CardSettings } from "../scorecard/settings.js";
import { nameOf, length as period } from "../value/periods.js";

/** The name of a table: schema.table. */
export const tableName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, "a table, for example crm.opportunities");

/** What customers do within some time, if the answer is yes: a row of a table on a day. */
export const happening = z.strictObject({
  table: tableName
    .default("predict.purchases")
    .describe("A table with a customer_id; lines bought if left out."),
  where: z.string().optional().describe("Which of its rows count: a condition over its columns."),
  day: z.string().default("day").describe("The column of its day."),
  within: period.transform(nameOf).describe("How far each look goes ahead: 90 days, 3 months."),
});

type Happening = z.output<typeof happening>;

/** Settings of a question, every default filled in: of cases, or of customers. */
export interface QuestionSettings extends CardSettings {
  readonly yes: string | Happening;
  readonly of?: string | undefined;
  readonly key?: readonly string[] | undefined;
  readonly known?: string | undefined;
  readonly day?: string | undefined;
  readonly known_on?: string | undefined;
  readonly within?: string | undefined;
  readonly weight?: string | undefined;
  readonly customer: boolean;
  readonly among?: string | undefined;
  readonly looks?: number | undefined;
  readonly features: "all" | readonly string[];
}

/** A question of the pipeline: its name is the column of `predict.customers`. */
export interface Question<Settings = QuestionSettings> {
  readonly place: number;
  readonly name: string;
  readonly settings: Settings;
}

export type CaseQuestion = Question<QuestionSettings & { readonly of: string; readonly yes: string }>;
export type CustomerQuestion = Question<QuestionSettings & { readonly yes: Happening }>;

/** The examples of a question whose answer is known: how many, how many a yes, and of which days. */
export interface Past {
  readonly past: number;
  readonly past_yes: number;
  readonly first_day: string | null;
  readonly last_day: string | null;
  readonly days: number;
}

/** What is told of the examples that were made for a question. */
export interface Made {
  /** Features that a select made as of the day. */
  readonly features: ReadonlySet<string>;
  /** Where the table may have a part of the past ones only: all of them. */
  readonly past?: Past;
}

/** The past examples of a table. */
export async function pastOf(engine: Engine, table: string): Promise<Past> {
  const [row] = await engine.read<Row & Past>(
    `select count(*) as past, coalesce(sum(answer), 0)::bigint as past_yes, cast(min(day) as varchar) as first_day,
      cast(max(day) as varchar) as last_day, count(distinct day) as days
      from ${quoteTable(table)} where sample = 'past'`,
  );
  return row!;
}

/** All questions, in the order of the pipeline. */
export async function readQuestions(engine: Engine): Promise<Question[]> {
  const rows = await engine.read<{ place: number; name: string; settings: string }>(
    "select place, name, settings from settings.predict_questions order by place",
  );
  return rows.map(({ settings, ...each }) => ({
    ...each,
    settings: JSON.parse(settings) as QuestionSettings,
  }));
}

export const isOfCases = (question: Question): question is CaseQuestion =>
  typeof question.settings.yes === "string";

export const isOfCustomers = (question: Question): question is CustomerQuestion => !isOfCases(question);

const OF_CASES = ["of", "key", "known", "day", "known_on", "within", "weight"] as const;
const OF_CUSTOMERS = ["among", "looks"] as const;

/** Refuses what goes with questions of the other kind only, and what lacks what it needs. */
export function checkQuestion(settings: QuestionSettings, context: z.RefinementCtx): void {
  const refuse = (key: string, message: string) => context.addIssue({ code: "custom", path: [key], message });
  const { yes, of, day, known, known_on, within, customer } = settings;
  const cases = typeof yes === "string";
  for (const key of cases ? OF_CUSTOMERS : OF_CASES)
    if (settings[key] !== undefined)
      refuse(
        key,
        cases
          ? "is for a question about customers, whose yes says what they do: yes: {where: …, within: 90 days}"
          : "is for a question about cases, whose yes is a condition: yes: \"outcome = 'won'\"",
      );
  if (!cases) {
    if (customer) refuse("customer", "is for a question about cases: customers have their features anyway");
    return;
  }
  if (of === undefined) refuse("yes", "needs the table of the cases beside it: of: crm.opportunities");
  for (const key of ["known_on", "within"] as const)
    if (settings[key] !== undefined && day === undefined) refuse(key, "needs day, the day of the case");
  if (customer && day === undefined) refuse("customer", "needs day, the day of the case");
  if (within !== undefined && known_on === undefined)
    refuse("within", "needs known_on, the day on which a yes was known");
  if (within !== undefined && known !== undefined)
    refuse("known", "is told by within: take one of the two out");
}
