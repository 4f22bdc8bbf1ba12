import { describe, expect, test } from "vitest";
import { type Occasions, occasionsAhead, occasionsLikelihood } from "../../../src/fit/value/beta-binomial.js";
import { fitOccasions, formOf, type OccasionFit } from "../../../src/fit/value/fit-occasions.js";
import { logBeta } from "../../../src/numeric/log-gamma.js";
import { uniform } from "../../../src/numeric/uniform.js";
import { occasionsOf } from "../../support/occasions.js";

const some = {
  x: [3, 2, 1, 2, 1, 1, 0],
  last: [3, 3, 3, 2, 2, 1, 0],
  n: [3, 3, 3, 3, 3, 3, 3],
  people: [300, 150, 60, 130, 90, 160, 500],
};

const parametersOf = ({ verdict, estimate }: OccasionFit) => formOf(verdict)!.logs(estimate!.logs);

describe("the likelihood of purchases at occasions", () => {
  test("is that of beta functions", () => {
    const [a, b, c, d] = [1.2, 0.75, 0.66, 2.78];
    const [x, last, n] = [2, 3, 5];
    let sum = Math.exp(logBeta(a + x, b + n - x) + logBeta(c, d + n));
    for (let at = last; at < n; at++) sum += Math.exp(logBeta(a + x, b + at - x) + logBeta(c + 1, d + at));
    const wanted = Math.log(sum) - logBeta(a, b) - logBeta(c, d);
    const { value } = occasionsLikelihood({ x: [x], last: [last], n: [n], people: [1] })(
      [a, b, c, d].map(Math.log),
    );
    expect(value).toBeCloseTo(wanted, 12);
  });

  test("has the slopes that are its own, whatever the order of the histories", () => {
    const likelihood = occasionsLikelihood({ ...some, n: [3, 5, 3, 4, 5, 3, 5] });
    const at = [0.3, -0.2, -0.7, 0.9];
    at.forEach((_, i) => {
      const moved = (by: number) => likelihood(at.map((value, j) => (i === j ? value + by : value))).value;
      expect((moved(1e-5) - moved(-1e-5)) / 2e-5).toBeCloseTo(likelihood(at).gradient[i]!, 3);
    });
    const turned = Object.fromEntries(
      Object.entries(some).map(([name, values]) => [name, [...values].reverse()]),
    ) as unknown as Occasions;
    expect(occasionsLikelihood(turned)(at).value).toBeCloseTo(occasionsLikelihood(some)(at).value, 9);
  });
});

describe("what is ahead", () => {
  test("whoever bought at the last one is there, and the chance falls with the pause", () => {
    const ahead = occasionsAhead(parametersOf(fitOccasions(some)).map(Math.exp));
    const alive = [3, 2, 1].map((last) => ahead.alive(1, last, 3));
    expect(alive[0]).toBeGreaterThan(alive[1]!);
    expect(alive[1]).toBeGreaterThan(alive[2]!);
    expect(alive[2]).toBeGreaterThan(0);
    expect(alive[0]).toBeLessThan(1);
  });

  test.each([[[1.2, 0.75, 0.66, 2.78]], [[1.2, 0.75, 0, 1]], [[2e6, 1e6, 1e5, 1e6]]] as const)(
    "all to come is the sum of the next ones, discounted: %j",
    (parameters) => {
      const ahead = occasionsAhead(parameters);
      let [sum, before] = [0, 0];
      for (let i = 1; i <= 400; i++) {
        const until = ahead.purchases(3, 6, i);
        sum += (until - before) / 1.1 ** i;
        before = until;
      }
      expect(ahead.residual(3, 6, 0.1)).toBeCloseTo(sum, 8);
      expect(() => ahead.residual(3, 6, 0)).toThrow(RangeError);
    },
  );

  test("where nobody leaves a customer buys as often as by the beta-binomial", () => {
    const ahead = occasionsAhead([2, 3, 0, 1]);
    expect(ahead.alive(1, 1, 5)).toBe(1);
    expect(ahead.purchases(1, 5, 4)).toBeCloseTo((4 * 3) / 10, 12);
  });
});

describe("a fit", () => {
  test.each([
    ["nobody_bought", { x: [0], last: [0], n: [5], people: [500] }],
    ["too_few", { x: [0, 1], last: [0, 1], n: [5, 5], people: [500, 10] }],
    ["too_few", { x: [0], last: [0], n: [0], people: [500] }],
    ["too_few", { x: [], last: [], n: [], people: [] }],
    ["always_bought", { x: [5, 0], last: [5, 0], n: [5, 0], people: [500, 20] }],
    ["no_dropout_same_rate", { x: [0, 1], last: [0, 1], n: [1, 1], people: [300, 200] }],
    ["same_dropout", some],
  ] as const)("%s", (verdict, occasions) => {
    const found = fitOccasions(occasions);
    expect(found.verdict).toBe(verdict);
    expect(JSON.stringify(found)).not.toMatch(/NaN|null/);
    expect(found.estimate === undefined).toBe(formOf(verdict) === undefined);
  });

  test("where all that came back did so at once and no more, customers have left, and nothing is no number", () => {
    const found = fitOccasions({ x: [0, 1], last: [0, 1], n: [6, 6], people: [500, 300] });
    expect(found.gain).toBeGreaterThan(5.138);
    expect(JSON.stringify(found)).not.toMatch(/NaN|null/);
  });

  test("a history that cannot be is refused", () => {
    const one = { x: [2], last: [1], n: [3], people: [1] };
    expect(() => fitOccasions(one)).toThrow(RangeError);
    expect(() => fitOccasions({ ...one, x: [0] })).toThrow(RangeError);
  });

  test("known parameters come back from simulated customers", () => {
    const truth = [1.2, 0.75, 0.66, 2.78];
    const { verdict, estimate } = fitOccasions(
      occasionsOf(20_000, [1.2, 0.75, 0.66, 2.78], [4, 8], uniform(3)),
    );
    expect(verdict).toBe("good");
    truth.forEach((value, i) => {
      const error = Math.sqrt(estimate!.covariance![i]![i]!);
      expect(Math.abs(estimate!.logs[i]! - Math.log(value))).toBeLessThan(3 * error);
      expect(error).toBeLessThan(0.25);
    });
  });

  test.each([
    ["same_both", 0.6, 0.2],
    ["no_dropout_same_rate", 0.3, 0],
  ] as const)("customers who are all alike are told so: %s", (verdict, buys, leaves) => {
    const found = fitOccasions(alike(10_000, buys, leaves, 5));
    expect(found.verdict).toBe(verdict);
    const [alpha, beta, gamma, delta] = parametersOf(found).map(Math.exp) as [number, number, number, number];
    expect(alpha / (alpha + beta)).toBeCloseTo(buys, 3);
    expect(gamma / (gamma + delta)).toBeCloseTo(leaves, 3);
  });

  test("of customers who differ in how readily they buy but never leave is the beta-binomial", () => {
    const found = fitOccasions(occasionsOf(10_000, (next) => [next(), 0], [4, 8], uniform(5)));
    expect(found.verdict).toBe("no_dropout");
    expect(Math.abs(found.estimate!.logs[0]!)).toBeLessThan(0.15);
    expect(Math.abs(found.estimate!.logs[1]!)).toBeLessThan(0.15);
  });
});

/** As many customers as chance has of each history, where all buy and leave at one chance. */
function alike(count: number, buys: number, leaves: number, n: number): Occasions {
  const groups = new Map<string, [number, number, number]>();
  for (let there = 0; there <= n; there++)
    for (let which = 0; which < 2 ** there; which++) {
      const each = Array.from({ length: there }, (_, i) => (which >> i) % 2 === 1);
      const [x, last] = [each.filter(Boolean).length, each.lastIndexOf(true) + 1];
      const chance = (1 - leaves) ** there * (there < n ? leaves : 1) * buys ** x * (1 - buys) ** (there - x);
      const people = (groups.get(`${x} ${last}`)?.[2] ?? 0) + count * chance;
      groups.set(`${x} ${last}`, [x, last, people]);
    }
  const column = (k: 0 | 1 | 2) => [...groups.values()].map((group) => group[k]);
  return { x: column(0), last: column(1), n: column(0).map(() => n), people: column(2) };
}
