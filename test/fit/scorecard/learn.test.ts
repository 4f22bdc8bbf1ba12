import { describe, expect, test } from "vitest";
import { CLASSIC } from "../../../src/fit/scorecard/classic.js";
import { FINE, WITH_PAIRS } from "../../../src/fit/scorecard/fine.js";
import { type LearnSettings, learn, type Question } from "../../../src/fit/scorecard/learn.js";
import { calibrationLine } from "../../../src/numeric/calibration-line.js";
import { rocAuc } from "../../../src/numeric/roc-auc.js";
import { uniform } from "../../../src/numeric/uniform.js";
import { chance, worldOf } from "../../support/columns.js";

const AUTO: LearnSettings = {
  form: "auto",
  classic: CLASSIC,
  fine: FINE,
  pairs: WITH_PAIRS,
  folds: 3,
  seed: 7,
};
const ONE: LearnSettings = { ...AUTO, form: "classic" };

/** `n` rows of two features from 0 to 1 and a third that tells nothing, each of its own customer, on one day unless said. */
function questionOf(
  n: number,
  yes: (x: number, y: number, i: number) => number,
  { seed = 3, day = () => 0, lag = 0 }: { seed?: number; day?: (i: number) => number; lag?: number } = {},
): Question {
  const next = uniform(seed);
  const [x, y, noise] = [0, 1, 2].map(() => Array.from({ length: n }, () => next())) as [
    number[],
    number[],
    number[],
  ];
  const answers = x.map((one, i) => Number(next() < yes(one, y[i]!, i)));
  const { columns, examples } = worldOf({ x, y, noise }, answers);
  const days = Float64Array.from(x, (_, i) => day(i));
  return {
    columns,
    ...examples,
    group: Int32Array.from(examples.rows),
    day: days,
    answeredOn: days.map((on) => on + lag),
  };
}

describe("of the forms auto takes the simplest that is not plainly worse", () => {
  test("the classic card, where few bins tell it all", () => {
    const { form, cards } = learn(
      questionOf(1500, (x) => (x > 0.5 ? 0.7 : 0.2)),
      AUTO,
    );
    expect(form).toBe("classic");
    expect([...cards.keys()]).toEqual(["classic", "fine", "pairs"]);
  });

  test("one with tables of two features, where two tell only together", () => {
    const { form, card, scored } = learn(
      questionOf(1500, (x, y) => (x > 0.5 === y > 0.5 ? 0.85 : 0.15)),
      AUTO,
    );
    expect(form).toBe("pairs");
    expect(card!.pairs[0]!.features.toSorted()).toEqual(["x", "y"]);
    expect(scored.map(({ form: own, sample }) => `${own} ${sample}`)).toContain("classic out_of_fold");
  });

  test("the one that was asked for, beside those simpler than it", () => {
    const { form, cards } = learn(
      questionOf(600, (x) => x),
      { ...AUTO, form: "fine" },
    );
    expect(form).toBe("fine");
    expect([...cards.keys()]).toEqual(["classic", "fine"]);
  });
});

test("a card tested by time has learnt only from what was known before the first day of the tests", () => {
  // Of the last months before the tests the answers became known after these began, and they say the contrary.
  const month = (i: number) => Math.floor(i / 150);
  const lied = (i: number) => month(i) >= 5 && month(i) < 9;
  const question = questionOf(1800, (x, _, i) => chance(lied(i) ? 4 - 8 * x : 8 * x - 4), {
    day: (i) => 30 * month(i),
    lag: 120,
  });
  const found = learn(question, { ...ONE, testedFrom: 270 });
  expect(found.judged).toBe("out_of_time");
  expect(found.split!.from).toBe(270);
  expect(Math.max(...found.split!.learnt.map((row) => question.answeredOn[row]!))).toBeLessThanOrEqual(270);
  expect([...found.split!.tested].every((row) => question.day[row]! >= 270)).toBe(true);
  const { rows, p } = found.scored.find(
    ({ form, sample }) => form === "classic" && sample === "out_of_time",
  )!;
  expect(
    rocAuc(
      p,
      Uint8Array.from(rows, (row) => question.answer[row]!),
    ),
  ).toBeGreaterThan(0.85);
  expect(found.verdict.verdict).toBe("usable");
});

describe("the verdict of planted worlds", () => {
  test("no_signal, where nothing tells; a card is there, but may not be used", () => {
    const found = learn(
      questionOf(800, () => 0.3),
      ONE,
    );
    expect(found.verdict.verdict).toBe("no_signal");
    expect(found.verdict.low).toBeLessThanOrEqual(0.5);
  });

  test("too_few, one_class: no card, and no area", () => {
    const few = learn(
      questionOf(800, (_x, _y, i) => Number(i < 49)),
      ONE,
    );
    expect(few.verdict).toMatchObject({ verdict: "too_few", auc: null, gap: null });
    expect(few.card).toBeUndefined();
    expect(
      learn(
        questionOf(800, () => 0),
        ONE,
      ).verdict.verdict,
    ).toBe("one_class");
    expect(
      learn(
        questionOf(0, () => 0),
        ONE,
      ).verdict.verdict,
    ).toBe("too_few");
    expect(
      learn(
        questionOf(800, (_x, _y, i) => Number(i < 50)),
        ONE,
      ).card,
    ).toBeDefined();
  });

  test("customers are counted, not rows: fifty rows of ten customers are too few", () => {
    const question = questionOf(800, (_x, _y, i) => Number(i < 100));
    const found = learn({ ...question, group: question.group.map((row) => Math.floor(row / 10)) }, ONE);
    expect(found.verdict.verdict).toBe("too_few");
  });

  test("what a card has learnt by heart is told as a gap", () => {
    const question = questionOf(400, (x) => 0.2 + 0.2 * x);
    const found = learn(question, { ...AUTO, form: "fine" });
    const area = (sample: string) => {
      const { rows, p } = found.scored.find((each) => each.form === "fine" && each.sample === sample)!;
      return rocAuc(
        p,
        Uint8Array.from(rows, (row) => question.answer[row]!),
      );
    };
    expect(found.verdict.gap).toBeCloseTo(area("apparent") - area("out_of_fold"), 9);
    expect(found.verdict.gap).toBeGreaterThan(0);
  });
});

test("the baseline is the strongest feature, or the one that is named", () => {
  const question = questionOf(800, (x, y) => chance(5 * x + 2 * y - 3.5));
  const area = (baseline?: string) => {
    const found = learn(question, { ...ONE, ...(baseline && { baseline }) });
    const { p } = found.scored.find(({ form }) => form === "baseline")!;
    return rocAuc(p, question.answer);
  };
  expect(area()).toBe(area("x"));
  expect(area("y")).toBeLessThan(area("x") - 0.1);
  expect(area("noise")).toBeLessThan(0.55);
});

test("chances of rows left out are set right by rows of other folds: no line fits them as if it were their own", () => {
  const question = questionOf(400, (x) => 0.1 + 0.1 * x, { seed: 5 });
  const settings = { ...ONE, form: "fine" as const, folds: 5 };
  const { scored } = learn(question, settings);
  for (const form of ["classic", "fine"] as const) {
    const { p, rows } = scored.find((each) => each.form === form && each.sample === "out_of_fold")!;
    const { slope } = calibrationLine(
      p,
      Uint8Array.from(rows, (row) => question.answer[row]!),
    );
    expect(Math.abs(slope.value - 1)).toBeGreaterThan(0.1);
  }
});
