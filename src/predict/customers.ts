import { type Engine, type Parameters, quoteName, quoteTable, quoteText } from "../engine/engine.js";
import type { Problem } from "../error.js";
import type { Selects } from "../pipeline/steps.js";
import { drawExamples } from "../scorecard/draw.js";
import { featured } from "../scorecard/featured.js";
import { type Look, looksOf } from "../scorecard/looks.js";
import { periodNamed } from "../value/periods.js";
import { ALIAS, conditionOver, namedIn } from "./condition.js";
import { customerOf, isDay, namedTable, type Table } from "./named-table.js";
import { type CustomerQuestion, type Made, pastOf } from "./question.js";
import { featuresNamed, refuse, unknownNames } from "./refuse.js";

const LOOKS = 6;
const file = "src/predict/customers.ts";
const DESIGN = ["example", "customer_id", "day", "answered_on", "answer", "sample"];

/**
 * Makes the examples of a question about customers: who had bought by a day, with the features of that day, on how many days
 * they had done what is asked (`done_before`) and how long ago (`days_since_done`), and whether they then did it within the
 * time; today's are of now. Answers are known when the time is over, whatever they are. Of many past ones a part is drawn.
 * @throws {CliError} CRM-E1150 and others, exit 2, with every column, feature or condition that cannot be
 */
export async function customerExamples(
  engine: Engine,
  table: string,
  question: CustomerQuestion,
  selects: Selects,
  parameters: Parameters,
): Promise<Made> {
  const { name, settings } = question;
  const { yes, among } = settings;
  const events = await namedTable(engine, yes.table);
  refuse(problemsOf(question, events));
  const [done, seen, drawn, all] = [`${table}_events`, `${table}_seen`, `${table}_drawn`, `${table}_all`];
  await engine.work(done, { file, sql: await eventsSelect(engine, question, events) }, parameters);
  const looks = await looksAt(engine, question, done, parameters);
  await engine.work(seen, { file, sql: standings(done, looks) });
  // Who is among those asked about follows from the features: of a part there might be too few.
  const whole = among === undefined ? { past: await pastOf(engine, seen) } : {};
  if (among === undefined) await drawExamples(engine, drawn, seen);
  else await engine.view(drawn, { file, sql: `select * from ${quoteTable(seen)}` });
  await featured(engine, all, { base: drawn, selects, exclude: [] }, parameters);
  const columns = await engine.columns(all);
  const features = [...columns.keys()].filter((column) => !DESIGN.includes(column));
  refuse(unknownNames(name, featuresNamed(question), features, "feature of customers"));
  const wanted = features.filter(
    (column) => settings.features === "all" || settings.features.includes(column),
  );
  const asked =
    among === undefined
      ? "true"
      : await conditionOver(
          engine,
          "features",
          new Map(features.map((column) => [column, columns.get(column)!])),
          { question: name, key: "among", rule: among, setting: ["predict", name, "among"] },
        );
  await engine.work(table, {
    file,
    sql: `select ${[...DESIGN, ...wanted].map(quoteName).join(", ")}
      from ${quoteTable(all)} as ${ALIAS} where ${asked}`,
  });
  for (const each of [drawn, done, seen, all]) await engine.drop(each);
  return { features: new Set(wanted), ...whole };
}

function problemsOf({ name, settings: { yes } }: CustomerQuestion, events: Table): Problem[] {
  if (customerOf(events) === undefined)
    return [
      {
        code: "CRM-E1151",
        setting: ["predict", name, "yes", "table"],
        message: `the question "${name}": ${yes.table} does not say whose its rows are`,
        hint: "Name a table with a customer_id.",
      },
    ];
  if (events.unsure && !events.columns.has(yes.day)) return [];
  const path = yes.table === "predict.purchases" && yes.day === "day" ? ["yes"] : ["yes", "day"];
  const unknown = unknownNames(
    name,
    [{ path, name: yes.day }],
    [...events.columns.keys()],
    `column of ${yes.table}`,
  );
  if (unknown.length > 0 || isDay(events.columns.get(yes.day))) return unknown;
  return [
    {
      code: "CRM-E1151",
      setting: ["predict", name, ...path],
      message: `the question "${name}": ${yes.day} is no day`,
      hint: "Name a column of days.",
    },
  ];
}

/** What customers did, one row per customer and day. */
async function eventsSelect(engine: Engine, { name, settings }: CustomerQuestion, events: Table) {
  const { where, day } = settings.yes;
  const customer = customerOf(events)!;
  const asked = {
    question: name,
    key: "where",
    rule: where ?? "",
    setting: ["predict", name, "yes", "where"],
  };
  const named = where === undefined ? [] : await namedIn(engine, asked);
  const lacks = [...named, day].some((column) => !events.columns.has(column));
  const condition =
    where === undefined
      ? "true"
      : events.unsure && lacks
        ? "false"
        : await conditionOver(engine, events.name, events.columns, asked);
  const on = events.columns.has(day) ? `cast(${ALIAS}.${quoteName(day)} as date)` : "cast(null as date)";
  return `select distinct ${customer.column} as customer_id, ${on} as day
    from ${quoteTable(events.name)} as ${ALIAS} ${customer.join}
    where ${condition} and ${customer.column} is not null and ${on} <= cast($as_of as date)`;
}

/** The days to look from: as far back as both purchases and what is asked for are known. */
async function looksAt(
  engine: Engine,
  { settings }: CustomerQuestion,
  done: string,
  parameters: Parameters,
): Promise<Look[]> {
  const [known] = await engine.read<{ first: string | null }>(
    `select cast(case when count(events.day) > 0 then greatest(min(events.day), min(bought.first)) end as varchar) as first
      from ${quoteTable(done)} as events, (select min(day) as first from predict.purchases) as bought`,
  );
  const ahead = periodNamed(settings.yes.within);
  return looksOf({
    asOf: parameters.as_of as string,
    ahead,
    active: ahead,
    first: known!.first,
    most: settings.looks ?? LOOKS,
  }).looks;
}

function standings(done: string, looks: readonly Look[]): string {
  const rows = looks.map(
    ({ day, until }) =>
      `(cast(${quoteText(day)} as date), cast(${until === null ? "null" : quoteText(until)} as date))`,
  );
  return `with looks as (select * from (values ${rows.join(", ")}) as looks (day, until)),
    buyers as (select customer_id, min(day) as first from predict.purchases group by customer_id)
    select buyers.customer_id || ' ' || cast(looks.day as varchar) as example, buyers.customer_id, looks.day,
      looks.until as answered_on,
      case when looks.until is null then null
        when count(*) filter (where events.day > looks.day and events.day <= looks.until) > 0 then 1 else 0
      end as answer,
      case when looks.until is null then 'now' else 'past' end as sample,
      count(*) filter (where events.day <= looks.day) as done_before,
      date_diff('day', max(events.day) filter (where events.day <= looks.day), looks.day) as days_since_done
    from looks
    join buyers on buyers.first <= looks.day
    left join ${quoteTable(done)} as events on events.customer_id = buyers.customer_id
    group by buyers.customer_id, looks.day, looks.until`;
}
