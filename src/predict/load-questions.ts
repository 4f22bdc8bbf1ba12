import { type Engine, quoteTable, quoteText } from "../engine/engine.js";
import { isOfCases, type Past, type Question } from "./question.js";

/** A question and its table of examples. */
export interface Told {
  readonly question: Question;
  readonly table: string;
  /** The examples whose answer is known, of which the table may have a part. */
  readonly past: Past;
}

/** Makes a table of what was asked, and of how many examples there are: known ones, those to be scored, and neither. */
export async function loadQuestions(engine: Engine, table: string, told: readonly Told[]): Promise<void> {
  const selects = told.map(({ question, table: examples, past }) => {
    const { settings, name, place } = question;
    const { yes } = settings;
    const text = (value: string | undefined) =>
      value === undefined ? "cast(null as varchar)" : quoteText(value);
    const asked = isOfCases(question)
      ? [quoteText("cases"), text(settings.of), text(yes as string), text(settings.within)]
      : typeof yes === "string"
        ? []
        : [quoteText("customers"), text(yes.table), text(yes.where), text(yes.within)];
    return `select ${place} as place, ${quoteText(name)} as question, ${asked.join(", ")}, ${text(settings.among)},
        ${past.past}::bigint,
        ${past.past_yes}::bigint,
        count(*) filter (where sample = 'now'),
        count(*) filter (where sample = 'aside'),
        cast(${text(past.first_day ?? undefined)} as date),
        cast(${text(past.last_day ?? undefined)} as date),
        ${past.days}::bigint
      from ${quoteTable(examples)}`;
  });
  const none = `select 0, '', '', '', '', '', '', 0::bigint, 0::bigint, 0::bigint, 0::bigint,
      cast(null as date), cast(null as date), 0::bigint limit 0`;
  await engine.create(
    table,
    {
      file: "src/predict/load-questions.ts",
      sql: `select * exclude (place) from (${selects.length === 0 ? none : selects.join(" union all ")})
        as asked (place, question, kind, of, yes, within, among, past, past_yes, now, aside, first_day, last_day, days)`,
    },
    {},
    ["question"],
  );
}
