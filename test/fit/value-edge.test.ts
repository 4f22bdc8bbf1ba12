import { describe, expect, test } from "vitest";
import type { ModelName } from "../../src/fit/value/model.js";
import { fitTransactions, modelOf } from "../../src/fit/value/transactions.js";
import { verdictOf } from "../../src/fit/value/verdict.js";
import { days, inWeeks, weeks } from "../../src/value/time.js";
import { patternsOf, type World } from "../support/histories.js";

const world = { spend: [6, 4, 15], weeks: 78, ahead: 0 } as const;
const fitted = (
  name: ModelName,
  people: number,
  own: Pick<World, "purchases" | "parameters">,
  seed: number,
) => fitTransactions(patternsOf(people, { ...world, ...own }, seed)).find(({ model }) => model === name)!;

describe("where all who stop do so alike", () => {
  test("BG/NBD tells the one chance of stopping, with its error", () => {
    const found = fitted("bg_nbd", 3000, { purchases: "bg_nbd", parameters: [1, 5, 2e5, 6e5] }, 4);
    expect(found.verdict).toBe("same_dropout");
    const [, , a, b] = found.estimate!.logs.map(Math.exp) as [number, number, number, number];
    expect(a / (a + b)).toBeGreaterThan(0.23);
    expect(a / (a + b)).toBeLessThan(0.27);
    const [first, second] = [found.estimate!.covariance![2]!, found.estimate!.covariance![3]!];
    expect(first[2]).toBeGreaterThan(0);
    expect(first[3]).toBeCloseTo(-Math.sqrt(first[2]! * second[3]!), 10);
  });

  test("Pareto/NBD tells the one rate", () => {
    const found = fitted("pareto_nbd", 3000, { purchases: "pareto_nbd", parameters: [1, 5, 3e5, 6e6] }, 3);
    expect(found.verdict).toBe("same_dropout");
    const [r, alpha, s, beta] = found.estimate!.logs.map(Math.exp) as [number, number, number, number];
    expect(s / beta).toBeCloseTo(0.05, 2);
    expect(r).toBeCloseTo(1, 0);
    expect(alpha).toBeCloseTo(5, 0);
  });

  test.each(["bg_nbd", "mbg_nbd", "pareto_nbd"] as const)("%s: what is expected is a number", (name) => {
    const { edge, expectations } = modelOf(name);
    const model = expectations([1, 5, ...edge!.at(-1).logs.map(Math.exp)]);
    for (const [x, recency, age] of [
      [0, 0, 0],
      [0, 0, 70],
      [3, 30, 40],
      [2000, 300, 300],
    ] as const) {
      const [last, time, year] = [weeks(recency), weeks(age), inWeeks(days(365))];
      const all = [
        model.alive(x, last, time),
        model.purchases(x, time, year),
        model.square(x, time, year),
        model.any(x, time, year),
        model.residual(x, time, 0.002),
      ];
      for (const value of all) expect(value).toBeGreaterThanOrEqual(0);
      expect(all[0]).toBeLessThanOrEqual(1);
      expect(all[2]).toBeGreaterThanOrEqual(all[1]! ** 2);
      expect(all[4]).toBeLessThanOrEqual(model.purchases(x, time, weeks(1e5)) + 1e-9);
    }
  });
});

test("a world in which nobody stops is no edge of another model", () => {
  const found = fitTransactions(patternsOf(2000, { ...world, purchases: "nbd", parameters: [0.6, 8] }, 5));
  expect(found.map(({ verdict }) => verdict)).toEqual(["good", "no_dropout", "no_dropout", "no_dropout"]);
});

test("a parameter that may be anything is not used", () => {
  const estimate = { logs: [0, 1], logLikelihood: -10, converged: true, spread: 0, condition: 1e6 };
  const covariance = [
    [1, 0],
    [0, 30],
  ];
  expect(verdictOf({ ...estimate, covariance }, undefined, false)).toBe("flat");
  expect(
    verdictOf(
      {
        ...estimate,
        covariance: [
          [1, 0],
          [0, 3],
        ],
      },
      undefined,
      false,
    ),
  ).toBe("good");
});
