import { beforeAll, describe, expect, test } from "vitest";
import { uniform } from "../../src/numeric/uniform.js";
import { succeeds } from "../support/fails.js";
import { planHere, sqlHere } from "../support/here.js";
import { lastingProject, lines } from "../support/project.js";

const PIPELINE = `version: 1
as_of: 2026-06-30
currency: EUR
time_zone: Europe/Paris
sources:
  people: {files: people.csv, table: contacts}
  consents: {files: consents.csv, table: consents, set: {contact_source: people, channel: email}}
  deals: {files: deals.csv, table: opportunities, set: {contact_source: people}}
rooms: [identity, segments, predict]
segments:
  rules: {lucky: "predict.luck >= 0.1"}
predict:
  won: {of: crm.opportunities, yes: "outcome = 'won'", day: created_on, known_on: closed_on, exclude: [owner]}
  luck: {of: crm.opportunities, yes: "coin = 'heads'", day: created_on}
  few: {of: crm.opportunities, yes: "outcome = 'won'", known: "opportunity_id <= '0040'"}
  always: {of: crm.opportunities, yes: "outcome in ('won', 'lost')", day: created_on}
  bare: {of: crm.opportunities, yes: "outcome = 'won'", day: created_on, features: [always_same]}
lists:
  likely: {rule: "predict.won >= 0.6", channel: email, columns: [predict.won]}
  by-luck: {rule: "coalesce(predict.luck, 0) < 0.5", channel: email}
  by-segment: {rule: "segments.lucky", channel: none}
  by-few: {rule: "predict.few > 0.1 or predict.won > 0.1", channel: none}
  told-only: {rule: "predict.won >= 0.6", channel: none, columns: [predict.luck]}
`;

const ROWS = 900;
const next = uniform(5);

/** Deals of two sectors, of which one wins three times in four, the other once; the last 100 are open. */
const DEALS = Array.from({ length: ROWS }, (_, i) => {
  const sector = next() < 0.5 ? "boats" : "skis";
  const won = next() < (sector === "skis" ? 0.75 : 0.25);
  const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
  const open = i >= ROWS - 100;
  const closed = open ? "" : new Date(Date.UTC(2024, 0, 21 + i)).toISOString().slice(0, 10);
  const outcome = open ? "" : won ? "won" : "lost";
  const paid = open ? "" : won ? String(100 + Math.floor(1000 * next())) : "0";
  const coin = next() < 0.5 ? "heads" : "tails";
  const name = String(i).padStart(4, "0");
  return [name, i, day, closed, outcome, sector, paid, coin, `n${i}`, "x", `o${i % 7}`].join(",");
});

const place = lastingProject({
  "pipeline.yaml": PIPELINE,
  "people.csv": lines(
    "record_id,given_name,family_name,email",
    ...DEALS.map((_, i) => `${i},Anne${i},Roy${i},anne${i}@example.test`),
  ),
  "consents.csv": lines("contact_id,given,at", ...DEALS.map((_, i) => `${i},yes,2020-01-01`)),
  "deals.csv": lines(
    "opportunity_id,contact_id,created_on,closed_on,outcome,sector,paid,coin,note,always_same,owner",
    ...DEALS,
  ),
});

const rows = async (sql: string) =>
  JSON.parse((await sqlHere(place, [sql])).printed) as Record<string, unknown>[];

describe("questions with and without an answer", () => {
  beforeAll(() => succeeds(place), 120_000);

  test("each has its verdict", async () => {
    const found = await rows("select question, verdict from predict.verdicts order by question");
    expect(Object.fromEntries(found.map(({ question, verdict }) => [question, verdict]))).toEqual({
      won: "usable",
      luck: "no_signal",
      few: "too_few",
      always: "one_class",
      bare: "no_signal",
    });
  });

  test("what knows the answer is left out, and so are a word a row and what is constant", async () => {
    const found = await rows(
      "select feature, state, why, signs from predict.candidates where question = 'won' order by feature",
    );
    const states = Object.fromEntries(found.map(({ feature, ...rest }) => [feature, rest]));
    expect(states.sector).toMatchObject({ state: "suspect", signs: "iv" });
    expect(states.paid).toMatchObject({ state: "leak" });
    expect(states.owner).toMatchObject({ state: "excluded" });
    expect(states.always_same).toMatchObject({ state: "left_out", why: "constant" });
    expect(states.note).toMatchObject({ state: "left_out" });
    expect(Object.keys(states)).not.toContain("outcome");
    expect(Object.keys(states)).not.toContain("closed_on");
  });

  test("open cases alone are scored, by what tells, and customers have their column", async () => {
    const scores = await rows(
      `select scores.key, p::double as p, points, band, reason_1, customers.won::double as won, sector
      from predict.scores as scores
      join crm.opportunities as deals on deals.opportunity_id = split_part(scores.key, '|', 1)
      join predict.customers as customers on customers.customer_id = scores.customer_id`,
    );
    expect(scores).toHaveLength(100);
    for (const { p, won, sector, reason_1 } of scores) {
      expect(p).toBe(won);
      if (sector === "skis") expect(p).toBeGreaterThan(0.65);
      else expect(p).toBeLessThan(0.35);
      expect(reason_1).toBe(sector === "skis" ? "sector" : null);
    }
    const others = await rows(
      "select count(won) as won, count(luck) as luck, count(*) as people from predict.customers",
    );
    expect(others).toEqual([{ won: 100, luck: 0, people: ROWS }]);
  });

  test("a list that goes by a score without use is not written, however its rule names it", async () => {
    const { lists, blocked_lists, warnings } = place.record();
    expect(lists.map(({ list }) => list)).toEqual(["likely", "told-only"]);
    expect(lists[0]!.people).toBeGreaterThan(30);
    expect(blocked_lists).toEqual([
      { list: "by-luck", score: "predict.luck", reason: "no_signal" },
      { list: "by-segment", score: "predict.luck", reason: "no_signal" },
      { list: "by-few", score: "predict.few", reason: "too_few" },
    ]);
    expect(warnings).toContain(
      'list "by-few" is not written: its rule names predict.few, which was learnt from too few examples',
    );
    expect(warnings).toContain("1 question without scores: luck (no usable signal)");
    expect(() => place.text("out", "current", "lists", "by-luck", "people.csv")).toThrow();
    const page = place.text("out", "current", "report", "index.html");
    expect(page).toContain("The list <a");
    expect(page).toMatch(/by-few<\/t[dh]><td[^>]*>predict\.few<\/td><td[^>]*>too few examples/);
    expect((await planHere(place)).printed).toContain('  list "by-luck" is not written: ');
  });
});
