import type { Engine, Parameters } from "../../engine/engine.js";
import { discountOf, periodNamed } from "../../value/periods.js";
import { readRenewalModels } from "../../value/renewal-models.js";
import { bounded, renewalsAhead, type Standing } from "../../value/renewal-outlook.js";
import { contractTotals, type Group } from "../../value/renewal-totals.js";

export const grain =
  "One row per period, plan, renewals so far and renewals due: what is expected of a subscription.";
export const working = true;
export const published = ["value.contract_totals"];
export const reads = [
  "value.renewal_covariances",
  "value.renewal_fits",
  "value.renewal_parameters",
  "value.running",
];

/** Makes `value.renewal_outlook` and `value.contract_totals`. */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const groups = await engine.read<Running>(
    `select every, place, renewals, due, cast(count(*) as double) as people,
      coalesce(sum(worth), 0)::double as worth,
      coalesce(sum(cast(worth::double * worth as decimal(30, 6))), 0)::double as squares
    from value.running where place is not null
    group by every, place, renewals, due order by every, place, renewals, due`,
    {},
    1_000_000,
  );
  const yearly = (parameters.value_discount_pct as number) / 100;
  const rows: unknown[][] = [];
  const parts: Group[] = [];
  for (const { period, place, best, draws } of await readRenewalModels(engine, 0)) {
    const standings = groups.filter((group) => group.every === period && group.place === place);
    if (standings.length === 0) continue;
    const discount = discountOf(periodNamed(period), yearly);
    const ahead = renewalsAhead(best, standings, discount);
    const others = draws.map((model) => renewalsAhead(model, standings, discount));
    const [worth, residual] = (["worth", "residual"] as const).map((measure) =>
      bounded(
        Float64Array.from(ahead, (each) => each[measure]),
        others.map((draw) => Float64Array.from(draw, (each) => each[measure])),
      ),
    ) as [ReturnType<typeof bounded>, ReturnType<typeof bounded>];
    ahead.forEach((each, i) => {
      const bounds = [worth, residual].flatMap(({ value, low, high }) =>
        [value[i]!, low[i]!, high[i]!].map(known),
      );
      const { renewals, due } = standings[i]!;
      rows.push([period, place, renewals, due, each.next, each.renewals, each.last, ...bounds]);
    });
    parts.push({ standings, ahead, others });
  }
  await engine.load(
    "value.contract_totals",
    {
      measure: "varchar",
      subscriptions: "bigint",
      expected: "double",
      low: "double",
      high: "double",
      low_parameters: "double",
      high_parameters: "double",
    },
    contractTotals(parts),
  );
  return engine.load(
    table,
    {
      period: "varchar",
      place: "integer",
      renewals: "integer",
      due: "integer",
      next: "double",
      expected: "double",
      last: "double",
      worth: "double",
      worth_low: "double",
      worth_high: "double",
      residual: "double",
      residual_low: "double",
      residual_high: "double",
    },
    rows,
  );
}

interface Running extends Standing, Readonly<Record<string, unknown>> {
  readonly every: string;
  readonly place: number;
  readonly people: number;
  readonly worth: number;
  readonly squares: number;
  readonly renewals: number;
  readonly due: number;
}

const known = (value: number) => (Number.isFinite(value) ? value : null);
