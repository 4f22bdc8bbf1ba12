import { expect, onTestFinished, test } from "vitest";
import { loadRejectInference } from "../../src/credit/reject-inference.js";
import type { Engine, Parameters, Row } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { uniform } from "../../src/numeric/uniform.js";
import { make as makeExamplesScored } from "../../src/rooms/credit/scored.js";
import { bind, schema } from "../../src/rooms/credit/settings.js";
import { make as makeVerdicts } from "../../src/rooms/credit/verdicts.js";

const AROUND = { folder: ".", sources: [], asOf: "2026-11-22", currency: "CAD" };
const N = 1500;
const next = uniform(9);
/** Two thirds are accepted, most of them with a high income; who is bad is known of these alone. */
const ROWS = Array.from({ length: N }, (_, i) => {
  const [income, noise] = [Math.round(next() * 100), Math.round(next() * 100)];
  const isBad = next() < 1 / (1 + Math.exp(0.05 * income - 1));
  const isDeclined = next() < 0.65 - income / 150;
  const sample = isDeclined ? "rejects" : i % 12 === 0 ? "now" : "past";
  return [
    `a${i}`,
    `c${i % 1200}`,
    "2025-01-15",
    sample,
    sample === "past" ? Number(isBad) : null,
    income,
    noise,
  ];
});

async function given(rejects: unknown, { threads = 1, rows = ROWS, cutoff = 0.3 as number | null } = {}) {
  const engine = await openEngine({ threads });
  onTestFinished(() => engine.close());
  const parameters: Parameters = {
    ...bind(schema.parse({ rejects }), AROUND).parameters,
    as_of: "2026-11-22",
  };
  await engine.load(
    "given.rows",
    {
      example: "varchar",
      customer_id: "varchar",
      day: "varchar",
      sample: "varchar",
      answer: "integer",
      income: "integer",
      noise: "integer",
    },
    rows,
  );
  await engine.create("credit.examples", {
    sql: `select example, 'apps' as source, example as application_id, customer_id, day::date as day,
      case when answer is not null then date '2026-01-31' end as answered_on, answer, sample, income, noise from given.rows`,
    file: "test",
  });
  await engine.create("credit.background", {
    sql: "select '' as source, '' as application_id limit 0",
    file: "test",
  });
  await engine.load("credit.terms", { cutoff: "decimal(9, 6)" }, []);
  await engine.create("credit.terms", { sql: `select ${cutoff}::decimal(9, 6) as cutoff`, file: "test" });
  await engine.load("state.credit_model", { text: "varchar" }, []);
  await engine.load("state.credit_tested", { example: "varchar", p: "double" }, []);
  await makeVerdicts(engine, "credit.verdicts", parameters);
  await loadRejectInference(engine, parameters);
  return { engine, parameters };
}

type Method = Row & Record<string, number>;
const methods = (engine: Engine) =>
  engine.read<Method>("select * from credit.reject_inference order by method");
const points = (engine: Engine) =>
  engine.read<Method>("select * from credit.reject_points order by method, feature nulls last");

test("accepts-only stands beside both methods; the declined are worse, and nothing tells more of the accepted", async () => {
  const { engine } = await given({ method: "both", inflation: 1.5 });
  const [only, fuzzy, parcelling] = await methods(engine);
  expect([only, fuzzy, parcelling].map((row) => [row!.method, row!.used, row!.inflation])).toEqual([
    ["accepts_only", true, null],
    ["fuzzy", false, 1.5],
    ["parcelling", false, 1.5],
  ]);
  const known = ROWS.filter(([, , , sample]) => sample === "past");
  const declined = ROWS.filter(([, , , sample]) => sample === "rejects").length;
  for (const row of [only, fuzzy, parcelling]) {
    expect([row!.accepted, row!.declined]).toEqual([known.length, declined]);
    expect(row!.bad_share).toBeCloseTo(
      known.filter(({ 4: answer }) => answer === 1).length / known.length,
      12,
    );
    expect(row!.auc_low).toBeLessThan(row!.auc!);
    expect(row!.bad_seen).toBeGreaterThan(0);
    expect(row!.bad_seen).toBeLessThan(row!.bad_share!);
    expect(row!.declined_approved_share).toBeLessThan(row!.approved_share!);
  }
  expect(only!.assumed_share).toBeGreaterThan(only!.bad_share!);
  for (const row of [fuzzy, parcelling]) {
    expect(row!.assumed_share).toBeGreaterThan(only!.assumed_share! + 0.03);
    expect(row!.approved_share).toBeLessThan(only!.approved_share!);
    // Who is ranked before whom is nearly the same: the difference is no more than chance.
    expect(row!.change_low).toBeLessThanOrEqual(0);
    expect(row!.auc! - only!.auc!).toBeCloseTo(row!.auc_change!, 12);
  }
  expect(only!.auc_change).toBeNull();
});

test("points change by feature, and all together; more inflation takes points from the declined", async () => {
  const { engine } = await given({ method: "fuzzy", inflation: 3 });
  const found = await points(engine);
  expect(found.map(({ method, feature }) => `${method} ${feature}`)).toEqual(["fuzzy income", "fuzzy null"]);
  const all = found.at(-1)!;
  expect(all.change_declined).toBeLessThan(-10);
  expect(all.change_declined).toBeLessThan(all.change_accepted!);
  expect(all.change).toBeGreaterThanOrEqual(Math.abs(all.change_accepted!) / 2);
});

test("the card that scores is that of the accepted, unless the pipeline says use", async () => {
  const scores = async (rejects: unknown) => {
    const { engine } = await given(rejects);
    await makeExamplesScored(engine, "credit.scored");
    const [row] = await engine.read<Method>(
      "select cast(sum(p) as double) / count(*) as p from credit.scored where sample = 'rejects'",
    );
    return { p: row!.p!, rows: await methods(engine) };
  };
  const [none, told, used] = [
    await scores({}),
    await scores({ method: "fuzzy", inflation: 2 }),
    await scores({ method: "fuzzy", inflation: 2, use: true }),
  ];
  expect(none.rows).toEqual([]);
  expect(told.p).toBe(none.p);
  expect(used.p).toBeGreaterThan(told.p + 0.05);
  expect(used.rows.map((row) => row.used)).toEqual([false, true]);
  expect(used.rows[1]!.assumed_share).toBe(told.rows[1]!.assumed_share);
});

test("the same on one thread and eight, whatever the order of the rows", async () => {
  const asked = { method: "both" };
  const [one, eight] = [await given(asked), await given(asked, { threads: 8, rows: ROWS.toReversed() })];
  expect(await methods(eight.engine)).toEqual(await methods(one.engine));
  expect(await points(eight.engine)).toEqual(await points(one.engine));
});

test("without a cut-off nothing is decided; without declined or without a card there is nothing to tell", async () => {
  const [row] = await methods((await given({ method: "fuzzy" }, { cutoff: null })).engine);
  expect([row!.cutoff, row!.approved_share, row!.declined_approved_share, row!.bad_seen]).toEqual([
    null,
    null,
    null,
    null,
  ]);
  const accepted = ROWS.filter(([, , , sample]) => sample !== "rejects");
  expect(await methods((await given({ method: "fuzzy" }, { rows: accepted })).engine)).toEqual([]);
  expect(await methods((await given({ method: "fuzzy" }, { rows: ROWS.slice(0, 40) })).engine)).toEqual([]);
});

test("which of two methods is used has to be said", () => {
  expect(() => schema.parse({ rejects: { method: "both", use: true } })).toThrow(/fuzzy or parcelling/);
  expect(() => schema.parse({ rejects: { use: true } })).toThrow(/fuzzy or parcelling/);
});
