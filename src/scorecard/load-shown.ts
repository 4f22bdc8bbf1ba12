import { type Engine, quoteTable } from "../engine/engine.js";
import { wilsonInterval } from "../numeric/wilson-interval.js";
import { cardNewsSelect } from "./card-news.js";
import { type Counted, merged } from "./merged.js";
import { reasonBinsSelect, shownSelects } from "./shown-selects.js";

const FILE = "src/scorecard/load-shown.ts";

/** Fewer of either answer are no step of a curve: what is between two points would tell of single people. */
const FEWEST = 10;

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

interface Curve {
  readonly question: string;
  readonly who: "card" | "baseline" | "p_alive";
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

/** The steps of each curve, with rows enough between them. */
function curvesOf<Row extends Curve & Counted>(
  rows: readonly Row[],
  fewest: (row: Row) => number = () => FEWEST,
): { curve: Row; steps: Row[][] }[] {
  const curves = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.question, row.who]);
    const curve = curves.get(key);
    if (curve === undefined) curves.set(key, [row]);
    else curve.push(row);
  }
  return [...curves.values()].map((curve) => ({ curve: curve[0]!, steps: merged(curve, fewest(curve[0]!)) }));
}

const total = (rows: readonly Counted[], of: keyof Counted) => rows.reduce((sum, row) => sum + row[of], 0);

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

interface RocRow {
  readonly place: number;
  readonly rows_share: number;
  readonly yes_share: number;
  readonly no_share: number;
}

/** A point of a curve, what lies between it and the one before, and how many rows of the rarer answer there are in all. */
type Point = RocRow & Curve & Counted & { readonly rarest: number };

/** Rows of each answer that a step of a ROC curve has at least: ten, or a fiftieth of the rarer one. */
const enough = ({ rarest }: Point) => Math.max(FEWEST, rarest / 50);

async function rocRows(engine: Engine, room: string): Promise<unknown[][]> {
  const points = await judged<RocRow>(
    engine,
    room,
    "roc",
    "place, curve.rows as rows_share, curve.yes as yes_share, curve.no as no_share",
  );
  const sizes = await engine.read<{ question: string; rows: number; yes: number; ks: number }>({
    file: FILE,
    sql: `select metrics.question, max(value) filter (where metric = 'rows') as rows,
        max(value) filter (where metric = 'yes') as yes,
        max(value) filter (where metric = 'ks') as ks
      from ${quoteTable(`${room}.metrics`)} as metrics
      join ${quoteTable(`${room}.verdicts`)} as verdicts on verdicts.question = metrics.question
        and verdicts.sample = metrics.sample and verdicts.form = metrics.form
      group by metrics.question order by metrics.question`,
  });
  const counted = points.map((point, i): Point => {
    const size = sizes.find(({ question }) => question === point.question)!;
    const before = points[i - 1];
    const isFirst = before === undefined || before.question !== point.question || before.who !== point.who;
    const yes = size.yes * (point.yes_share - (isFirst ? 0 : before.yes_share));
    const no = (size.rows - size.yes) * (point.no_share - (isFirst ? 0 : before.no_share));
    const rarest = Math.min(size.yes, size.rows - size.yes);
    return { ...point, rarest, yes: Math.round(yes), rows: Math.round(yes) + Math.round(no) };
  });
  return curvesOf(counted.flatMap(parted), enough).flatMap(({ curve: { question, who }, steps }) => {
    const ends = steps.map((step) => step.at(-1)!);
    const apart = ends.map(({ yes_share, no_share }) => yes_share - no_share);
    const most = Math.max(...apart);
    // The curve is drawn in parts; how far apart it is at most is told as it was measured.
    const exact = who === "card" ? sizes.find((size) => size.question === question)!.ks : most;
    const start = [question, who, 0, null, null, 0, 0, 0, false];
    return [
      start,
      ...ends.map(({ yes_share, no_share }, i) => {
        const [count, yes] = [total(steps[i]!, "rows"), total(steps[i]!, "yes")];
        return [
          ...[
            question,
            who,
            i + 1,
            whole(count),
            whole(yes),
            no_share,
            yes_share,
            apart[i] === most ? exact : apart[i]!,
          ],
          apart.indexOf(most) === i,
        ];
      }),
    ];
  });
}

/**
 * A step of a curve in equal parts, each of about as many rows of the rarer answer as are enough: between two cuts, ROC is
 * a straight line.
 */
function parted(step: Point, i: number, all: readonly Point[]): Point[] {
  const rarer = ({ yes, rows }: Counted) => Math.min(yes, rows - yes);
  const parts = Math.max(1, Math.floor(rarer(step) / enough(step)));
  const from = parts === 1 ? step : all[i - 1]!;
  return Array.from({ length: parts }, (_, k) => {
    const at = (name: "yes_share" | "no_share") =>
      k + 1 === parts ? step[name] : from[name] + ((k + 1) / parts) * (step[name] - from[name]);
    const [yes_share, no_share] = [at("yes_share"), at("no_share")];
    return { ...step, yes_share, no_share, rows: step.rows / parts, yes: step.yes / parts };
  });
}

const whole = (count: number) => BigInt(Math.round(count));
