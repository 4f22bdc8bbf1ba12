import type { Engine } from "../../engine/engine.js";
import { fitRenewals, type RenewalFit, renewalModelOf } from "../../fit/value/fit-renewals.js";
import { grouped } from "../../value/grouped.js";

export const grain = "One row per look, period and plan: how its subscriptions are renewed.";
export const key = ["look", "period", "place"];
export const published = ["value.renewal_parameters"];
export const unpublished = ["value.renewal_covariances"];
export const reads = ["value.plans", "value.risks"];

/** How wide an interval of 90 % is, in standard errors to either side. */
const NINETY = 1.6448536269514722;

/** Makes `value.renewal_fits`, `value.renewal_parameters` and `value.renewal_covariances`; place 0 is all plans of a period. */
export async function make(engine: Engine, table: string): Promise<number> {
  const rows = await engine.read<Risk>(
    `select risks.look, risks.every, risks.plan, plans.plan as name, risks.at_risk, risks.ended
    from value.risks as risks
    left join value.plans as plans on plans.place = risks.plan
    order by risks.look, risks.every, risks.plan, risks.renewal`,
  );
  const groups = grouped(rows, ({ look, every, plan }) => `${look} ${every} ${plan}`);
  const fits = [...groups.values()].map((risks) => ({
    head: [risks[0]!.look, risks[0]!.every, risks[0]!.plan, risks[0]!.name] as const,
    fit: fitRenewals({ atRisk: risks.map((row) => row.at_risk), left: risks.map((row) => row.ended) }),
  }));
  await engine.load(
    "value.renewal_parameters",
    {
      ...HEAD,
      model: "varchar",
      number: "integer",
      parameter: "varchar",
      value: "double",
      standard_error: "double",
      low: "double",
      high: "double",
    },
    fits.flatMap(({ head, fit }) => parametersOf(fit).map((row) => [...head, ...row])),
  );
  await engine.load(
    "value.renewal_covariances",
    { ...HEAD, number: "integer", other: "integer", covariance: "double" },
    fits.flatMap(({ head, fit }) =>
      (fit.estimate?.covariance ?? []).flatMap((row, i) =>
        row.map((value, j) => [...head, i + 1, j + 1, value]),
      ),
    ),
  );
  return engine.load(
    table,
    {
      ...HEAD,
      verdict: "varchar",
      model: "varchar",
      subscriptions: "bigint",
      renewals: "bigint",
      ended: "bigint",
      log_likelihood: "double",
      gain: "double",
    },
    fits.map(({ head, fit }) => [
      ...head,
      fit.verdict,
      fit.model ?? null,
      BigInt(fit.people),
      BigInt(fit.renewals),
      BigInt(fit.left),
      fit.estimate?.logLikelihood ?? null,
      fit.gain ?? null,
    ]),
  );
}

interface Risk extends Readonly<Record<string, unknown>> {
  readonly look: number;
  readonly every: string;
  readonly plan: number;
  readonly name: string | null;
  readonly at_risk: number;
  readonly ended: number;
}

const HEAD = { look: "integer", period: "varchar", place: "integer", plan: "varchar" };

function parametersOf({ model, estimate }: RenewalFit): unknown[][] {
  if (model === undefined || estimate === undefined) return [];
  const { logs, covariance } = estimate;
  return renewalModelOf(model).parameters.map((name, i) => {
    const error = covariance === undefined ? null : Math.sqrt(covariance[i]![i]!);
    const at = (by: number) => (error === null ? null : Math.exp(logs[i]! + by * error));
    const value = Math.exp(logs[i]!);
    return [model, i + 1, name, value, error === null ? null : value * error, at(-NINETY), at(NINETY)];
  });
}
