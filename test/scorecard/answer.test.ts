import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { answer } from "../../src/scorecard/answer.js";
import { loadTested } from "../../src/scorecard/load-tested.js";
import { rowsOf } from "../../src/scorecard/rows-of.js";
import type { CardSettings } from "../../src/scorecard/settings.js";
import { questionOf } from "../support/questions.js";

/**
 * Answers a question of 1,200 examples: half of those with `income` 1 say yes, a tenth of the others; `seen`
 * and `told` know the answer, `tenure` tells nothing.
 */
async function answered(some: Partial<Record<keyof CardSettings, unknown>> = {}, columns = "") {
  return answer(await engineOf(columns), questionOf("given.examples", some));
}

async function engineOf(columns: string) {
  const engine = await openEngine({ threads: 1 });
  onTestFinished(() => engine.close());
  const sql = `with drawn as (
      select range as i, range % 2 as income,
        case when range % 2 = 1 then (range // 2) % 2 = 0 else (range // 2) % 10 = 0 end as yes
      from range(1200)
    )
    select 'e' || i as example, 'c' || i as customer_id, date '2026-01-31' as day, null::date as answered_on,
      yes::integer as answer, 'past' as sample, income, (i // 2) % 11 as tenure,
      case when yes then date '2026-02-15' else date '2026-01-01' end as seen, case when yes <> (i // 4 % 40 = 0) then 5 else 1 end as told${columns}
    from drawn`;
  await engine.create("given.examples", { sql, file: "test" });
  return engine;
}

const chance = (odds: number) => 1 / (1 + Math.exp(-odds));
/** The mean chance that a card gives those learnt from, from what it says of each bin. */
function meanChance({ learned }: Awaited<ReturnType<typeof answered>>): number {
  const { intercept, terms } = learned.card!;
  expect(terms.map(({ feature }) => feature)).toEqual(["income"]);
  const bins = terms[0]!.bins;
  const all = bins.reduce((sum, { rows }) => sum + rows, 0);
  return bins.reduce((sum, { rows, effect }) => sum + rows * chance(intercept + effect), 0) / all;
}

test("what knows the answer is left out and told, by dates after the day and by telling all alone", async () => {
  const { learned, sighted } = await answered();
  expect(sighted.get("seen")).toMatchObject({ leak: "left_out", signs: expect.arrayContaining(["after"]) });
  expect(sighted.get("told")).toMatchObject({ leak: "left_out", signs: expect.arrayContaining(["alone"]) });
  expect(sighted.get("income")!.leak).not.toBe("left_out");
  for (const { terms } of learned.cards.values())
    expect(terms.map(({ feature }) => feature)).toEqual(["income"]);
});

test("what the user keeps is used all the same, and told as kept", async () => {
  const { learned, sighted } = await answered({ keep: ["told"] });
  expect(sighted.get("told")!.leak).toBe("kept");
  expect(learned.card!.terms.map(({ feature }) => feature)).toContain("told");
});

test("what is excluded is not looked at", async () => {
  const { sighted, read } = await answered({ exclude: ["told", "seen"] });
  expect([...sighted.keys()]).toEqual(["income", "tenure"]);
  expect(read.columns.length).toBe(2);
});

test("a prior moves the odds of all alike, and the whole points with them", async () => {
  const [plain, prior] = [await answered(), await answered({ prior: 0.05 })];
  const rate = 0.3;
  expect(meanChance(plain)).toBeCloseTo(rate, 2);
  const shift = Math.log(0.05 / 0.95) - Math.log(rate / (1 - rate));
  for (const [form, card] of prior.learned.cards) {
    const before = plain.learned.cards.get(form)!;
    expect(card.intercept - before.intercept).toBeCloseTo(shift, 5);
    expect(card.terms).toEqual(before.terms);
    // What is written down scores: whole millionths.
    expect(Math.abs(card.intercept * 1e6 - Math.round(card.intercept * 1e6))).toBeLessThan(1e-6);
    const [own, other] = [prior, plain].map(({ points }) => points.get(form)!.base) as [number, number];
    expect(Math.abs(own - other + (50 / Math.LN2) * shift)).toBeLessThanOrEqual(1);
  }
  expect(prior.learned.card).toEqual(prior.learned.cards.get(prior.learned.form!));
});

test("chances out of fold are those of the prior where the cut-off is asked, those of the examples where they are measured", async () => {
  const engine = await engineOf("");
  const found = await answer(engine, questionOf("given.examples", { prior: 0.05, form: "classic" }));
  await loadTested(engine, "given.tested", found);
  const tested = await engine.read<{ example: string; p: number }>(
    "select example, p from given.tested order by example",
  );
  const { p } = found.learned.scored.find(({ sample }) => sample === "out_of_fold")!;
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, one) => sum + one, 0) / values.length;
  expect(mean(p)).toBeCloseTo(0.3, 2);
  const odds = (one: number) => Math.log(one / (1 - one));
  for (const [i, { p: moved }] of tested.entries())
    expect(odds(moved) - odds(p[i]!)).toBeCloseTo(Math.log(0.05 / 0.95) - Math.log(0.3 / 0.7), 2);
});

test("a weight counts: a yes of weight 4 is four of them", async () => {
  const weighted = await answered({}, ", case when yes then 4.0 else 1.0 end as weight");
  expect(meanChance(weighted)).toBeCloseTo((0.8 + 0.4 / 1.3) / 2, 2);
  expect(weighted.read.columns.map(({ name }) => name)).not.toContain("weight");
  // With the prior of the plain rows, weights and all, chances are those of the plain rows again.
  const back = await answered({ prior: 0.3 }, ", case when yes then 4.0 else 1.0 end as weight");
  expect(meanChance(back)).toBeCloseTo(0.3, 2);
});

test("where nothing can be learnt, a prior has nothing to move", async () => {
  const { learned, points } = await answered({ prior: 0.05, exclude: ["income"] });
  expect(learned.verdict.verdict).toBe("no_signal");
  expect(points.size).toBe(1);
  expect(learned.card!.intercept).toBeCloseTo(Math.log(0.05 / 0.95), 2);
});

test("points of both answers are spread where a prior puts them, and a baseline that is no feature is refused", async () => {
  const middle = async (prior?: number) => {
    const rows = rowsOf(await answered(prior === undefined ? {} : { prior }), "2026-01-31").distribution;
    return rows.reduce(
      (sum, [, , low, high, , share]) => sum + (Number(share) * (Number(low) + Number(high))) / 4,
      0,
    );
  };
  const moved = (50 / Math.LN2) * (Math.log(0.3 / 0.7) - Math.log(0.05 / 0.95));
  expect(Math.abs(Math.abs((await middle(0.05)) - (await middle())) - moved)).toBeLessThan(10);
  await expect(answered({ baseline: "incom" })).rejects.toThrow(/no feature/);
});
