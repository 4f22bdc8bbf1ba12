import { ascendingOrder } from "../../numeric/ascending-order.js";
import { aucInterval } from "../../numeric/auc-interval.js";
import { brierScore } from "../../numeric/brier-score.js";
import { calibrationLine } from "../../numeric/calibration-line.js";
import { gains as gainsOf } from "../../numeric/gains.js";
import { hosmerLemeshow } from "../../numeric/hosmer-lemeshow.js";
import { checkJudged, type Estimate, type Weighing } from "../../numeric/judged.js";
import { kolmogorovSmirnov } from "../../numeric/kolmogorov-smirnov.js";
import { logLoss } from "../../numeric/log-loss.js";
import { rocPoints } from "../../numeric/roc-points.js";
import { shareInterval } from "../../numeric/share-interval.js";
import { tiedGroups } from "../../numeric/tied-groups.js";

/** A measure with its bounds of 95 % confidence; null what the rows do not tell. */
export interface Metric {
  readonly metric: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * How good chances of a yes are, a row for each measure: how well they tell yes from no (`auc`, `gini`, `ks`), what they
 * lose (`brier`, `log_loss`) and save of what the rows' own base rate would lose (`…_skill`, 0 to 1, below 0 worse than
 * that), whether they are true (`calibration_intercept` 0 and `calibration_slope` 1 if so, `hosmer_lemeshow` and the
 * chance of one so large, `_p`), and what the tenth of the highest holds (`lift_10`, `capture_10`). `rows` and `yes` are
 * counts, `rate` is by weight. Definitions and sources stand at each function of `src/numeric`. Of 200 customers with three
 * rows each the bounds hold the truth 93 to 95 times in 100, those of `ks` 89 and of lift and capture 99 (1,000 worlds).
 * @param p chances from 0 to 1
 * @param answer 1 for yes, 0 for no
 * @param cluster whose each row is: intervals know that rows of one customer tell less than rows of many
 * @param holdout whether the chances come from a model that did not see these rows
 * @throws {RangeError} unless these are as many chances, answers, weights and clusters
 */
export function measure(
  p: Float64Array,
  answer: Uint8Array,
  { holdout, ...weighing }: Weighing & { readonly holdout: boolean },
): Metric[] {
  const rows = sorted(p, answer, weighing);
  const given = [rows.p, rows.answer, rows] as const;
  const auc = aucInterval(...given);
  const brier = brierScore(...given);
  const log = logLoss(...given);
  const line = calibrationLine(...given);
  const { statistic, tail } = hosmerLemeshow(rows.p, rows.answer, { ...rows, holdout });
  const [tenth] = gains(...given);
  return [
    metric("auc", auc),
    metric("gini", { value: 2 * auc.value - 1, low: 2 * auc.low - 1, high: 2 * auc.high - 1 }),
    metric("ks", kolmogorovSmirnov(...given)),
    metric("brier", brier),
    metric("brier_skill", brier.skill),
    metric("log_loss", log),
    metric("log_loss_skill", log.skill),
    metric("calibration_intercept", line.intercept),
    metric("calibration_slope", line.slope),
    metric("hosmer_lemeshow", { value: statistic }),
    metric("hosmer_lemeshow_p", { value: tail }),
    metric("lift_10", { value: tenth?.lift, low: tenth?.lift_low, high: tenth?.lift_high }),
    metric("capture_10", { value: tenth?.capture, low: tenth?.low, high: tenth?.high }),
    metric("rows", { value: p.length }),
    metric("yes", { value: answer.reduce((sum, each) => sum + each, 0) }),
    metric("rate", rateOf(rows.answer, rows)),
  ];
}

/** A tenth by descending chance, the first with the highest; `capture`, of all yes, with those before. */
export interface GainsRow {
  readonly tenth: number;
  readonly rows: number;
  readonly yes: number;
  readonly lift: number | null;
  readonly lift_low: number | null;
  readonly lift_high: number | null;
  readonly capture: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Where the yes are, by tenths of the rows by descending chance; rows of equal chances are shared out in proportion. The
 * bounds of a lift are those of its tenth's own part of all yes, at most what a tenth can hold.
 * @returns at most ten rows, fewer of fewer than ten
 */
export function gains(p: Float64Array, answer: Uint8Array, weighing: Weighing = {}): GainsRow[] {
  const found = gainsOf(p, answer, weighing);
  const all = found.reduce((sum, each) => sum + each.rows, 0);
  const allYes = found.reduce((sum, each) => sum + each.yes, 0);
  const share = (value: number, most: number) => known(Math.min(value, most));
  return found.map(({ rows, yes, lift, own, capture }, k) => {
    const times = all / rows;
    const most = Math.min(1, rows / allYes);
    const [low, high] = [share(own.low, most), share(own.high, most)];
    return {
      tenth: k + 1,
      rows,
      yes,
      lift: known(lift),
      lift_low: low === null ? null : low * times,
      lift_high: high === null ? null : high * times,
      capture: known(capture.value),
      low: known(capture.low),
      high: known(capture.high),
    };
  });
}

/** A tenth by ascending chance: what the chances had it be and what it was. */
export interface CalibrationRow {
  readonly tenth: number;
  readonly rows: number;
  readonly p: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Mean chance beside the rate of yes, with Wilson's interval at the rows that clusters and weights are worth, by tenths of
 * ascending chance. Rows of equal chances are in one tenth, so that there may be fewer than ten.
 */
export function calibration(
  p: Float64Array,
  answer: Uint8Array,
  { weights, cluster }: Weighing = {},
): CalibrationRow[] {
  const { group, count } = tiedGroups(p, 10, weights);
  return Array.from({ length: count }, (_, k) => {
    const own = rowsOf(group, k);
    const whole = Float64Array.from(own, (row) => weights?.[row] ?? 1);
    const part = whole.map((each, i) => each * answer[own[i]!]!);
    const { value, low, high } = shareInterval(
      part,
      whole,
      cluster && Int32Array.from(own, (row) => cluster[row]!),
    );
    let [all, chances] = [0, 0];
    for (let i = 0; i < own.length; i++) {
      all += whole[i]!;
      chances += whole[i]! * p[own[i]!]!;
    }
    return { tenth: k + 1, rows: own.length, p: chances / all, rate: value, low, high };
  }).filter((row) => Number.isFinite(row.rate));
}

function rowsOf(group: Uint8Array, k: number): Uint32Array {
  const rows = new Uint32Array(group.length);
  let count = 0;
  for (let i = 0; i < group.length; i++) if (group[i] === k) rows[count++] = i;
  return rows.subarray(0, count);
}

/** A cut: who has at least this chance, as parts of all rows, of the yes and of the no; null where nobody has. */
export interface RocRow {
  readonly place: number;
  readonly cut: number | null;
  readonly rows: number;
  readonly yes: number;
  readonly no: number;
}

/** The ROC curve (`yes` over `no`) and with it the CAP and Lorenz curves (`yes` over `rows`), in a hundred points at most. */
export const roc = (p: Float64Array, answer: Uint8Array, { weights }: Weighing = {}): RocRow[] =>
  rocPoints(p, answer, { weights }).map(({ cut, ...parts }, k) => ({
    place: k + 1,
    cut: known(cut),
    ...parts,
  }));

const known = (value: number | undefined | null): number | null =>
  value !== undefined && value !== null && Number.isFinite(value) ? value : null;

const metric = (
  name: string,
  {
    value,
    low,
    high,
  }: { value?: number | null | undefined; low?: number | null | undefined; high?: number | null | undefined },
): Metric => ({ metric: name, value: known(value), low: known(low), high: known(high) });

/** The share of yes by weight. */
function rateOf(answer: Uint8Array, { weights, cluster }: Weighing): Estimate {
  const whole = weights ?? new Float64Array(answer.length).fill(1);
  return shareInterval(
    whole.map((each, i) => each * answer[i]!),
    whole,
    cluster,
  );
}

/** The same rows from the least chance to the greatest, so that each measure finds them sorted. */
function sorted(p: Float64Array, answer: Uint8Array, { weights, cluster }: Weighing) {
  checkJudged(p, answer, { weights, cluster });
  const order = ascendingOrder(p);
  const turned = <T extends Float64Array | Uint8Array | Int32Array>(from: T, to: T): T => {
    for (let i = 0; i < order.length; i++) to[i] = from[order[i]!]!;
    return to;
  };
  const n = p.length;
  return {
    p: turned(p, new Float64Array(n)),
    answer: turned(answer, new Uint8Array(n)),
    weights: weights && turned(weights, new Float64Array(n)),
    cluster: cluster && turned(cluster, new Int32Array(n)),
  };
}
