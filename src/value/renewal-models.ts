import type { Engine } from "../engine/engine.js";
import { renewalModelOf } from "../fit/value/fit-renewals.js";
import type { RenewalName, Renewing } from "../fit/value/renewals.js";
import { normalDraws } from "../numeric/normal-draws.js";
import { principalSteps } from "../numeric/principal-steps.js";
import { grouped } from "./grouped.js";
import { DRAWS } from "./intervals.js";

/** A fitted model of how the subscriptions of one period and plan are renewed, and as it may be as well. */
export interface RenewalModels {
  readonly period: string;
  /** 0: all plans of the period. */
  readonly place: number;
  readonly plan: string | null;
  readonly best: Renewing;
  /** By draws of the parameters; none where their covariance is not known. */
  readonly draws: readonly Renewing[];
}

/** The models that were fitted at a look, in the order of period and plan; each draws numbers of its own. */
export async function readRenewalModels(engine: Engine, look: number): Promise<RenewalModels[]> {
  const parameters = await engine.read<{
    period: string;
    place: number;
    plan: string | null;
    model: RenewalName;
    value: number;
  }>(
    `select period, place, plan, model, value from value.renewal_parameters
    where look = $look order by period, place, number`,
    { look },
  );
  const cells = await engine.read<{ period: string; place: number; covariance: number }>(
    `select period, place, covariance from value.renewal_covariances
    where look = $look order by period, place, number, other`,
    { look },
  );
  const covariances = grouped(cells, ({ period, place }) => `${period} ${place}`);
  return [...grouped(parameters, ({ period, place }) => `${period} ${place}`)].map(([key, own], seed) => {
    const { period, place, plan, model } = own[0]!;
    const logs = own.map(({ value }) => Math.log(value));
    const flat = covariances.get(key) ?? [];
    const covariance = logs.map((_, i) =>
      flat.slice(i * logs.length, (i + 1) * logs.length).map((cell) => cell.covariance),
    );
    return {
      ...{ period, place, plan },
      ...renewalModels(model, logs, flat.length === 0 ? undefined : covariance, seed + 1),
    };
  });
}

/** A model as it was fitted, and by draws of its parameters, which a seed determines. */
export function renewalModels(
  model: RenewalName,
  logs: readonly number[],
  covariance: readonly (readonly number[])[] | undefined,
  seed: number,
): Pick<RenewalModels, "best" | "draws"> {
  const { expectations } = renewalModelOf(model);
  const best = expectations(logs.map(Math.exp));
  if (covariance === undefined) return { best, draws: [] };
  const steps = principalSteps(covariance);
  const moved = (z: Float64Array) =>
    logs.map((log, i) => Math.exp(log + steps.reduce((sum, step, j) => sum + step[i]! * z[j]!, 0)));
  return { best, draws: normalDraws(DRAWS, steps.length, seed).map((z) => expectations(moved(z))) };
}
