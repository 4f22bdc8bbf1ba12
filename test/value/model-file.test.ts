import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { CliError, type Problem } from "../../src/error.js";
import { parseModelFile, printModelFile, readModelFile } from "../../src/value/model-file.js";

const fitted = (logs: Record<string, number> | null) => ({
  verdict: logs === null ? "not_converged" : "good",
  people: 2357,
  repeaters: 946,
  log_likelihood: -9582.4,
  gain: null,
  condition: 40,
  spread: 0,
  logs,
  covariance:
    logs && Object.keys(logs).map((_, i) => Object.keys(logs).map((_, j) => (i === j ? 0.01 : 0) as number)),
});
const GOOD = {
  format: "crm-analyze value model 1",
  fitted_on: "2026-11-22",
  time_unit: "week",
  currency: "CAD",
  data_sha256: "00",
  mean_spend: 35.25,
  correlation: 0.11,
  models: {
    nbd: fitted({ r: -0.955, alpha: 2.49 }),
    bg_nbd: fitted({ r: -1.42, alpha: 1.48, a: -0.23, b: 0.89 }),
    mbg_nbd: fitted(null),
    pareto_nbd: fitted({ r: -0.59, alpha: 2.36, s: -0.5, beta: 2.46 }),
    gamma_gamma: fitted({ p: 1.83, q: 1.32, v: 2.74 }),
  },
};
type File = typeof GOOD;

const folder = mkdtempSync(join(tmpdir(), "model-file-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "value.json");

function refusal(text: string): Problem & { exit: number } {
  writeFileSync(path, text);
  try {
    readModelFile(path, "CAD");
  } catch (error) {
    if (error instanceof CliError) return { exit: error.exit, ...error.problems[0]! };
    throw error;
  }
  throw new Error("it was taken");
}

test("what is written is read, and written again it is the same bytes", () => {
  const text = printModelFile(parseModelFile(JSON.stringify(GOOD)));
  writeFileSync(path, text);
  const read = readModelFile(path, "CAD");
  expect(read).toEqual({ text, fitted_on: "2026-11-22" });
  expect(printModelFile(parseModelFile(read.text))).toBe(text);
});

const changed = (change: (file: File) => void) => {
  const file = structuredClone(GOOD);
  change(file);
  return JSON.stringify(file);
};

test.each<[string, string]>([
  ["no JSON", "{"],
  ["another format", changed((file) => (file.format = "crm-analyze value model 9"))],
  ["another unit of time", changed((file) => (file.time_unit = "day"))],
  ["no day", changed((file) => (file.fitted_on = "yesterday"))],
  ["a key too many", JSON.stringify({ ...GOOD, extra: 1 })],
  ["a key too few", changed((file) => delete (file as Partial<File>).mean_spend)],
  ["a model too few", changed((file) => delete (file.models as Partial<File["models"]>).nbd)],
  ["a model that there is not", changed((file) => Object.assign(file.models, { best: fitted(null) }))],
  ["a parameter of another name", changed((file) => (file.models.nbd.logs = { r: 1, beta: 1 }))],
  ["parameters in another order", changed((file) => (file.models.nbd.logs = { alpha: 1, r: 1 }))],
  ["a parameter beyond all bounds", changed((file) => (file.models.nbd.logs = { r: 1, alpha: 700 }))],
  ["a covariance of another width", changed((file) => file.models.nbd.covariance!.pop())],
  ["a covariance without parameters", changed((file) => (file.models.nbd.logs = null))],
  ["a verdict that there is not", changed((file) => (file.models.nbd.verdict = "bad"))],
  ["a variance below 0", changed((file) => (file.models.nbd.covariance![1]![1] = -1))],
  ["a variance beyond all bounds", changed((file) => (file.models.nbd.covariance![1]![1] = 50))],
  ["a covariance that is not symmetric", changed((file) => (file.models.nbd.covariance![0]![1] = 0.001))],
  ["a model that is used, far out", changed((file) => (file.models.bg_nbd.logs!.b = 30))],
  ["a number that is a word", JSON.stringify(GOOD).replace("-9582.4", '"many"')],
])("%s is refused, with its code and the way out", (_, text) => {
  const error = refusal(text);
  expect(error).toMatchObject({ code: "CRM-E1130", file: path, exit: 2 });
  expect(error.hint).toContain("models/value.json");
});

const COVARIATES = [
  {
    name: "channel",
    numeric: false,
    levels: ["web", "store"].map((level) => ({ level, low: null, high: null })),
    reference: 0,
  },
];
const WITH = {
  ...GOOD,
  covariates: COVARIATES,
  models: {
    ...GOOD.models,
    bg_nbd_covariates: fitted({
      ...GOOD.models.bg_nbd.logs!,
      "rate: channel = store": 0.7,
      "dropout: channel = store": -0.4,
    }),
    pareto_nbd_covariates: fitted(null),
  },
};

test("covariates are saved with their levels and effects, and a file of both must fit", () => {
  const text = printModelFile(parseModelFile(JSON.stringify(WITH)));
  expect(printModelFile(parseModelFile(text))).toBe(text);
  const { covariates: _, ...without } = WITH;
  expect(refusal(JSON.stringify(without))).toMatchObject({ code: "CRM-E1130" });
  expect(refusal(JSON.stringify({ ...GOOD, covariates: COVARIATES }))).toMatchObject({ code: "CRM-E1130" });
  const other = structuredClone(WITH);
  other.covariates[0]!.levels[1]!.level = "fair";
  expect(refusal(JSON.stringify(other)).message).toContain("rate: channel = fair");
  expect(refusal(JSON.stringify({ ...WITH, covariates: [{ ...COVARIATES[0]!, reference: 2 }] })).code).toBe(
    "CRM-E1130",
  );
});

test("where there is no file, it says so", () => {
  expect(() => readModelFile(join(folder, "none.json"), "CAD")).toThrow(/no such model file/);
});

test("a model of another currency is refused", () => {
  const error = refusal(changed((file) => (file.currency = "EUR")));
  expect(error).toMatchObject({ code: "CRM-E1130", file: path, exit: 2 });
  expect(error.message).toContain("fitted in EUR, and the pipeline is in CAD");
});

test("the place of what is wrong is told", () => {
  expect(refusal(changed((file) => (file.models.nbd.people = -1))).message).toContain("models.nbd.people");
});
