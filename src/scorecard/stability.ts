import { type Engine, quoteTable, type Row } from "../engine/engine.js";
import { type MonthCell, movedByMonth } from "../fit/scorecard/moved.js";
import { placed, pointsSum } from "./placed.js";
import { featuresOf } from "./read-examples.js";
import { usableCard } from "./usable-card.js";

const file = "src/scorecard/stability.ts";
/** Months, features and bins, all together. */
const MOST_COUNTS = 2_000_000;

const STABILITY = {
  question: "varchar",
  what: "varchar",
  feature: "varchar",
  month: "varchar",
  rows: "bigint",
  index: "double",
  tail: "double",
  state: "varchar",
} as const;

const SCORE_MONTHS = {
  question: "varchar",
  month: "varchar",
  tenth: "integer",
  low: "integer",
  high: "integer",
  rows: "bigint",
  share: "double",
  learnt: "bigint",
  share_learnt: "double",
} as const;

/** A question, and the table of its examples. */
export interface Watched {
  readonly question: string;
  readonly examples: string;
}

/**
 * Makes `<room>.stability` and `<room>.score_months`: how the scores, and the features that the card in use takes, of each
 * month's examples are spread beside those that the card was learnt from: whose answer was known on its day. Scores are
 * in tenths of the latter, the first of the fewest points; features in the card's bins. Examples that no card learns
 * from or scores (declined, aside) are in no month. Where a part of the past examples was drawn, `rows` of past months are of
 * that part, those of the run's day are all. A question without a card of use has no row.
 */
export async function loadStability(
  engine: Engine,
  room: string,
  questions: readonly Watched[],
): Promise<number> {
  const [stability, months]: [unknown[][], unknown[][]] = [[], []];
  for (const watched of questions) {
    const found = await watch(engine, room, watched);
    if (found === undefined) continue;
    const { features, score, cuts } = found;
    for (const { feature, size, counts } of [
      ...features,
      { feature: null, size: cuts.length + 1, counts: score },
    ])
      for (const { month, rows, index, tail, state } of movedByMonth(counts, size))
        stability.push([
          ...[watched.question, feature === null ? "score" : "feature", feature, month, BigInt(rows)],
          ...[index, tail, state],
        ]);
    months.push(...spread(watched.question, score, cuts));
  }
  await made(`${room}.score_months`, SCORE_MONTHS, months, ["question", "month", "tenth"]);
  return made(`${room}.stability`, STABILITY, stability, ["question", "what", "feature", "month"]);

  /** A table of rows in order of its key, whose months are days. */
  async function made(
    table: string,
    columns: Readonly<Record<string, string>>,
    rows: unknown[][],
    key: readonly string[],
  ): Promise<number> {
    await engine.load(`${table}_loaded`, columns, rows);
    const sql = `select * replace (cast(month as date) as month) from ${quoteTable(`${table}_loaded`)}`;
    const count = await engine.create(table, { file, sql }, {}, key);
    await engine.drop(`${table}_loaded`);
    return count;
  }
}

/** Counts by month of the bins of each feature and of the tenths of the score, and the points from which these begin. */
async function watch(engine: Engine, room: string, { question, examples }: Watched) {
  const taken = await usableCard(engine, room, question);
  if (taken === undefined) return undefined;
  const { card, points, fittedOn } = taken;
  const { features } = await featuresOf(engine, examples);
  const keys = ["day", "sample", "answer", "answered_on"];
  const { ctes, items } = placed({ card, points, features, table: examples, keys });
  const table = `${examples}_placed`;
  const terms = card.terms.map((_, t) => items[t]!.at);
  await engine.work(
    table,
    {
      file,
      sql: `with ${ctes}
      select cast(date_trunc('month', day) as date) as month,
        sample = 'past' and answer is not null and coalesce(answered_on, day) <= cast($fitted_on as date) as learnt,
        cast(${pointsSum(items, points)} as integer) as points${terms.map((at) => `, ${at}`).join("")}
      from placed where sample in ('past', 'now') and day is not null`,
    },
    { fitted_on: fittedOn },
  );
  const cuts = await tenths(engine, table);
  const tenth = cuts.length === 0 ? "0" : `${cuts.map((cut) => `(points >= ${cut})::integer`).join(" + ")}`;
  const counted = await engine.read<Row & MonthCell & { readonly item: number }>(
    {
      file,
      sql: [...terms, tenth]
        .map(
          (cell, k) => `select ${k} as item, month, ${cell} as cell, count(*) as rows,
            count(*) filter (where learnt) as learnt from ${quoteTable(table)} group by all`,
        )
        .join("\nunion all\n")
        .concat("\norder by item, month, cell"),
    },
    {},
    MOST_COUNTS,
  );
  await engine.drop(table);
  const of = (item: number) => counted.filter((each) => each.item === item);
  return {
    features: card.terms.map(({ feature, bins }, t) => ({ feature, size: bins.length, counts: of(t) })),
    score: of(terms.length),
    cuts,
  };
}

/** The points from which the second tenth of the examples learnt from begins, the third and so on; fewer where many have the same. */
async function tenths(engine: Engine, table: string): Promise<number[]> {
  const ends = Array.from(
    { length: 9 },
    (_, k) => `percentile_disc(${(k + 1) / 10}) within group (order by points) as p${k}`,
  );
  const [row] = await engine.read<Record<string, number | null>>({
    file,
    sql: `select min(points) as least, ${ends.join(", ")} from ${quoteTable(table)} where learnt`,
  });
  const { least, ...found } = row!;
  return [...new Set(Object.values(found))].filter((cut): cut is number => cut !== null && cut > least!);
}

/** The score of each month in tenths of what was learnt from. */
function spread(question: string, counts: readonly MonthCell[], cuts: readonly number[]): unknown[][] {
  const learnt = Array.from({ length: cuts.length + 1 }, () => 0);
  const months = new Map<string, number>();
  for (const { month, cell, rows, learnt: own } of counts) {
    learnt[cell]! += own;
    months.set(month, (months.get(month) ?? 0) + rows);
  }
  const all = learnt.reduce((sum, rows) => sum + rows, 0);
  if (all === 0) return [];
  const at = new Map(counts.map(({ month, cell, rows }) => [`${month} ${cell}`, rows]));
  return [...months].flatMap(([month, total]) =>
    learnt.map((own, tenth) => {
      const rows = at.get(`${month} ${tenth}`) ?? 0;
      return [
        ...[question, month, tenth + 1, cuts[tenth - 1] ?? null, cuts[tenth] ?? null, BigInt(rows)],
        ...[rows / total, BigInt(own), own / all],
      ];
    }),
  );
}
