import { type Engine, quoteTable, quoteText } from "../engine/engine.js";
import { isOfCases, type Question } from "./question.js";

/** A question and its table of examples. */
export interface Told {
  readonly question: Question;
  readonly table: string;
}

/** Makes a table of what was asked, and of how many examples there are: known ones, those to be scored, and neither. */
export async function loadQuestions(engine: Engine, table: string, told: readonly Told[]): Promise<void> {
  const selects = told.map(({ question, table: examples }) => {
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
        count(*) filter (where sample = 'past'),
        coalesce(sum(answer) filter (where sample = 'past'), 0)::bigint,
        count(*) filter (where sample = 'now'),
        count(*) filter (where sample = 'aside'),
        min(day) filter (where sample = 'past'),
        max(day) filter (where sample = 'past'),
        count(distinct day) filter (where sample = 'past')
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
