import type { Engine, Parameters } from "../../engine/engine.js";
import { grouped } from "../../value/grouped.js";
import { periodNamed } from "../../value/periods.js";
import { readRenewalModels } from "../../value/renewal-models.js";
import { renewalCurve } from "../../value/renewal-outlook.js";
import { type Months, months } from "../../value/time.js";

export const grain = "One row per period, plan and renewal: who came up for it, and what the model says.";
export const key = ["period", "place", "renewal"];
export const reads = [
  "value.renewal_covariances",
  "value.renewal_fits",
  "value.renewal_parameters",
  "value.risks",
];

/** Fewest subscriptions whose retention counts as seen. */
const SEEN = 25;
const MOST = 600;
const DAYS_A_MONTH = 30.4375;

/**
 * Makes `value.renewals`: as far as was seen and as far again as the horizon. Beside the model stands the naive rule that
 * retention stays what it was when enough subscriptions were last seen.
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
  const rows: unknown[][] = [];
  for (const models of await readRenewalModels(engine, 0)) {
    const { period, place, plan } = models;
    const own = seen.get(`${period} ${place}`)!;
    const most = Math.min(MOST, own.length + Math.max(1, renewalsWithin(period, horizon)));
    const { retention, survival } = renewalCurve(models, most);
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
