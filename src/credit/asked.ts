import type { Engine, Parameters } from "../engine/engine.js";
import type { Asked } from "../scorecard/answer.js";
import { type CardSettings, scalingOf } from "../scorecard/settings.js";

/** What identifies an application and is no feature. */
const KEYS = ["source", "application_id"];

/** The question who will not pay, as the settings of the pipeline have it asked. */
export async function askedOfApplications(engine: Engine, parameters: Parameters): Promise<Asked> {
  const settings = JSON.parse(parameters.credit_card as string) as CardSettings;
  const history = await engine.columns("credit.background");
  return {
    question: "default",
    table: "credit.examples",
    settings: { ...settings, exclude: [] },
    scaling: scalingOf(settings, "unlikelier"),
    keys: KEYS,
    asOf: (feature) => history.has(feature),
  };
}

/** Ways in which declined applications take part that the pipeline asks for. */
export function methodsAsked(parameters: Parameters): NonNullable<Asked["rejects"]>[] {
  const asked = parameters.credit_rejects as string;
  const methods = (["fuzzy", "parcelling"] as const).filter((method) => asked === "both" || asked === method);
  const inflation = parameters.credit_rejects_inflation as number;
  return methods.map((method) => ({ method, inflation }));
}
