import { readFileSync } from "node:fs";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { z } from "zod";
import { CliError, EXIT } from "../error.js";
import { COVARIATE_NAMES, covariateModel } from "../fit/value/covariates.js";
import { PARAMETERS } from "../fit/value/gamma-gamma.js";
import { MODELS } from "../fit/value/transactions.js";
import { FAR } from "../fit/value/verdict.js";
import { type Covariate, covariate, designOf } from "./levels.js";

/** What two numbers of a file may differ by and still be one, in parts of the largest. */
const ROUNDING = 1e-9;

const NAMES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(MODELS.map(({ name, parameters }) => [name, parameters.map((each) => each.name)])),
  gamma_gamma: PARAMETERS,
};

/** The parameters of every model, by its name; those with covariates are there where there are effects. */
const namesOf = (covariates: readonly Covariate[]): Readonly<Record<string, readonly string[]>> => {
  const design = designOf(covariates, []);
  const known = COVARIATE_NAMES.map((name) => [
    name,
    covariateModel(name, design).parameters.map((each) => each.name),
  ]);
  return { ...NAMES, ...(covariates.length === 0 ? {} : Object.fromEntries(known)) };
};

/** Verdicts of a model that is used as it was fitted. */
const USED: readonly string[] = ["good", "same_dropout"];
const VERDICTS = [
  ...["good", "same_dropout", "no_dropout", "same_rate", "flat", "not_converged", "too_few"],
  ...["one_time_only", "equal", "no_mean", "no_signal", "one_level"],
] as const;

const model = z
  .strictObject({
    verdict: z.enum(VERDICTS),
    people: z.int().min(0),
    repeaters: z.int().min(0),
    log_likelihood: z.number().nullable(),
    gain: z.number().nullable(),
    condition: z.number().nullable(),
    spread: z.number().nullable(),
    /** Logarithms of the parameters, by name. */
    logs: z.record(z.string(), z.number().min(-60).max(60)).nullable(),
    covariance: z.array(z.array(z.number())).nullable(),
  })
  .refine(
    ({ logs, covariance }) =>
      covariance === null ||
      (logs !== null && [covariance, ...covariance].every((row) => row.length === Object.keys(logs).length)),
    "the covariance is not as wide as there are parameters",
  )
  .refine(
    ({ verdict, logs }) =>
      !USED.includes(verdict) || (logs !== null && Object.values(logs).every((log) => Math.abs(log) <= FAR)),
    `the logarithms of a model that is used are from -${FAR} to ${FAR}`,
  )
  .refine(
    ({ verdict, covariance }) => !USED.includes(verdict) || covariance === null || isCovariance(covariance),
    `the covariance is none: symmetric, no variance below 0 in any direction or above ${FAR}`,
  );

function isCovariance(rows: readonly (readonly number[])[]): boolean {
  const largest = Math.max(...rows.map((row, i) => row[i]!));
  const near = (a: number, b: number) => Math.abs(a - b) <= ROUNDING * largest;
  if (!(largest <= FAR) || !rows.every((row, i) => row.every((value, j) => near(value, rows[j]![i]!))))
    return false;
  const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(rows.map((row) => [...row])), {
    assumeSymmetric: true,
  });
  return realEigenvalues.every((variance) => variance >= -ROUNDING * largest);
}

const file = z
  .strictObject({
    format: z.literal("crm-analyze value model 1"),
    fitted_on: z.iso.date(),
    time_unit: z.literal("week"),
    currency: z.string(),
    /** SHA-256 of the histories that it was fitted to. */
    data_sha256: z.string(),
    /** The mean of customers' mean purchases. */
    mean_spend: z.number(),
    correlation: z.number().nullable(),
    /** What customers were told apart by; absent where by nothing. */
    covariates: z.array(covariate).min(1).max(6).optional(),
    models: z.record(z.string(), model),
  })
  .superRefine(({ covariates = [], models }, context) => {
    const names = namesOf(covariates);
    const right =
      Object.keys(models).length === Object.keys(names).length &&
      Object.entries(names).every(([name, parameters]) => {
        const logs = models[name]?.logs;
        return logs === null || (logs !== undefined && Object.keys(logs).join() === parameters.join());
      });
    if (right) return;
    const known = Object.entries(names).map(([name, parameters]) => `${name}: ${parameters.join(", ")}`);
    context.addIssue({
      code: "custom",
      path: ["models"],
      message: `models and parameters are ${known.join("; ")}`,
    });
  });

/** What a model was fitted to be, to be used again as it is. */
export type ModelFile = z.output<typeof file>;
export type SavedModel = z.output<typeof model>;

/** Whether a model is used; that in which nobody stops is wherever it could be fitted. */
export const isUsable = (name: string, { verdict, logs }: SavedModel): boolean =>
  logs !== null && (name === "nbd" || USED.includes(verdict));

/** The text of a model file that an earlier run wrote. */
export const parseModelFile = (text: string): ModelFile => file.parse(JSON.parse(text));

/**
 * Reads a model file that a pipeline names.
 * @throws {CliError} exit 2 if there is none, it is not what this version writes, or of another currency
 */
export function readModelFile(path: string, currency: string): { text: string; fitted_on: string } {
  const refuse = (message: string, hint: string) =>
    new CliError(EXIT.usage, { code: "CRM-E1130", file: path, message, hint });
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw refuse("there is no such model file, or it cannot be read", "A run writes models/value.json.");
  }
  let saved: ModelFile;
  try {
    saved = parseModelFile(text);
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const where = issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}; `;
    throw refuse(`${where}it is no model of this version`, "Take models/value.json of a run as it is.");
  }
  if (saved.currency !== currency)
    throw refuse(
      `the model was fitted in ${saved.currency}, and the pipeline is in ${currency}`,
      "Fit one in the pipeline's currency: model: fit.",
    );
  return { text, fitted_on: saved.fitted_on };
}

/** The text of a model file: the same for one that was read. */
export const printModelFile = (saved: ModelFile): string =>
  `${JSON.stringify(file.parse(saved), undefined, 1)}\n`;
