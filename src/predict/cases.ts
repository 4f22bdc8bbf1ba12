import { type Engine, type Parameters, quoteName, quoteTable, quoteText } from "../engine/engine.js";
import type { Problem } from "../error.js";
import type { Selects } from "../pipeline/steps.js";
import { periodNamed } from "../value/periods.js";
import { candidatesOf, columnsOf, conditionsOf } from "./case-columns.js";
import { type Asked, conditionOver, namedIn } from "./condition.js";
import { withHistory } from "./history.js";
import { customerOf, isDay, isNumber, namedTable, type Table } from "./named-table.js";
import type { CaseQuestion, Made } from "./question.js";
import { featuresNamed, refuse, unknownNames } from "./refuse.js";

/** Columns of every table of examples; a feature of that name has the table's before it. */
const DESIGN = ["example", "customer_id", "day", "answered_on", "answer", "sample", "weight"];

const file = "src/predict/cases.ts";

/**
 * Makes the examples of a question about cases, in the columns of every table of examples and then the features: those whose
 * answer is known are of the past, those whose day has come and whose answer is not known are of now, all else is aside.
 * @throws {CliError} CRM-E1150 and others, exit 2, with every column, feature or condition that cannot be
 */
export async function caseExamples(
  engine: Engine,
  table: string,
  question: CaseQuestion,
  selects: Selects,
  parameters: Parameters,
): Promise<Made> {
  const { name, settings } = question;
  const cases = await namedTable(engine, settings.of);
  const key = settings.key ?? cases.key;
  refuse(columnProblems(question, cases, key));
  const features = await featuresOf(engine, question, cases, key);
  const judged = `${table}_judged`;
  await engine.work(
    judged,
    { file, sql: await judgedSelect(engine, question, cases, key, features) },
    parameters,
  );
  const history = settings.customer ? await withHistory(engine, judged, selects, parameters) : [];
  const names = [...features.keys(), ...history.map(({ column }) => column)];
  if (!cases.unsure) {
    const problems = unknownNames(
      name,
      featuresNamed(question),
      names,
      `feature of ${settings.of}${settings.customer ? " or of its customers" : ""}`,
    );
    refuse(problems);
  }
  const wanted = (column: string) => settings.features === "all" || settings.features.includes(column);
  const columns = [
    ...DESIGN.filter((column) => column !== "weight" || settings.weight !== undefined),
    ...[...features.keys()].filter(wanted),
  ].map((column) => `judged.${quoteName(column)}`);
  const ofCustomer = history
    .filter(({ column }) => wanted(column))
    .map(({ from, column }) => `history.${quoteName(from)} as ${quoteName(column)}`);
  await engine.work(table, {
    file,
    sql: `select ${[...columns, ...ofCustomer].join(", ")}
      from ${quoteTable(judged)} as judged${
        settings.customer
          ? ` left join ${quoteTable(`${judged}_history`)} as history
            on history.customer_id = judged.customer_id and history.day = judged.features_on`
          : ""
      }`,
  });
  await engine.drop(judged);
  if (settings.customer) await engine.drop(`${judged}_history`);
  if ((await engine.repeated(table, ["example"])) > 0)
    refuse([
      {
        code: "CRM-E1152",
        setting: ["predict", name, settings.key === undefined ? "of" : "key"],
        message: `the question "${name}": several rows of ${settings.of} have the same ${key.join(", ")}`,
        hint: "Name the columns that tell cases apart: key: [ … ].",
      },
    ]);
  return { features: new Set(history.map(({ column }) => column)) };
}

function columnProblems({ name, settings }: CaseQuestion, cases: Table, key: readonly string[]): Problem[] {
  const problem = (code: string, path: string, message: string, hint: string): Problem => ({
    code,
    setting: ["predict", name, path],
    message: `the question "${name}": ${message}`,
    hint,
  });
  if (key.length === 0)
    return [
      problem(
        "CRM-E1152",
        "of",
        `${cases.name} has no key`,
        "Name the columns that tell cases apart: key: [ … ].",
      ),
    ];
  if (cases.unsure) return [];
  const named = columnsOf({ name, settings } as CaseQuestion);
  const unknown = unknownNames(
    name,
    named.map((each) => ({ path: [each.key], name: each.column })),
    [...cases.columns.keys()],
    `column of ${cases.name}`,
  );
  const misfits = named.flatMap(({ key: own, column }) => {
    const type = cases.columns.get(column);
    if (type === undefined || own === "key" || (own === "weight" ? isNumber : isDay)(type)) return [];
    return problem(
      "CRM-E1151",
      own,
      `${column} is ${own === "weight" ? "no number" : "no day"}`,
      own === "weight"
        ? "Name a column of numbers above 0."
        : "Name a column of days; say how its export writes them: csv.dates.",
    );
  });
  return [...unknown, ...misfits];
}

/** The columns that may be features, by their names as such. */
async function featuresOf(
  engine: Engine,
  question: CaseQuestion,
  cases: Table,
  key: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const candidates = await candidatesOf(engine, question, cases.columns.keys(), key);
  const short = cases.name.split(".")[1]!;
  return new Map(
    candidates.map((column) => [
      DESIGN.includes(column.toLowerCase()) ? `${short}_${column}` : column,
      column,
    ]),
  );
}

async function judgedSelect(
  engine: Engine,
  question: CaseQuestion,
  cases: Table,
  key: readonly string[],
  features: ReadonlyMap<string, string>,
): Promise<string> {
  const { day, known_on, within, weight } = question.settings;
  const conditions: string[] = [];
  for (const asked of conditionsOf(question)) conditions.push(await conditionOf(engine, cases, asked));
  const [yes, known = `(${yes}) is not null`] = conditions;
  const column = (name: string | undefined, otherwise: string) =>
    name !== undefined && cases.columns.has(name) ? `cases.${quoteName(name)}` : otherwise;
  const asDate = (name: string | undefined) => `cast(${column(name, "null")} as date)`;
  const parts = key.map((each) => `coalesce(cast(${column(each, "null")} as varchar), '')`);
  const customer = customerOf(cases);
  const judged = within === undefined ? whenKnown(known_on !== undefined) : whenPassed(within);
  return `with asked as (
      select ${parts.join(" || '|' || ")} as example,
        cast(${customer?.column ?? "null"} as varchar) as customer_id,
        ${day === undefined ? "cast($as_of as date)" : asDate(day)} as day,
        ${asDate(known_on)} as known_on,
        ${yes} as yes,
        ${known} as known,
        cast(${weight === undefined ? "1" : column(weight, "1")} as double) as weight${[...features]
          .map(([name, from]) => `,\n        cases.${quoteName(from)} as ${quoteName(`feature ${name}`)}`)
          .join("")}
      from ${quoteTable(cases.name)} as cases ${customer?.join ?? ""}
    ),
    judged as (${judged})
    select example, customer_id, day,
      cast(date_trunc('month', day) as date) - 1 as features_on,
      case when sample = 'past' then answered_on end as answered_on,
      case when sample = 'past' then case when yes then 1 else 0 end end as answer,
      sample, weight${[...features.keys()]
        .map((name) => `, ${quoteName(`feature ${name}`)} as ${quoteName(name)}`)
        .join("")}
    from judged`;
}

/** A condition over the cases; of one whose columns may yet come, nothing is known. */
async function conditionOf(engine: Engine, cases: Table, asked: Asked): Promise<string> {
  if (cases.unsure) {
    const known = new Set([...cases.columns.keys()].map((column) => column.toLowerCase()));
    const named = await namedIn(engine, asked);
    if (named.some((column) => !known.has(column))) return "cast(null as boolean)";
  }
  return conditionOver(engine, cases.name, cases.columns, asked);
}

const NEVER = "day is null or day > cast($as_of as date) or not coalesce(weight > 0, false)";

/**
 * An answer counts from the day on which it was known; where that is not said, from its case's day, and where it is said of
 * others only, from the day of the run.
 */
function whenKnown(dated: boolean): string {
  return `select *,
      coalesce(known_on, ${dated ? "cast($as_of as date)" : "day"}) as answered_on,
      case when ${NEVER} then 'aside'
        when not coalesce(known, false) or known_on > cast($as_of as date) then 'now'
        when yes is null or known_on < day then 'aside'
        else 'past' end as sample
    from asked`;
}

/** A yes counts if it was known in time, and no answer counts before the time is over: else quick ones would count more. */
function whenPassed(within: string): string {
  const { unit, length } = periodNamed(within);
  const end = `cast(day + interval ${quoteText(String(length))} ${unit === "months" ? "month" : "day"} as date)`;
  return `select * replace (coalesce(yes, false) and known_on <= answered_on as yes),
      case when ${NEVER} or (yes and coalesce(known_on < day, true)) then 'aside'
        when answered_on <= cast($as_of as date) then 'past'
        when yes and known_on <= cast($as_of as date) then 'aside'
        else 'now' end as sample
    from (select *, ${end} as answered_on from asked) as ended`;
}
