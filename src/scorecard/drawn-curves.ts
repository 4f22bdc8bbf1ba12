import { type Counted, merged } from "./merged.js";

/** Fewer of either answer are no step of a curve: what is between two points would tell of single people. */
const FEWEST = 10;

/** Whose curve a row is of. */
export interface Curve {
  readonly question: string;
  readonly who: "card" | "baseline" | "p_alive";
}

/** The steps of each curve, with rows enough between them. */
export function curvesOf<Row extends Curve & Counted>(
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

/** A sum over rows. */
export const total = (rows: readonly Counted[], of: keyof Counted) =>
  rows.reduce((sum, row) => sum + row[of], 0);

/** A count as it is loaded. */
export const whole = (count: number) => BigInt(Math.round(count));

/** A point of a ROC curve as it is kept. */
export interface RocRow {
  readonly place: number;
  readonly rows_share: number;
  readonly yes_share: number;
  readonly no_share: number;
}

/** A point of a curve, what lies between it and the one before, and how many rows of the rarer answer there are in all. */
type Point = RocRow & Curve & Counted & { readonly rarest: number };

/** Rows of each answer that a step of a ROC curve has at least: ten, or a fiftieth of the rarer one. */
const enough = ({ rarest }: Point) => Math.max(FEWEST, rarest / 50);

/** What a curve is of. */
export interface Size {
  readonly question: string;
  readonly rows: number;
  readonly yes: number;
  readonly ks: number;
}

/**
 * The steps by which ROC curves are drawn, from nothing on: of every question and of whom, step, rows and yes in it, the
 * shares of no and of yes above it, how far these are apart, and whether farthest. At most some fifty a curve.
 */
export function drawnRoc(points: readonly (RocRow & Curve)[], sizes: readonly Size[]): unknown[][] {
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
