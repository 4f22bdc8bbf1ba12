import { createHash } from "node:crypto";
import type { Engine, Parameters } from "../../engine/engine.js";
import {
  COVARIATE_BASES,
  type CovariateName,
  covariateModel,
  type Design,
  type FittedCovariates,
  fitCovariates,
  type StratifiedPatterns,
} from "../../fit/value/covariates.js";
import { PARAMETERS, type Spending } from "../../fit/value/gamma-gamma.js";
import type { Patterns } from "../../fit/value/patterns.js";
import { fitSpend, type Spend } from "../../fit/value/spend.js";
import { type Fitted, fitTransactions, modelOf } from "../../fit/value/transactions.js";
import type { Covariate } from "../../value/levels.js";
import {
  isUsable,
  type ModelFile,
  parseModelFile,
  printModelFile,
  type SavedModel,
} from "../../value/model-file.js";
import { readDesign } from "./levels.js";

export const grain = "One row per look and model: how it fits the histories that were seen by then.";
export const key = ["look", "model"];
export const published = ["value.parameters"];
export const unpublished = ["value.covariances", "value.model_file"];
export const reads = [
  "value.histories",
  "value.levels",
  "value.looks",
  "value.model",
  "value.patterns",
  "value.strata",
];

const file = "src/rooms/value/fits.ts";
/** How wide an interval of 90 % is, in standard errors to either side. */
const NINETY = 1.6448536269514722;
const SPEND = "gamma_gamma";

/** Makes `value.fits`, `value.parameters`, `value.covariances` and `value.model_file`. */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const [model] = await engine.read<{ text: string | null; fitted_on: string }>(
    "select text, fitted_on from value.model",
  );
  const looks = await engine.read<{ look: number }>("select look from value.looks order by look");
  const told = await readDesign(engine);
  const saved = new Map<number, ModelFile>();
  for (const { look } of looks) {
    const kept = look === 0 ? model!.text : null;
    saved.set(look, kept === null ? await fitTo(engine, look, parameters, told) : parseModelFile(kept));
  }
  const now = saved.get(0)!;
  saved.set(0, ofCovariates(now, told.covariates));
  await loadParameters(engine, saved);
  await engine.load("value.model_file", { fitted_on: "varchar", settled: "boolean", text: "varchar" }, [
    [model!.fitted_on, Object.values(now.models).some(({ logs }) => logs !== null), printModelFile(now)],
  ]);
  return engine.load(
    table,
    {
      look: "integer",
      model: "varchar",
      verdict: "varchar",
      usable: "boolean",
      people: "bigint",
      repeaters: "bigint",
      log_likelihood: "double",
      gain: "double",
      condition: "double",
      spread: "double",
      data_sha256: "varchar",
      mean_spend: "double",
      correlation: "double",
    },
    rowsOf(saved, (name, each, { data_sha256, mean_spend, correlation }) => [
      [
        ...[name, each.verdict, isUsable(name, each), BigInt(each.people), BigInt(each.repeaters)],
        ...[each.log_likelihood, each.gain, each.condition, each.spread, data_sha256],
        ...(name === SPEND ? [mean_spend, correlation] : [null, null]),
      ],
    ]),
  );
}

/** A model file for customers who are told apart by covariates: without models of others. */
function ofCovariates(file: ModelFile, covariates: readonly Covariate[]): ModelFile {
  if (JSON.stringify(file.covariates ?? []) === JSON.stringify(covariates)) return file;
  const plain = Object.entries(file.models).filter(([name]) => !(name in COVARIATE_BASES));
  return { ...file, models: Object.fromEntries(plain) };
}

interface Told {
  readonly covariates: readonly Covariate[];
  readonly design: Design;
}

/** Fits all models to what was seen by a look. */
async function fitTo(
  engine: Engine,
  look: number,
  parameters: Parameters,
  { covariates, design }: Told,
): Promise<ModelFile> {
  const patterns = await engine.numbers<keyof Patterns>(
    {
      file,
      sql: `select x, recency, age, cast(people as double) as people from value.patterns where look = $look
        order by x, recency, age`,
    },
    { look },
  );
  const [firm] = await engine.read<{ mean: number | null }>(
    `select sum(mean_amount)::double / count(*) as mean from value.histories
    where look = $look and x > 0 and mean_amount > 0`,
    { look },
  );
  const mean = firm!.mean ?? 0;
  const spending = await engine.numbers<keyof Spending>(
    {
      file,
      sql: `select x, mean_amount::double / $mean as mean from value.histories
        where look = $look and x > 0 and mean_amount > 0 order by x, mean_amount`,
    },
    { look, mean },
  );
  const hash = createHash("sha256");
  for (const column of [...Object.values(patterns), ...Object.values(spending)]) hash.update(column);
  const transactions = fitTransactions(patterns);
  const spend = fitSpend(spending, mean);
  const known =
    covariates.length === 0
      ? []
      : fitCovariates(await stratifiedPatterns(engine, look), design, transactions);
  return {
    format: "crm-analyze value model 1",
    fitted_on: parameters.as_of as string,
    time_unit: "week",
    currency: parameters.currency as string,
    data_sha256: hash.digest("hex"),
    mean_spend: mean,
    correlation: spend.correlation,
    ...(covariates.length === 0 ? {} : { covariates: [...covariates] }),
    models: Object.fromEntries([
      ...transactions.map((each) => [each.model, ofTransactions(each)]),
      ...known.map((each) => [each.model, ofKnown(each, design)]),
      [SPEND, ofSpend(spend)],
    ]),
  };
}

function ofTransactions({ model, verdict, people, repeaters, estimate, gain }: Fitted): SavedModel {
  const names = modelOf(model).parameters.map(({ name }) => name);
  return { verdict, people, repeaters, ...estimated(names, estimate), gain: gain ?? null };
}

/** Histories by stratum. */
const stratifiedPatterns = (engine: Engine, look: number) =>
  engine.numbers<keyof StratifiedPatterns>(
    {
      file,
      sql: `select stratum, x, recency, age, cast(count(*) as double) as people from value.histories
        where look = $look group by stratum, x, recency, age order by stratum, x, recency, age`,
    },
    { look },
  );

function ofKnown(
  { model, verdict, people, repeaters, estimate, gain }: FittedCovariates,
  design: Design,
): SavedModel {
  const names = covariateModel(model, design).parameters.map(({ name }) => name);
  return { verdict, people, repeaters, ...estimated(names, estimate), gain: gain ?? null };
}

function ofSpend({ verdict, people, estimate }: Spend): SavedModel {
  const used = verdict === "good" ? estimate : undefined;
  return { verdict, people, repeaters: people, ...estimated(PARAMETERS, used), gain: null };
}

function estimated(names: readonly string[], estimate: Fitted["estimate"]) {
  if (estimate === undefined)
    return { log_likelihood: null, condition: null, spread: null, logs: null, covariance: null };
  const { logLikelihood, condition, spread, logs, covariance } = estimate;
  return {
    log_likelihood: logLikelihood,
    condition: Number.isFinite(condition) ? condition : null,
    spread,
    logs: Object.fromEntries(names.map((name, i) => [name, logs[i]!])),
    covariance: covariance === undefined ? null : covariance.map((row) => [...row]),
  };
}

async function loadParameters(engine: Engine, saved: ReadonlyMap<number, ModelFile>): Promise<void> {
  await engine.load(
    "value.parameters",
    {
      look: "integer",
      model: "varchar",
      place: "integer",
      parameter: "varchar",
      unit: "varchar",
      value: "double",
      standard_error: "double",
      low: "double",
      high: "double",
    },
    rowsOf(saved, (name, { logs, covariance }, { currency }) =>
      Object.entries(logs ?? {}).map(([parameter, log], i) => {
        const error = covariance === null ? null : Math.sqrt(covariance[i]![i]!);
        const at = (by: number) => (error === null ? null : Math.exp(log + by * error));
        const unit = unitOf(name, parameter) === "money" ? currency : unitOf(name, parameter);
        const se = error === null ? null : Math.exp(log) * error;
        return [name, i + 1, parameter, unit, Math.exp(log), se, at(-NINETY), at(NINETY)];
      }),
    ),
  );
  await engine.load(
    "value.covariances",
    { look: "integer", model: "varchar", place: "integer", other: "integer", covariance: "double" },
    rowsOf(saved, (name, { covariance }) =>
      (covariance ?? []).flatMap((row, i) => row.map((value, j) => [name, i + 1, j + 1, value])),
    ),
  );
}

function unitOf(model: string, parameter: string): "week" | "money" | null {
  if (model === SPEND) return parameter === "v" ? "money" : null;
  const { parameters } = COVARIATE_BASES[model as CovariateName] ?? modelOf(model as Fitted["model"]);
  return parameters.find(({ name }) => name === parameter)?.perTime === true ? "week" : null;
}

/** Rows of every look and model, in the order of the look and then the model's name. */
function rowsOf(
  saved: ReadonlyMap<number, ModelFile>,
  rows: (name: string, model: SavedModel, file: ModelFile) => unknown[][],
): unknown[][] {
  return [...saved].flatMap(([look, each]) =>
    Object.keys(each.models)
      .sort()
      .flatMap((name) => rows(name, each.models[name]!, each).map((row) => [look, ...row])),
  );
}
