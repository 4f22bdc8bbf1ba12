import { type Engine, quoteTable, type Row } from "../engine/engine.js";
import { wilsonInterval } from "../numeric/wilson-interval.js";
import { cardNewsSelect } from "./card-news.js";
import { type Curve, curvesOf, drawnRoc, type RocRow, type Size, total, whole } from "./drawn-curves.js";
import type { Counted } from "./merged.js";
import { reasonBinsSelect, shownSelects } from "./shown-selects.js";

const FILE = "src/scorecard/load-shown.ts";

const CURVES = {
  shown_gains: {
    question: "varchar",
    who: "varchar",
    step: "integer",
    rows: "bigint",
    yes: "bigint",
    reach: "double",
    rate: "double",
    capture: "double",
    low: "double",
    high: "double",
  },
  shown_calibration: {
    question: "varchar",
    step: "integer",
    rows: "bigint",
    yes: "bigint",
    p: "double",
    rate: "double",
    low: "double",
    high: "double",
  },
  shown_roc: {
    question: "varchar",
    who: "varchar",
    step: "integer",
    rows: "bigint",
    yes: "bigint",
    false_share: "double",
    true_share: "double",
    apart: "double",
    furthest: "boolean",
  },
} as const;

/** What each select's table is ordered by, beside the question. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  shown_bins: ["nth", "place"],
  shown_curves: ["nth", "place"],
  shown_pairs: ["nth", "place"],
  shown_features: ["place", "feature"],
  shown_metrics: ["place"],
};

/** Tables that the pages of a room's cards draw and `explain` tells reasons from. */
export const shownTables = (room: string): string[] =>
  [...Object.keys(CURVES), ...Object.keys(ORDER), "card_news", "reasons"].map((name) => `${room}.${name}`);

/** Makes what the pages of a room's cards draw and say, from the tables that are loaded beside `<room>.verdicts`. */
export async function loadShown(engine: Engine, room: string): Promise<void> {
  await engine.load(`${room}.shown_gains`, CURVES.shown_gains, await gainRows(engine, room));
  await engine.load(
    `${room}.shown_calibration`,
    CURVES.shown_calibration,
    await calibrationRows(engine, room),
  );
  await engine.load(`${room}.shown_roc`, CURVES.shown_roc, await rocRows(engine, room));
  const make = (name: string, sql: string, order: readonly string[]) =>
    engine.create(`${room}.${name}`, { sql, file: "src/scorecard/shown-selects.ts" }, {}, order);
  const selects = shownSelects(room);
  for (const [name, order] of Object.entries(ORDER)) await make(name, selects[name]!, ["question", ...order]);
  await make("card_news", cardNewsSelect(room), ["question", "message"]);
  await make("reasons", reasonBinsSelect(room), ["question", "item", "place"]);
}

/** Rows of a table of the sample that the verdict is of: those of the card in use, and of what it is compared with. */
async function judged<Row>(
  engine: Engine,
  room: string,
  table: string,
  columns: string,
): Promise<(Row & Curve)[]> {
  const of = (name: string) => quoteTable(`${room}.${name}`);
  const rows = await engine.read({
    file: FILE,
    sql: `select curve.question, case when curve.form in ('baseline', 'p_alive') then curve.form else 'card' end as who, ${columns}
      from ${of(table)} as curve
      join (select question as asked, form as taken, sample as judged from ${of("verdicts")}) as verdicts
        on asked = curve.question and judged = curve.sample and curve.form in (taken, 'baseline', 'p_alive')
      order by all`,
  });
  return rows as unknown as (Row & Curve)[];
}

async function gainRows(engine: Engine, room: string): Promise<unknown[][]> {
  type Row = Counted & { tenth: number; capture: number; low: number; high: number };
  const rows = await judged<Row>(engine, room, "gains", "tenth, rows, yes, capture, low, high");
  return curvesOf(rows).flatMap(({ curve: { question, who }, steps }) => {
    const all = total(steps.flat(), "rows");
    let before = 0;
    return steps.map((step, i) => {
      const [count, yes, last] = [total(step, "rows"), total(step, "yes"), step.at(-1)!];
      before += count;
      const figures = [before / all, yes / count, last.capture, last.low, last.high];
      return [question, who, i + 1, whole(count), whole(yes), ...figures];
    });
  });
}

async function calibrationRows(engine: Engine, room: string): Promise<unknown[][]> {
  type Row = Counted & { tenth: number; p: number; rate: number; low: number; high: number };
  const columns = "tenth, rows::double as rows, p, rate, low, high, round(rate * rows) as yes";
  const rows = await judged<Row>(engine, room, "calibration", columns);
  return curvesOf(rows.filter(({ who }) => who === "card")).flatMap(({ curve, steps }) =>
    steps.map((step, i) => {
      const [count, yes] = [total(step, "rows"), total(step, "yes")];
      const p = step.reduce((sum, row) => sum + row.p * row.rows, 0) / count;
      const { low, high } = step.length === 1 ? step[0]! : wilsonInterval(yes, count);
      return [curve.question, i + 1, whole(count), whole(yes), p, yes / count, low, high];
    }),
  );
}

async function rocRows(engine: Engine, room: string): Promise<unknown[][]> {
  const points = await judged<RocRow>(
    engine,
    room,
    "roc",
    "place, curve.rows as rows_share, curve.yes as yes_share, curve.no as no_share",
  );
  const sizes = await engine.read<Row & Size>({
    file: FILE,
    sql: `select metrics.question, max(value) filter (where metric = 'rows') as rows,
        max(value) filter (where metric = 'yes') as yes,
        max(value) filter (where metric = 'ks') as ks
      from ${quoteTable(`${room}.metrics`)} as metrics
      join ${quoteTable(`${room}.verdicts`)} as verdicts on verdicts.question = metrics.question
        and verdicts.sample = metrics.sample and verdicts.form = metrics.form
      group by metrics.question order by metrics.question`,
  });
  return drawnRoc(points, sizes);
}
