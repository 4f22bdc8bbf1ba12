import { furtherColumns, type Named, refuseUnknown } from "../../credit/columns.js";
import { ofApplications } from "../../credit/protected.js";
import { type Engine, type Parameters, quoteName } from "../../engine/engine.js";

export const grain = "One row per application: what was known on its day, and what became of it.";
export const key = ["example"];
export const reads = [
  "crm.applications",
  "credit.background",
  "credit.outcomes",
  "credit.states",
  "settings.credit_excluded",
  "settings.credit_features",
  "settings.credit_protected",
];

const file = "src/rooms/credit/examples.ts";

/** Columns of every table of examples; a further column of that name is `application_<name>` here. */
const DESIGN = [
  "example",
  "source",
  "application_id",
  "customer_id",
  "day",
  "answered_on",
  "answer",
  "sample",
  "weight",
];

/** Columns of `credit.background` that say which application it is. */
const KEYS = ["source", "application_id"];

/**
 * Makes `credit.examples`: `example`, `source`, `application_id`, `customer_id`, `day` (of the application), `answered_on`
 * (from which day the answer counts), `answer` (1 bad, 0 good, null where it does not count), `sample` (past, now,
 * rejects, aside), then the features: amount, further columns of the applications, background with the firm.
 * @throws {CliError} CRM-E1140, exit 2, for a feature or a protected column that no application has
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const further = await asked(engine, parameters.credit_all_features === true);
  const background = [...(await engine.columns("credit.background")).keys()].filter(
    (name) => !KEYS.includes(name),
  );
  const excluded = await names(engine, "credit_excluded");
  const barred = (await names(engine, "credit_protected")).map(({ name }) => name);
  const known = ["amount", ...furtherColumns(await columnsOf(engine)), ...background];
  if (!(await isTrial(engine))) refuseUnknown(excluded, known, "crm.applications or credit.background");
  const isOut = (name: string) => barred.includes(name) || excluded.some((each) => each.name === name);
  const own = new Set([...DESIGN, "amount", ...background]);
  const nameOf = (column: string) => (own.has(column.toLowerCase()) ? `application_${column}` : column);
  const features = [
    ...(isOut("amount") ? [] : ["outcomes.amount"]),
    ...further
      .filter((name) => !isOut(name))
      .map((name) => `applications.${quoteName(name)} as ${quoteName(nameOf(name))}`),
    ...background.filter((name) => !isOut(name)).map((name) => `background.${quoteName(name)}`),
  ];
  const sql = `select
      concat_ws('|', outcomes.application_id, outcomes.source) as example,
      outcomes.source, outcomes.application_id, outcomes.customer_id, outcomes.applied_on as day,
      case when states.sample = 'past' then greatest(outcomes.outcome_on, outcomes.matures_on) end as answered_on,
      case when states.sample = 'past' then outcomes.outcome end as answer,
      states.sample${features.length === 0 ? "" : ","}
      ${features.join(", ")}
    from credit.outcomes as outcomes
    join credit.states as states on states.state = outcomes.state
    join crm.applications as applications
      on applications.source = outcomes.source and applications.application_id = outcomes.application_id
    join credit.background as background
      on background.source = outcomes.source and background.application_id = outcomes.application_id`;
  return engine.create(table, { sql, file }, parameters, key);
}

/** The further columns of applications that the pipeline asks for, in order of name. */
async function asked(engine: Engine, all: boolean): Promise<string[]> {
  const known = furtherColumns(await columnsOf(engine));
  const listed = await names(engine, "credit_features");
  const barred = (await names(engine, "credit_protected")).filter(
    ({ name }) => ofApplications(name) !== undefined,
  );
  if (await isTrial(engine)) return known;
  refuseUnknown([...listed, ...barred], known, "crm.applications");
  return all ? known : known.filter((name) => listed.some((each) => each.name === name));
}

const columnsOf = async (engine: Engine) => [...(await engine.columns("crm.applications")).keys()];

/** The names that a list of the settings holds, with their places there. */
async function names(engine: Engine, table: "credit_features" | "credit_excluded" | "credit_protected") {
  const rows = await engine.read<{ name: string }>(`select name from settings.${table} order by name`);
  const list = { credit_features: "features", credit_excluded: "exclude", credit_protected: "protected" }[
    table
  ];
  return rows.map(({ name }): Named => ({ name, setting: ["credit", list] }));
}

/** Whether the step is proven on empty tables, which have no further columns of exports. */
async function isTrial(engine: Engine): Promise<boolean> {
  const [row] = await engine.read<{ rows: number }>("select count(*) as rows from crm.applications");
  return row!.rows === 0;
}
