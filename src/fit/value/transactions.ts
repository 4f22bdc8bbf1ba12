import { bgNbd, mbgNbd } from "./beta-geometric.js";
import { type Estimate, estimate } from "./estimate.js";
import type { ModelName, TransactionModel } from "./model.js";
import { nbd } from "./nbd.js";
import { paretoNbd } from "./pareto-nbd.js";
import { layOut, type Patterns } from "./patterns.js";
import { PEOPLE, REPEATERS, type Verdict, verdictOf } from "./verdict.js";

/** All models, the one that the others come to when nobody stops first. */
export const MODELS: readonly TransactionModel[] = [nbd, bgNbd, mbgNbd, paretoNbd];

export const modelOf = (name: ModelName): TransactionModel => MODELS.find((model) => model.name === name)!;

const DAYS_A_WEEK = 7;

/** A model's parameters, times in weeks. */
export interface Fitted {
  readonly model: ModelName;
  readonly verdict: Verdict;
  readonly people: number;
  readonly repeaters: number;
  readonly estimate?: Estimate;
  /** Twice the gain in log likelihood over the model in which nobody stops. */
  readonly gain?: number;
}

/** Fits every model to the same histories; of few customers, or of one-time buyers alone, none. */
export function fitTransactions(patterns: Patterns): Fitted[] {
  const layout = layOut(patterns);
  const repeaters = layout.total - (layout.xs[0] === 0 ? layout.peopleOf[0]! : 0);
  const counts = { people: layout.total, repeaters };
  if (repeaters === 0 && layout.total > 0) return refused("one_time_only");
  if (layout.total < PEOPLE || repeaters < REPEATERS) return refused("too_few");

  const unit = layout.days.at(-1)!;
  const purchases = layout.xs.reduce((sum, x, g) => sum + x * layout.peopleOf[g]!, 0);
  let without: Estimate | undefined;
  return MODELS.map((model) => {
    const found = estimate(model.likelihood(layout, unit), model.parameters.length, layout.total);
    const inWeeks: Estimate = {
      ...found,
      logs: found.logs.map(
        (log, i) => log + (model.parameters[i]!.perTime ? Math.log(unit / DAYS_A_WEEK) : 0),
      ),
      logLikelihood: found.logLikelihood + purchases * Math.log(DAYS_A_WEEK / unit),
    };
    const verdict = verdictOf(inWeeks, without);
    const gain = without === undefined ? {} : { gain: 2 * (inWeeks.logLikelihood - without.logLikelihood) };
    without ??= inWeeks;
    return { model: model.name, verdict, ...counts, estimate: inWeeks, ...gain };
  });

  function refused(verdict: Verdict): Fitted[] {
    return MODELS.map(({ name }) => ({ model: name, verdict, ...counts }));
  }
}
