import { type Engine, type Parameters, quoteTable } from "../engine/engine.js";
import { taken } from "../fit/scorecard/taken.js";
import { aucDifference } from "../numeric/auc-difference.js";
import { aucInterval } from "../numeric/auc-interval.js";
import { type Answered, answer, chancesOf } from "../scorecard/answer.js";
import { looked, placed, pointsSum } from "../scorecard/placed.js";
import { scoreSelect } from "../scorecard/score-select.js";
import { askedOfApplications, methodsAsked } from "./asked.js";

const file = "src/credit/reject-inference.ts";

const METHODS = {
  method: "varchar",
  used: "boolean",
  inflation: "double",
  accepted: "bigint",
  bad_share: "double",
  declined: "bigint",
  assumed_share: "double",
  auc: "double",
  auc_low: "double",
  auc_high: "double",
  auc_change: "double",
  change_low: "double",
  change_high: "double",
  cutoff: "double",
  approved_share: "double",
  declined_approved_share: "double",
  bad_expected: "double",
  bad_seen: "double",
} as const;

const POINTS = {
  method: "varchar",
  feature: "varchar",
  before: "boolean",
  after: "boolean",
  change: "double",
  change_accepted: "double",
  change_declined: "double",
} as const;

/** A way of making the card, and the card; `p`, out of fold, of the accepted. */
interface Made {
  readonly method: string;
  readonly inflation: number | null;
  readonly answered: Answered;
  readonly p: Float64Array;
  /** A working table of what it says of every application. */
  readonly table: string;
  /** Its features, whose points are in columns `t0`, `t1` … of that table. */
  readonly features: readonly string[];
}

/**
 * Makes `credit.reject_inference`: a card of the accepted alone, and one for each method asked, all of today's examples and
 * of the form in use; what part of the declined is assumed to be bad; how well each card tells the accepted that it has not
 * seen; what the cut-off would decide. And `credit.reject_points`: by how many points each feature says otherwise, `null`
 * all of them together. No row where no method is asked for, nobody was declined, or no card can be made.
 */
export async function loadRejectInference(engine: Engine, parameters: Parameters): Promise<number> {
  const made = await cards(engine, parameters);
  const [accepts, ...others] = made;
  const [terms] = await engine.read<{ cutoff: number | null }>("select cutoff from credit.terms");
  const rows: unknown[][] = [];
  for (const one of made) {
    const used = parameters.credit_rejects_use === true ? one !== accepts : one === accepts;
    rows.push([
      one.method,
      used,
      one.inflation,
      ...(await told(engine, one, accepts!, terms?.cutoff ?? null)),
    ]);
  }
  const points: unknown[][] = [];
  for (const other of others) points.push(...(await changes(engine, accepts!, other)));
  for (const { table } of made) await engine.drop(table);
  await engine.load("credit.reject_points", POINTS, points);
  return engine.load("credit.reject_inference", METHODS, rows);
}

async function cards(engine: Engine, parameters: Parameters): Promise<Made[]> {
  const methods = methodsAsked(parameters);
  const [verdict] = await engine.read<{ form: Answered["learned"]["form"] | null }>(
    "select form from credit.verdicts where verdict = 'usable'",
  );
  if (methods.length === 0 || verdict?.form == null) return [];
  const asked = await askedOfApplications(engine, parameters);
  const settings = { ...asked.settings, form: verdict.form };
  const made: Made[] = [];
  for (const rejects of [undefined, ...methods]) {
    const answered = await answer(engine, { ...asked, settings, rejects });
    const { learned, read } = answered;
    const found = learned.scored.find(
      ({ form, sample }) => form === learned.form && sample === "out_of_fold",
    );
    if (found === undefined || (rejects !== undefined && read.declined.length === 0)) return [];
    const method = rejects?.method ?? "accepts_only";
    const table = `credit.by_${method}`;
    const features = await score(engine, table, answered);
    made.push({
      method,
      inflation: rejects?.inflation ?? null,
      answered,
      p: chancesOf(found.p, answered),
      table,
      features,
    });
  }
  return made;
}

/** Makes a table of what a card says of every application: `p`, points, and those of each feature. */
async function score(engine: Engine, table: string, { learned, points, read, table: examples }: Answered) {
  const form = learned.form!;
  const scoring = {
    card: learned.cards.get(form)!,
    points: points.get(form)!,
    features: read.features,
    table: examples,
    keys: ["example", "sample"],
  };
  const { ctes, items } = placed(scoring);
  const columns = items.map(({ at, points: own }, t) => `${looked(own, at)} as t${t}`);
  await engine.work(`${table}_points`, {
    file,
    sql: `with ${ctes} select ${["example", `${pointsSum(items, scoring.points)} as points`, ...columns].join(", ")}
      from placed`,
  });
  await engine.work(table, {
    file,
    sql: `select scored.example, scored.sample, scored.p, points.* exclude (example)
      from (${scoreSelect(scoring)}) as scored
      join ${quoteTable(`${table}_points`)} as points on points.example = scored.example
      where scored.sample in ('past', 'now', 'rejects')`,
  });
  await engine.drop(`${table}_points`);
  return items.map(({ feature }) => feature);
}

/** The figures of a row of `credit.reject_inference` after the first three. */
async function told(engine: Engine, one: Made, accepts: Made, cutoff: number | null): Promise<unknown[]> {
  const { read, learned } = one.answered;
  const said = taken(read.answer, read.rows);
  const weighing = {
    cluster: taken(read.group, read.rows),
    ...(read.weights && { weights: taken(read.weights, read.rows) }),
  };
  const auc = aucInterval(one.p, said, weighing);
  const change = one === accepts ? null : aucDifference(one.p, accepts.p, said, weighing);
  const [found] = await engine.read<
    Record<"declined" | "chance" | "approved" | "let_in" | "expected", number | null>
  >(
    {
      file,
      sql: `select count(*) filter (where sample = 'rejects') as declined,
        cast(sum(p) filter (where sample = 'rejects') as double) / nullif(count(*) filter (where sample = 'rejects'), 0) as chance,
        count(*) filter (where p <= $cutoff) / count(*) as approved,
        count(*) filter (where p <= $cutoff and sample = 'rejects')
          / nullif(count(*) filter (where sample = 'rejects'), 0) as let_in,
        cast(sum(p) filter (where p <= $cutoff) as double) / nullif(count(*) filter (where p <= $cutoff), 0) as expected
        from ${quoteTable(one.table)}`,
    },
    { cutoff },
  );
  const passes = one.p.map((p) => Number(cutoff !== null && Math.round(p * 1e6) / 1e6 <= cutoff));
  const bad = passes.reduce((sum, own, i) => sum + own * said[i]!, 0);
  const approved = passes.reduce((sum, own) => sum + own, 0);
  const { declined, chance, ...decided } = found!;
  const isCut = cutoff !== null;
  return [
    ...[BigInt(said.length), said.reduce((sum, each) => sum + each, 0) / said.length],
    ...[BigInt(declined!), learned.assumed ?? chance, auc.value, auc.low, auc.high],
    ...[change?.value ?? null, change?.low ?? null, change?.high ?? null, cutoff],
    ...(isCut ? [decided.approved, decided.let_in, decided.expected] : [null, null, null]),
    isCut && approved > 0 ? bad / approved : null,
  ];
}

/** Rows of `credit.reject_points`: how the points of each feature differ between two cards, on average over applications. */
async function changes(engine: Engine, before: Made, after: Made): Promise<unknown[][]> {
  const features = [...new Set([...before.features, ...after.features])].sort();
  const at = ({ features: own }: Made, alias: string, feature: string) =>
    own.includes(feature) ? `${alias}.t${own.indexOf(feature)}` : "0";
  const differences: [string | null, string][] = [
    ...features.map((feature): [string, string] => [
      feature,
      `${at(after, "b", feature)} - ${at(before, "a", feature)}`,
    ]),
    [null, "b.points - a.points"],
  ];
  const mean = (sum: string, where = "true") =>
    `sum(${sum}) filter (where ${where}) / nullif(count(*) filter (where ${where}), 0)`;
  const [row] = await engine.read<Record<string, number | null>>({
    file,
    sql: `select ${differences
      .flatMap(([, difference], k) => [
        `${mean(`abs(${difference})`)} as all_${k}`,
        `${mean(difference, "a.sample <> 'rejects'")} as accepted_${k}`,
        `${mean(difference, "a.sample = 'rejects'")} as declined_${k}`,
      ])
      .join(", ")}
      from ${quoteTable(before.table)} as a join ${quoteTable(after.table)} as b on b.example = a.example`,
  });
  return differences.map(([feature], k) => [
    ...[after.method, feature],
    ...[
      feature === null || before.features.includes(feature),
      feature === null || after.features.includes(feature),
    ],
    ...[row![`all_${k}`] ?? null, row![`accepted_${k}`] ?? null, row![`declined_${k}`] ?? null],
  ]);
}
