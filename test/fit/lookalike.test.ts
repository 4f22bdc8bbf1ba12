import { describe, expect, test } from "vitest";
import { captured } from "../../src/fit/segments/capture.js";
import { fitLookalike, type Sample } from "../../src/fit/segments/lookalike.js";
import { uniform } from "../../src/numeric/uniform.js";

type Draw = (next: () => number) => { readonly at: number[]; readonly seed: boolean };

/** A sample of so many people, each drawn by itself. */
function drawn(people: number, seed: number, draw: Draw, features = ["a", "b", "c"]): Sample {
  const next = uniform(seed);
  const all = Array.from({ length: people }, () => ({ rfm: Math.floor(3 + 13 * next()), ...draw(next) }));
  const seeds = all.filter((each) => each.seed);
  const others = all.filter((each) => !each.seed);
  return { seeds, others, seedsInAll: seeds.length, othersInAll: others.length, features };
}

const normal = (next: () => number) => {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += next();
  return sum - 6;
};
const three = (next: () => number) => [normal(next), normal(next), normal(next)];
const judged = ({ captures }: ReturnType<typeof fitLookalike>, ranking: string) =>
  captures.find((each) => each.ranking === ranking && each.depth === 0.1)!;

test("seeds drawn by a logistic rule are found, and the weights point its way", () => {
  const fitted = fitLookalike(
    drawn(3000, 1, (next) => {
      const at = three(next);
      return { at, seed: next() < 1 / (1 + Math.exp(4 - 2 * at[0]! + at[1]!)) };
    }),
  );
  expect(fitted.verdict).toBe("scored");
  const { weights } = fitted.model!;
  expect(weights[0]).toBeGreaterThan(1.5);
  expect(weights[1]).toBeLessThan(-0.7);
  expect(Math.abs(weights[2]!)).toBeLessThan(0.2);
  expect(judged(fitted, "lookalike").low).toBeGreaterThan(0.3);
  const rfm = judged(fitted, "rfm");
  expect(rfm.low).toBeLessThan(0.1);
  expect(rfm.high).toBeGreaterThan(0.1);
});

test("seeds drawn at random have no signal, but for one draw in forty", () => {
  const verdicts = Array.from(
    { length: 40 },
    (_, i) => fitLookalike(drawn(600, i + 1, (next) => ({ at: three(next), seed: next() < 0.1 }))).verdict,
  );
  expect(verdicts.filter((verdict) => verdict !== "no_signal").length).toBeLessThanOrEqual(4);
});

// A fifth of a kind that stands apart carries the label: what Elkan and Noto ask for.
test("where a kind stands apart, the chance that one of it is a seed is found", () => {
  const fitted = fitLookalike(
    drawn(6000, 3, (next) => {
      const kind = next() < 0.3;
      return { at: [normal(next) + (kind ? 4 : -4), normal(next), normal(next)], seed: kind && next() < 0.2 };
    }),
  );
  expect(fitted.verdict).toBe("scored");
  expect(Math.abs(fitted.labelled! - 0.2)).toBeLessThan(0.03);
});

test("a sample of the others weighs as much as all of them", () => {
  const draw: Draw = (next) => {
    const at = three(next);
    return { at, seed: next() < 1 / (1 + Math.exp(2 - at[0]!)) };
  };
  const all = drawn(8000, 5, draw);
  const half = { ...all, others: all.others.filter((_, i) => i % 2 === 0) };
  const [whole, part] = [fitLookalike(all).model!, fitLookalike(half).model!];
  expect(Math.abs(whole.intercept - part.intercept)).toBeLessThan(0.1);
});

describe("leaks", () => {
  test("one feature tells the seeds, in either direction", () => {
    for (const sign of [1, -1]) {
      const fitted = fitLookalike(
        drawn(500, 7, (next) => {
          const at = three(next);
          return { at, seed: sign * at[1]! > 1 };
        }),
      );
      expect(fitted).toMatchObject({ verdict: "leak", leak: "b", captures: [] });
      expect(fitted.model).toBeUndefined();
    }
  });

  test("two features tell them together", () => {
    const fitted = fitLookalike(
      drawn(2000, 8, (next) => {
        const at = three(next);
        return { at, seed: at[0]! + at[1]! > 1.5 };
      }),
    );
    expect(fitted).toMatchObject({ verdict: "leak", captures: [] });
    expect(["a", "b"]).toContain(fitted.leak);
    expect(fitted.auc).toBeGreaterThan(0.995);
  });

  test("the rule names all that there is", () => {
    const sample = drawn(500, 9, (next) => ({ at: [], seed: next() < 0.2 }), []);
    expect(fitLookalike({ ...sample, leftOut: "recency" })).toMatchObject({
      verdict: "leak",
      leak: "recency",
    });
    expect(fitLookalike(sample).verdict).toBe("no_signal");
  });
});

test("fewer than thirty seeds, or others, are too few", () => {
  const sample = drawn(500, 10, (next) => ({ at: three(next), seed: next() < 0.5 }));
  expect(fitLookalike({ ...sample, seeds: sample.seeds.slice(0, 29) }).verdict).toBe("too_few");
  expect(fitLookalike({ ...sample, others: sample.others.slice(0, 29) }).verdict).toBe("too_few");
  expect(fitLookalike({ ...sample, seeds: [], others: [] }).verdict).toBe("too_few");
});

describe("what the top of a ranking holds", () => {
  const others = Array.from({ length: 99 }, (_, i) => i);

  test("seeds above and below the limit", () => {
    expect(captured([100, 88.5, 50], others, 0.1)).toBe(1);
    expect(captured([100, 89.5, 50], others, 0.1)).toBe(2);
    expect(captured([100, 99, 98.5], others, 0.01)).toBe(3);
  });

  test("equal scores hold what chance would", () => {
    expect(captured([1, 1], Array(9).fill(1), 0.2)).toBeCloseTo(0.4, 12);
    expect(captured([1], [], 0.1)).toBeCloseTo(0.1, 12);
  });
});
