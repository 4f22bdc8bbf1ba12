import { describe, expect, test } from "vitest";
import {
  type CovariateName,
  covariateLikelihood,
  covariateModel,
  type Design,
  fitCovariates,
} from "../../src/fit/value/covariates.js";
import { fitTransactions } from "../../src/fit/value/transactions.js";
import { weeks } from "../../src/value/time.js";
import { type History, histories, type World } from "../support/histories.js";

/** Two covariates: web or store, and whether somebody came by a friend; four strata. */
const DESIGN: Design = {
  effects: ["channel = store", "friend = yes"],
  covariates: [[0], [1]],
  strata: new Map([
    [0, []],
    [1, [0]],
    [2, [1]],
    [3, [0, 1]],
  ]),
};
const NAMES: readonly CovariateName[] = ["bg_nbd_covariates", "pareto_nbd_covariates"];
const BASE = { bg_nbd_covariates: [0.6, 6, 0.8, 2.4], pareto_nbd_covariates: [0.7, 8, 0.9, 20] };
/** Rate by store and by friend, dropout by store and by friend. */
const EFFECTS = [0.7, -0.4, 0.5, 0];

type Customer = History & { readonly stratum: number };

/** Customers whose rates are as their strata say; each stratum has its share of them. */
function simulated(name: CovariateName, effects: readonly number[], count: number, seed: number): Customer[] {
  const model = covariateModel(name, DESIGN);
  const logs = [...BASE[name].map(Math.log), ...effects];
  return [0.4, 0.3, 0.2, 0.1].flatMap((share, stratum) => {
    const world: World = {
      purchases: model.base.name,
      parameters: model.logsOf(logs, stratum).map(Math.exp),
      spend: [6, 4, 15],
      weeks: 104,
      ahead: 26,
    };
    return histories(count * share, world, 100 * seed + stratum).map((each) => ({ ...each, stratum }));
  });
}

function patternsOf(customers: readonly Customer[], stratified: boolean) {
  const place = (each: Customer) => (stratified ? each.stratum : 0);
  const sorted = [...customers].sort((a, b) => place(a) - place(b) || a.x - b.x || a.recency - b.recency);
  return {
    stratum: sorted.map(({ stratum }) => stratum),
    x: sorted.map(({ x }) => x),
    recency: sorted.map(({ recency }) => recency),
    age: sorted.map(({ age }) => age),
    people: sorted.map(() => 1),
  };
}

const fitted = (customers: readonly Customer[]) => {
  const plain = fitTransactions(patternsOf(customers, false));
  return { plain, covariates: fitCovariates(patternsOf(customers, true), DESIGN, plain) };
};

describe.each(NAMES)("%s", (name) => {
  const customers = simulated(name, EFFECTS, 8000, 7);
  const { plain, covariates } = fitted(customers);
  const own = covariates.find(({ model }) => model === name)!;
  const model = covariateModel(name, DESIGN);

  test("its effects and parameters come back, each within four standard errors", () => {
    expect(own.verdict).toBe("good");
    const truth = [...BASE[name].map(Math.log), ...EFFECTS];
    const { logs, covariance } = own.estimate!;
    for (const [i, value] of truth.entries()) {
      const error = Math.sqrt(covariance![i]![i]!);
      expect(error, model.parameters[i]!.name).toBeLessThan(0.6);
      expect(Math.abs(logs[i]! - value) / error, model.parameters[i]!.name).toBeLessThan(4);
    }
    expect(Math.abs(logs[4]! - 0.7)).toBeLessThan(0.15);
    expect(own.gain).toBeGreaterThan(100);
    expect(own.chance).toBeLessThan(1e-12);
  });

  test("what it expects of who comes for the first time is what is true of the stratum", () => {
    const truth = [...BASE[name].map(Math.log), ...EFFECTS].map(Math.exp);
    const parameters = own.estimate!.logs.map(Math.exp);
    const without = plain.find((each) => each.model === model.base.name)!.estimate!.logs.map(Math.exp);
    const newcomer = (by: ReturnType<typeof model.expectations>) => by.purchases(0, weeks(0), weeks(52));
    const right = [0, 1, 2, 3].map((stratum) => newcomer(model.expectations(truth, stratum)));
    for (const [stratum, value] of right.entries())
      expect(newcomer(model.expectations(parameters, stratum)) / value).toBeCloseTo(1, 0.5);
    const plainly = right.map((value) => newcomer(model.base.expectations(without)) / value);
    expect(Math.max(...plainly) / Math.min(...plainly)).toBeGreaterThan(1.3);
  });

  test("the gradient is that of the likelihood", () => {
    const patterns = patternsOf(
      customers.filter((_, i) => i % 40 === 0),
      true,
    );
    const objective = covariateLikelihood(name, DESIGN, patterns, 728);
    for (const at of [
      [-0.4, -2.2, -0.1, 0.4, 0.3, -0.2, 0.1, 0.6],
      [0.5, 0.1, 1, -1, -1, 2, 0, -0.5],
    ]) {
      const { gradient } = objective(at);
      const steepest = Math.max(...gradient.map(Math.abs));
      for (const [i, slope] of gradient.entries()) {
        const moved = (by: number) => objective(at.map((value, j) => (i === j ? value + by : value))).value;
        expect(Math.abs((moved(1e-5) - moved(-1e-5)) / 2e-5 - slope) / steepest).toBeLessThan(1e-7);
      }
    }
  });

  test("without effects it is the plain model, to the last digit", () => {
    const patterns = patternsOf(customers.slice(0, 300), true);
    const at = BASE[name].map((value) => Math.log(value));
    const none = covariateLikelihood(name, DESIGN, patterns, 7)([...at, 0, 0, 0, 0]).value;
    const other: Design = { effects: [], covariates: [], strata: new Map() };
    expect(none).toBeCloseTo(covariateLikelihood(name, other, patterns, 7)(at).value, 8);
  });

  test("covariates that say nothing are told to be no signal", { timeout: 60_000 }, () => {
    const noise = simulated(name, [0, 0, 0, 0], 3000, 9);
    const found = fitted(noise).covariates.find((each) => each.model === name)!;
    expect(found.verdict).toBe("no_signal");
    expect(found.chance).toBeGreaterThan(0.01);
  });
});

test("of two covariates the one that says nothing is left out, and the other told as if it were alone", () => {
  const customers = simulated("bg_nbd_covariates", [0.7, 0, 0.5, 0], 4000, 3);
  const found = fitted(customers).covariates.find(({ model }) => model === "bg_nbd_covariates")!;
  expect(found.verdict).toBe("good");
  const { logs, covariance } = found.estimate!;
  expect([logs[5], logs[7]]).toEqual([0, 0]);
  expect([covariance![5]![5], covariance![7]![4]]).toEqual([0, 0]);
  expect(covariance![4]![6]).toBe(covariance![6]![4]);
  const alone: Design = {
    effects: ["channel = store"],
    covariates: [[0]],
    strata: new Map(
      [...DESIGN.strata].map(([stratum, effects]) => [stratum, effects.filter((i) => i === 0)]),
    ),
  };
  const patterns = patternsOf(customers, true);
  const [single] = fitCovariates(patterns, alone, fitTransactions(patternsOf(customers, false)));
  expect(single!.estimate!.logs).toEqual([0, 1, 2, 3, 4, 6].map((i) => logs[i]));
  expect(found.gain).toBe(single!.gain);
  expect(found.chance).toBe(single!.chance);
}, 60_000);

test("where the plain model is not fitted, the one with covariates is not either, for the same reason", () => {
  const few = simulated("bg_nbd_covariates", EFFECTS, 30, 1);
  expect(fitted(few).covariates.map(({ verdict }) => verdict)).toEqual(["too_few", "too_few"]);
  const nobody: Design = { effects: [], covariates: [], strata: new Map() };
  expect(fitCovariates(patternsOf(few, true), nobody, [])).toEqual([]);
});
