import type { Engine, Parameters } from "../../engine/engine.js";
import { grouped } from "../../value/grouped.js";
import { periodNamed } from "../../value/periods.js";
import { readRenewalModels } from "../../value/renewal-models.js";
import { type Bounded, renewalCurve } from "../../value/renewal-outlook.js";
import { spansOf } from "../../value/spans.js";
import { type Months, months } from "../../value/time.js";

export const grain = "One row per period, plan and renewal: who came up for it, and what the model says.";
export const key = ["period", "place", "renewal"];
export const published = ["value.retention"];
export const reads = [
  "value.renewal_covariances",
  "value.renewal_fits",
  "value.renewal_parameters",
  "value.risks",
  "value.series",
];

/** Fewest subscriptions whose retention counts as seen. */
const SEEN = 25;
const MOST = 600;
const DAYS_A_MONTH = 30.4375;

/**
 * Makes `value.renewals`: as far as was seen and as far again as the horizon. Beside the model stands the naive rule that
 * retention stays what it was when enough subscriptions were last seen. `value.retention` is what the report draws of it.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const risks = await engine.read<{
    every: string;
    plan: number;
    renewal: number;
    at_risk: number;
    ended: number;
  }>(
    "select every, plan, renewal, at_risk, ended from value.risks where look = 0 order by every, plan, renewal",
  );
  const seen = grouped(risks, ({ every, plan }) => `${every} ${plan}`);
  const horizon = months(parameters.value_horizon as number);
  const series = await engine.read<Series>("select * from value.series order by series");
  const rows: unknown[][] = [];
  const drawn: unknown[][] = [];
  for (const models of await readRenewalModels(engine, 0)) {
    const { period, place, plan } = models;
    const own = seen.get(`${period} ${place}`)!;
    const most = Math.min(MOST, own.length + Math.max(1, renewalsWithin(period, horizon)));
    const { retention, survival } = renewalCurve(models, most);
    const told = series.find((each) => each.period === period && each.place === place);
    if (told !== undefined) drawn.push(...drawnOf(told, own, retention));
    const naive = naiveRetention(own);
    let [left, naiveLeft] = [1, 1];
    for (let i = 0; i < most; i++) {
      const risk = own[i];
      const kept = risk === undefined ? null : 1 - risk.ended / risk.at_risk;
      left *= kept ?? Number.NaN;
      const carried = naive === undefined ? null : i < naive.from && kept !== null ? kept : naive.kept;
      naiveLeft *= carried ?? Number.NaN;
      rows.push([
        ...[period, place, plan, i + 1, BigInt(risk?.at_risk ?? 0), BigInt(risk?.ended ?? 0)],
        ...[kept, known(left)],
        ...[retention, survival].flatMap(({ value, low, high }) => [
          value[i]!,
          known(low[i]!),
          known(high[i]!),
        ]),
        ...[carried, known(naiveLeft)],
      ]);
    }
  }
  await loadRetention(engine, drawn);
  return engine.load(
    table,
    {
      period: "varchar",
      place: "integer",
      plan: "varchar",
      renewal: "integer",
      at_risk: "bigint",
      ended: "bigint",
      observed_retention: "double",
      observed_survival: "double",
      retention: "double",
      retention_low: "double",
      retention_high: "double",
      survival: "double",
      survival_low: "double",
      survival_high: "double",
      naive_retention: "double",
      naive_survival: "double",
    },
    rows,
  );
}

interface Series extends Readonly<Record<string, unknown>> {
  readonly series: number;
  readonly period: string;
  readonly place: number;
  readonly plan: string | null;
  readonly every: number;
  readonly unit: string;
}

/** The model's retention by renewal, and, where enough ended, what was seen of some renewals together. */
function drawnOf(
  { series, place, plan, every, unit }: Series,
  risks: readonly Seen[],
  { value, low, high }: Bounded,
): unknown[][] {
  const events = (from: number, to: number, of: (risk: Seen, i: number) => number) =>
    risks.slice(from, to + 1).reduce((sum, risk, i) => sum + of(risk, from + i), 0);
  const atRisk = (from: number, to: number) => events(from, to, (risk) => risk.at_risk);
  const seen = spansOf(
    risks.map(({ ended }) => ended),
    atRisk,
  ).map(({ from, to }) => {
    const all = atRisk(from, to);
    const middle = Math.round(events(from, to, (risk, i) => risk.at_risk * i) / all);
    const gone = events(from, to, ({ ended }) => ended);
    return { middle, cells: [1 - gone / all, from + 1, to + 1, BigInt(all), BigInt(gone)] };
  });
  return Array.from(value, (retention, i) => [
    ...[
      series,
      place,
      plan,
      every,
      unit,
      i + 1,
      unit === "months" ? (i + 1) * every : ((i + 1) * every) / DAYS_A_MONTH,
    ],
    ...[retention, known(low[i]!), known(high[i]!)],
    ...(seen.find(({ middle }) => middle === i)?.cells ?? [null, null, null, null, null]),
  ]);
}

const loadRetention = (engine: Engine, rows: unknown[][]) =>
  engine.load(
    "value.retention",
    {
      series: "integer",
      place: "integer",
      plan: "varchar",
      every: "integer",
      unit: "varchar",
      renewal: "integer",
      month: "double",
      retention: "double",
      low: "double",
      high: "double",
      seen: "double",
      seen_from: "integer",
      seen_to: "integer",
      at_risk: "bigint",
      ended: "bigint",
    },
    rows,
  );

interface Seen {
  readonly at_risk: number;
  readonly ended: number;
}

/** The last retention that enough subscriptions tell, and of which renewal it is. */
export function naiveRetention(risks: readonly Seen[]): { from: number; kept: number } | undefined {
  const last = risks.findLastIndex((risk) => risk.at_risk >= SEEN);
  return last < 0 ? undefined : { from: last + 1, kept: 1 - risks[last]!.ended / risks[last]!.at_risk };
}

function renewalsWithin(period: string, horizon: Months): number {
  const { unit, length } = periodNamed(period);
  return Math.floor(unit === "months" ? horizon / length : (horizon * DAYS_A_MONTH) / length);
}

const known = (value: number) => (Number.isFinite(value) ? value : null);
