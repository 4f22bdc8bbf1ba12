import type { Engine } from "../../engine/engine.js";
import { grouped } from "../../value/grouped.js";
import { readRenewalModels } from "../../value/renewal-models.js";
import { renewalsAhead, type Standing } from "../../value/renewal-outlook.js";
import { contractTotals } from "../../value/renewal-totals.js";
import { naiveRetention } from "./renewals.js";

export const grain =
  "One row per period, plan and method: renewals expected at an earlier day, and those that came.";
export const key = ["period", "place", "method"];
export const reads = [
  "value.renewal_covariances",
  "value.renewal_fits",
  "value.renewal_parameters",
  "value.renewed",
  "value.risks",
];

/**
 * Makes `value.renewal_tests`: the model fitted to what was seen by look 1, the last retention carried forward, and the mean
 * retention of all renewals. `low` and `high` are the ends of the model's interval of 90 %, chance included.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const renewed = await engine.read<Renewed>(
    "select every, plan, renewals, due, people, renewed from value.renewed order by every, plan, renewals, due",
    {},
    1_000_000,
  );
  const risks = await engine.read<{ every: string; plan: number; at_risk: number; ended: number }>(
    "select every, plan, at_risk, ended from value.risks where look = 1 order by every, plan, renewal",
  );
  const seen = grouped(risks, ({ every, plan }) => `${every} ${plan}`);
  const running = grouped(renewed, ({ every, plan }) => `${every} ${plan}`);
  const rows: unknown[][] = [];
  for (const { period, place, plan, best, draws } of await readRenewalModels(engine, 1)) {
    const key = `${period} ${place}`;
    const standings = (running.get(key) ?? []).map((row) => ({ ...row, worth: 0, squares: 0 }));
    if (standings.length === 0) continue;
    const own = seen.get(key)!;
    const people = total(standings.map((row) => row.people));
    const actual = total(standings.map((row) => row.renewed));
    const [renewals] = contractTotals([
      {
        standings,
        ahead: renewalsAhead(best, standings, 0),
        others: draws.map((model) => renewalsAhead(model, standings, 0)),
      },
    ]);
    const [, , expected, low, high] = renewals!;
    const naive = naiveRetention(own);
    const carried = (n: number) =>
      n <= (naive?.from ?? 0) ? 1 - own[n - 1]!.ended / own[n - 1]!.at_risk : (naive?.kept ?? Number.NaN);
    const mean = 1 - total(own.map((row) => row.ended)) / total(own.map((row) => row.at_risk));
    const told = (method: string, value: number, ends: readonly (number | null)[]) => {
      if (!Number.isFinite(value)) return;
      const bias = actual > 0 ? value / actual - 1 : null;
      rows.push([period, place, plan, method, BigInt(people), BigInt(actual), value, ...ends, bias]);
    };
    told("last_retention", expectedBy(standings, carried), [null, null]);
    told(
      "mean_retention",
      expectedBy(standings, () => mean),
      [null, null],
    );
    told("model", expected, [low, high]);
  }
  return engine.load(
    table,
    {
      period: "varchar",
      place: "integer",
      plan: "varchar",
      method: "varchar",
      subscriptions: "bigint",
      actual: "bigint",
      expected: "double",
      low: "double",
      high: "double",
      bias: "double",
    },
    rows,
  );
}

interface Renewed extends Standing, Readonly<Record<string, unknown>> {
  readonly every: string;
  readonly plan: number;
  readonly renewals: number;
  readonly due: number;
  readonly people: number;
  readonly renewed: number;
}

/** Renewals of all standings by a rule for retention. */
function expectedBy(standings: readonly Renewed[], retention: (n: number) => number): number {
  return total(
    standings.map(({ renewals, due, people }) => {
      let [chance, count] = [1, 0];
      for (let i = 1; i <= due; i++) {
        chance *= retention(renewals + i);
        count += chance;
      }
      return people * count;
    }),
  );
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
