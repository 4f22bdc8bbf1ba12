import { describe, expect, test } from "vitest";
import type { ModelName } from "../../src/fit/value/model.js";
import { fitSpend } from "../../src/fit/value/spend.js";
import { fitTransactions, modelOf } from "../../src/fit/value/transactions.js";
import { days, inWeeks, weeks } from "../../src/value/time.js";
import { type History, histories, type World } from "../support/histories.js";

const WORLDS: readonly (readonly [ModelName, number[]])[] = [
  ["bg_nbd", [0.6, 6, 0.8, 2.4]],
  ["mbg_nbd", [0.6, 6, 0.9, 1.6]],
  ["pareto_nbd", [0.7, 8, 0.9, 20]],
  ["nbd", [0.5, 9]],
];
const worldOf = (purchases: ModelName, parameters: readonly number[]): World => ({
  purchases,
  parameters,
  spend: [6, 4, 15],
  weeks: 104,
  ahead: 26,
});

/** Patterns of customers, in the order that fits ask for. */
function patternsOf(customers: readonly Pick<History, "x" | "recency" | "age">[]) {
  const sorted = [...customers].sort((a, b) => a.x - b.x || a.recency - b.recency || a.age - b.age);
  return {
    x: sorted.map(({ x }) => x),
    recency: sorted.map(({ recency }) => recency),
    age: sorted.map(({ age }) => age),
    people: sorted.map(() => 1),
  };
}

function spendingOf(customers: readonly History[]) {
  const repeat = customers.filter(({ x }) => x > 0);
  const mean = repeat.reduce((sum, each) => sum + each.mean, 0) / repeat.length;
  return { spending: { x: repeat.map(({ x }) => x), mean: repeat.map((each) => each.mean / mean) }, mean };
}

describe.each(WORLDS)("customers of a world of %s", (name, parameters) => {
  const customers = histories(6000, worldOf(name, parameters), 11);
  const fitted = fitTransactions(patternsOf(customers));
  const own = fitted.find(({ model }) => model === name)!;

  test("its parameters come back, each within four standard errors", () => {
    expect(own.verdict).toBe("good");
    const { logs, covariance } = own.estimate!;
    for (const [i, value] of parameters.entries()) {
      const error = Math.sqrt(covariance![i]![i]!);
      expect(error).toBeLessThan(0.6);
      expect(Math.abs(logs[i]! - Math.log(value)) / error, modelOf(name).parameters[i]!.name).toBeLessThan(4);
    }
  });

  test("the purchases to come are as many as it expects", () => {
    const model = modelOf(name).expectations(own.estimate!.logs.map(Math.exp));
    let [expected, came] = [0, 0];
    for (const { x, recency, age, later } of customers) {
      const [last, time] = [inWeeks(days(recency)), inWeeks(days(age))];
      expected += model.alive(x, last, time) * model.purchases(x, time, weeks(26));
      came += later;
    }
    expect(Math.abs(expected / came - 1)).toBeLessThan(0.06);
  });

  test(name === "nbd" ? "nobody is said to stop" : "that customers stop is seen", () => {
    const verdicts = fitted.filter(({ model }) => model !== "nbd").map(({ verdict }) => verdict);
    if (name === "nbd") expect(verdicts).toEqual(["no_dropout", "no_dropout", "no_dropout"]);
    else expect(own.gain).toBeGreaterThan(50);
  });
});

test("where nobody stops, the likelihood of every model is that of the one without dropout, or hardly more", () => {
  const customers = histories(3000, worldOf("nbd", [0.744, 9.05]), 5);
  const [without, ...others] = fitTransactions(patternsOf(customers));
  for (const { model, estimate, gain } of others) {
    expect(estimate!.logLikelihood, model).toBeGreaterThan(without!.estimate!.logLikelihood - 0.01);
    expect(gain).toBeLessThan(5.138);
    expect(estimate!.logs.every(Number.isFinite)).toBe(true);
  }
});

test("three customers are too few, and of one-time buyers alone nothing is told; neither is an error", () => {
  const few = fitTransactions(patternsOf([{ x: 2, recency: 30, age: 70 }]));
  expect(few.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 4 }, () => "too_few"));
  const once = Array.from({ length: 500 }, (_, i) => ({ x: 0, recency: 0, age: i }));
  const fitted = fitTransactions(patternsOf(once));
  expect(fitted.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 4 }, () => "one_time_only"));
  expect(fitted.every(({ estimate }) => estimate === undefined)).toBe(true);
  expect(fitTransactions(patternsOf([])).map(({ verdict }) => verdict)).toEqual(
    Array.from({ length: 4 }, () => "too_few"),
  );
});

test("somebody who buys nearly every day, and those whose first purchase is today, spoil no fit", () => {
  const customers = histories(3000, worldOf("bg_nbd", [0.6, 6, 0.8, 2.4]), 3);
  const odd = [
    { x: 700, recency: 720, age: 725 },
    ...Array.from({ length: 40 }, () => ({ x: 0, recency: 0, age: 0 })),
  ];
  for (const { estimate } of fitTransactions(patternsOf([...customers, ...odd])).slice(1)) {
    expect(estimate!.converged).toBe(true);
    expect(estimate!.covariance!.flat().every(Number.isFinite)).toBe(true);
  }
});

describe("spend", () => {
  const customers = histories(8000, worldOf("bg_nbd", [0.6, 6, 0.8, 2.4]), 21);

  test("parameters of the gamma-gamma model come back, and the expected purchase in money", () => {
    const { spending, mean } = spendingOf(customers);
    const { verdict, estimate, p, q, v, correlation } = fitSpend(spending, mean);
    expect(verdict).toBe("good");
    for (const [i, value] of [6, 4, 15].entries())
      expect(Math.abs(estimate!.logs[i]! - Math.log(value))).toBeLessThan(
        4 * Math.sqrt(estimate!.covariance![i]![i]!),
      );
    expect((p * v) / (q - 1) / ((6 * 15) / 3)).toBeCloseTo(1, 1);
    expect(Math.abs(correlation!)).toBeLessThan(0.05);
  });

  test("all amounts equal, few customers, and a mean that is infinite each have their answer", () => {
    const equal = { x: Array.from({ length: 60 }, () => 2), mean: Array.from({ length: 60 }, () => 1) };
    expect(fitSpend(equal, 20)).toMatchObject({ verdict: "equal", p: 1, q: 2, v: 20 });
    const few = { x: [1, 2], mean: [1, 1.5] };
    expect(fitSpend(few, 20)).toMatchObject({ verdict: "too_few", p: 1, q: 2, v: 20 });
    const wild = histories(4000, { ...worldOf("bg_nbd", [0.6, 6, 0.8, 2.4]), spend: [6, 0.7, 15] }, 4);
    const { spending, mean } = spendingOf(wild);
    expect(fitSpend(spending, mean).verdict).toBe("no_mean");
    expect(fitSpend({ x: [], mean: [] }, 0)).toMatchObject({ verdict: "too_few", people: 0 });
  });
});
