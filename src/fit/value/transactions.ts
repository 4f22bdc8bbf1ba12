import { bgNbd, mbgNbd } from "./beta-geometric.js";
import { onEdge, runsAway } from "./edge.js";
import { ENOUGH, type Estimate, estimate } from "./estimate.js";
import type { ModelName, TransactionModel } from "./model.js";
import { nbd } from "./nbd.js";
import { paretoNbd } from "./pareto-nbd.js";
import { type Layout, layOut, type Patterns, thinned } from "./patterns.js";
import { PEOPLE, REPEATERS, stops, type Verdict, verdictOf } from "./verdict.js";

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

  const part = fairPart(patterns, layout);
  let without: Estimate | undefined;
  return MODELS.map((model) => {
    const { alike, ...found } = fitModel(model, layout, part, without);
    const verdict = verdictOf(found, without, alike);
    const gain = without === undefined ? {} : { gain: 2 * (found.logLikelihood - without.logLikelihood) };
    without ??= found;
    return { model: model.name, verdict, ...counts, estimate: found, ...gain };
  });

  function refused(verdict: Verdict): Fitted[] {
    return MODELS.map(({ name }) => ({ model: name, verdict, ...counts }));
  }
}

/** As much of the histories as tells from where to go on with all of them. */
export const fairPart = (patterns: Patterns, whole: Layout): Layout =>
  whole.total > 2 * ENOUGH ? layOut(thinned(patterns, ENOUGH)) : whole;

/**
 * The parameters of one model, times in weeks.
 * @param without the estimate without dropout; where there is more than chance of it, and customers are too much alike in
 *   it to tell by how much they differ, the model is taken at its edge
 */
export function fitModel(
  model: TransactionModel,
  whole: Layout,
  part: Layout,
  without?: Estimate,
): Estimate & { readonly alike: boolean } {
  const unit = whole.days.at(-1)!;
  const likelihood = model.likelihood(whole, unit);
  const rough = part === whole ? undefined : { likelihood: model.likelihood(part, unit), count: part.total };
  const purchases = whole.xs.reduce((sum, x, g) => sum + x * whole.peopleOf[g]!, 0);
  const inWeeks = (found: Estimate): Estimate => ({
    ...found,
    logs: found.logs.map((log, i) => log + (model.parameters[i]!.perTime ? Math.log(unit / DAYS_A_WEEK) : 0)),
    logLikelihood: found.logLikelihood + purchases * Math.log(DAYS_A_WEEK / unit),
  });
  const free = estimate(likelihood, model.parameters.length, whole.total, { part: rough });
  const found = inWeeks(free);
  if (model.edge === undefined || without === undefined || !stops(found, without) || !runsAway(free))
    return { ...found, alike: false };
  const edge = onEdge(model.edge, likelihood, whole.total, rough, free);
  return edge === undefined ? { ...found, alike: false } : { ...inWeeks(edge), alike: true };
}
