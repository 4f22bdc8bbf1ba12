import { Matrix, solve } from "ml-matrix";
import { chiSquareTail } from "../../numeric/chi-square.js";
import type { Evaluated, Objective } from "../../numeric/minimise.js";
import { bgNbd } from "./beta-geometric.js";
import { ENOUGH, type Estimate, estimate } from "./estimate.js";
import type { Expectations, Parameter, TransactionModel } from "./model.js";
import { paretoNbd } from "./pareto-nbd.js";
import { layOut, type Patterns, thinned } from "./patterns.js";
import type { Fitted } from "./transactions.js";
import { type Verdict, verdictOf } from "./verdict.js";

export type CovariateName = "bg_nbd_covariates" | "pareto_nbd_covariates";

/** Fewer chances than this of so much gain where there is nothing: a signal. */
const SIGNAL = 0.01;
const DAYS_A_WEEK = 7;

/** What covariates say of customers: effects by name, and those that the customers of each stratum have. */
export interface Design {
  readonly effects: readonly string[];
  /** The places of each covariate's effects. */
  readonly covariates: readonly (readonly number[])[];
  readonly strata: ReadonlyMap<number, readonly number[]>;
}

/** Patterns of customers in strata, in the order of the stratum and then of x. */
export interface StratifiedPatterns extends Patterns {
  readonly stratum: ArrayLike<number>;
}

/** A model whose customers' rates depend on their stratum. */
export interface CovariateModel {
  readonly name: CovariateName;
  readonly base: TransactionModel;
  /** Those of the model without covariates, then how many times as great the rate is with each effect, then the dropout. */
  readonly parameters: readonly Parameter[];
  readonly expectations: (parameters: readonly number[], stratum: number) => Expectations;
  /** The logarithms of the base model's parameters for a stratum. */
  readonly logsOf: (logs: readonly number[], stratum: number) => number[];
}

export interface FittedCovariates extends Omit<Fitted, "model" | "verdict"> {
  readonly model: CovariateName;
  readonly verdict: Verdict | "no_signal" | "one_level";
  /** How likely so great a gain is where covariates say nothing. */
  readonly chance?: number;
}

/** Which of the base model's logarithms an effect adds to, and with which sign. */
interface Moves {
  readonly rate: readonly [place: number, sign: 1 | -1];
  readonly dropout: readonly [place: number, sign: 1 | -1];
}

/**
 * Models that know covariates. A customer's rate of purchases is e^γ times as great: the gamma distribution's scale is
 * α e^−γ; likewise the rate at which Pareto/NBD customers stop, of scale β e^−η (Fader and Hardie, brucehardie.com/notes/019).
 * In BG/NBD a becomes a e^η, so that the odds of stopping after a purchase, a / b on average, are e^η times as great; to scale
 * a and b alike, as is also done, would leave the mean chance of stopping as it is, and say less of customers.
 */
export const COVARIATE_BASES: Readonly<Record<CovariateName, TransactionModel & { readonly moves: Moves }>> =
  {
    bg_nbd_covariates: { ...bgNbd, moves: { rate: [1, -1], dropout: [2, 1] } },
    pareto_nbd_covariates: { ...paretoNbd, moves: { rate: [1, -1], dropout: [3, -1] } },
  };
export const COVARIATE_NAMES = Object.keys(COVARIATE_BASES) as CovariateName[];

export const rateOf = (effect: string) => `rate: ${effect}`;
export const dropoutOf = (effect: string) => `dropout: ${effect}`;

export function covariateModel(name: CovariateName, { effects, strata }: Design): CovariateModel {
  const { moves, ...base } = COVARIATE_BASES[name];
  const own = base.parameters.length;
  const ratio = (parameter: string): Parameter => ({ name: parameter, perTime: false });
  const logsOf = (logs: readonly number[], stratum: number) => {
    const shifted = logs.slice(0, own);
    for (const effect of strata.get(stratum) ?? []) {
      shifted[moves.rate[0]]! += moves.rate[1] * logs[own + effect]!;
      shifted[moves.dropout[0]]! += moves.dropout[1] * logs[own + effects.length + effect]!;
    }
    return shifted;
  };
  return {
    name,
    base,
    parameters: [
      ...base.parameters,
      ...effects.map((effect) => ratio(rateOf(effect))),
      ...effects.map((effect) => ratio(dropoutOf(effect))),
    ],
    logsOf,
    expectations: (parameters, stratum) =>
      base.expectations(logsOf(parameters.map(Math.log), stratum).map(Math.exp)),
  };
}

/**
 * The log likelihood of histories in strata by the logarithms of a model's parameters: the base model's of each stratum, its
 * slopes carried over to the effects.
 * @param unit how many days are one unit of time
 */
export function covariateLikelihood(
  name: CovariateName,
  design: Design,
  patterns: StratifiedPatterns,
  unit: number,
): Objective {
  const { moves } = COVARIATE_BASES[name];
  const { base, logsOf, parameters } = covariateModel(name, design);
  const own = base.parameters.length;
  const parts = splitByStratum(patterns).map(([stratum, part]) => ({
    stratum,
    effects: design.strata.get(stratum) ?? [],
    likelihood: base.likelihood(layOut(part), unit),
  }));
  return (logs): Evaluated => {
    let value = 0;
    const gradient = parameters.map(() => 0);
    for (const { stratum, effects, likelihood } of parts) {
      const there = likelihood(logsOf(logs, stratum));
      value += there.value;
      for (let i = 0; i < own; i++) gradient[i]! += there.gradient[i]!;
      for (const effect of effects) {
        gradient[own + effect]! += moves.rate[1] * there.gradient[moves.rate[0]]!;
        gradient[own + design.effects.length + effect]! +=
          moves.dropout[1] * there.gradient[moves.dropout[0]]!;
      }
    }
    return { value, gradient };
  };
}

/**
 * Fits the models with covariates to histories that the plain ones were fitted to. Covariates that say no more than chance
 * would (Wald) are left out and the others fitted anew; whether these say anything at all is asked by the ratio of likelihoods.
 * Logarithms of effects that are left out are 0, for sure.
 * @param plain the fits of the models without
 */
export function fitCovariates(
  patterns: StratifiedPatterns,
  design: Design,
  plain: readonly Fitted[],
): FittedCovariates[] {
  const without = plain.find(({ model }) => model === "nbd")?.estimate;
  return COVARIATE_NAMES.flatMap((name): FittedCovariates[] => {
    const base = plain.find(({ model }) => model === COVARIATE_BASES[name].name);
    if (base === undefined) return [];
    const { people, repeaters } = base;
    if (design.effects.length === 0) return [{ model: name, verdict: "one_level", people, repeaters }];
    if (base.estimate === undefined || base.verdict === "no_dropout")
      return [{ model: name, verdict: base.verdict, people, repeaters }];
    const all = fitOne(name, patterns, design, people);
    const kept = telling(all, base.estimate.logs.length, design);
    const some = kept.length > 0 && kept.length < design.effects.length;
    const found = some ? fitSome(name, patterns, design, kept, people) : all;
    const gain = 2 * (found.logLikelihood - base.estimate.logLikelihood);
    const told = some ? kept.length : design.effects.length;
    const chance = chiSquareTail(Math.max(0, gain), 2 * told);
    const verdict = verdictOf(found, without, false);
    return [
      {
        model: name,
        verdict: verdict === "good" && (chance >= SIGNAL || kept.length === 0) ? "no_signal" : verdict,
        ...{ people, repeaters, estimate: found, gain, chance },
      },
    ];
  });
}

/** The effects of those covariates that say more than chance would; all where that cannot be told. */
function telling({ logs, covariance }: Estimate, own: number, { effects, covariates }: Design): number[] {
  if (covariance === undefined) return effects.map((_, i) => i);
  return covariates.flatMap((places) => {
    if (places.length === 0) return [];
    const at = places.flatMap((place) => [own + place, own + effects.length + place]);
    const values = Matrix.columnVector(at.map((i) => logs[i]!));
    const spread = new Matrix(at.map((i) => at.map((j) => covariance[i]![j]!)));
    const wald = values.transpose().mmul(solve(spread, values)).get(0, 0);
    return chiSquareTail(Math.max(0, wald), at.length) < SIGNAL ? [...places] : [];
  });
}

/** The fit with some of the effects, told in the width of all. */
function fitSome(
  name: CovariateName,
  patterns: StratifiedPatterns,
  design: Design,
  kept: readonly number[],
  people: number,
): Estimate {
  const strata = [...design.strata].map(([stratum, effects]): [number, number[]] => [
    stratum,
    effects.flatMap((effect) => (kept.includes(effect) ? [kept.indexOf(effect)] : [])),
  ]);
  const fewer: Design = {
    effects: kept.map((effect) => design.effects[effect]!),
    covariates: [],
    strata: new Map(strata),
  };
  const found = fitOne(name, patterns, fewer, people);
  const own = found.logs.length - 2 * kept.length;
  const placeOf = (i: number) => {
    if (i < own) return i;
    const [half, effect] = [Math.floor((i - own) / design.effects.length), (i - own) % design.effects.length];
    const place = kept.indexOf(effect);
    return place === -1 ? -1 : own + half * kept.length + place;
  };
  const places = Array.from({ length: own + 2 * design.effects.length }, (_, i) => placeOf(i));
  return {
    ...found,
    logs: places.map((i) => found.logs[i] ?? 0),
    covariance: found.covariance && places.map((i) => places.map((j) => found.covariance![i]?.[j] ?? 0)),
  };
}

/** Maximum likelihood, times in weeks. */
function fitOne(name: CovariateName, patterns: StratifiedPatterns, design: Design, people: number): Estimate {
  const { parameters, base } = covariateModel(name, design);
  const unit = Array.from(patterns.age).reduce((most, day) => Math.max(most, day), 0);
  const part = people > 2 * ENOUGH ? fairPart(patterns, people) : undefined;
  const seen = (some: StratifiedPatterns) => covariateLikelihood(name, design, some, unit);
  const found = estimate(seen(patterns), parameters.length, people, {
    free: base.parameters.length,
    part: part && { likelihood: seen(part), count: part.people.reduce((sum, n) => sum + n, 0) },
  });
  let purchases = 0;
  for (let i = 0; i < patterns.x.length; i++) purchases += patterns.x[i]! * patterns.people[i]!;
  return {
    ...found,
    logs: found.logs.map((log, i) => log + (parameters[i]!.perTime ? Math.log(unit / DAYS_A_WEEK) : 0)),
    logLikelihood: found.logLikelihood + purchases * Math.log(DAYS_A_WEEK / unit),
  };
}

/** As much of every stratum as tells from where to go on with all. */
function fairPart(patterns: StratifiedPatterns, people: number) {
  const kept: Record<keyof StratifiedPatterns, number[]> = {
    ...{ stratum: [], x: [], recency: [], age: [], people: [] },
  };
  for (const [stratum, part] of splitByStratum(patterns)) {
    const mass = Array.from(part.people).reduce((sum, n) => sum + n, 0);
    const some = thinned(part, Math.ceil((mass * ENOUGH) / people));
    for (let i = 0; i < some.x.length; i++) {
      kept.stratum.push(stratum);
      for (const column of ["x", "recency", "age", "people"] as const) kept[column].push(some[column][i]!);
    }
  }
  return kept;
}

/** The patterns of each stratum. */
export function splitByStratum(patterns: StratifiedPatterns): [number, Patterns][] {
  const { stratum } = patterns;
  const parts: [number, Patterns][] = [];
  for (let start = 0; start < stratum.length; ) {
    let end = start + 1;
    while (end < stratum.length && stratum[end] === stratum[start]) end++;
    const cut = (values: ArrayLike<number>) =>
      Array.from({ length: end - start }, (_, i) => values[start + i]!);
    const { x, recency, age, people } = patterns;
    parts.push([stratum[start]!, { x: cut(x), recency: cut(recency), age: cut(age), people: cut(people) }]);
    start = end;
  }
  return parts;
}
