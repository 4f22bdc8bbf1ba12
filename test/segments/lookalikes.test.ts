import { describe, expect, test } from "vitest";
import { uniform } from "../../src/numeric/uniform.js";
import { leaks } from "../../src/segments/leaks.js";
import { bytesOf } from "../support/bytes.js";
import { fails, succeeds } from "../support/fails.js";
import { rows } from "../support/identities.js";
import { type Habit, shopFiles } from "../support/orders.js";
import { lastingProject, type Project, project } from "../support/project.js";

const regulars: Habit = { gap: 20, orders: 9, last: 30, amount: 120 };
const now: Habit = { gap: 30, orders: 4, last: 60, amount: 60 };
const once: Habit = { gap: 0, orders: 1, last: 90, amount: 30 };
const habits = [once, now, regulars];

/** The shop, some of its customers speaking French: these shares of each habit. */
function speaking(
  shares: readonly number[],
  lookalikes: string,
  options: { shuffle?: number } = {},
): Record<string, string> {
  const rest = `segments:\n  lookalikes: ${lookalikes}\n`;
  const files = shopFiles(habits, 100, { rest, ...options });
  const [, ...contacts] = files["contacts.csv"]!.trim().split("\n");
  const told = contacts.map((line) => {
    const [, kind, i] = /^K(\d)-(\d+)/.exec(line)!.map(Number);
    return `${line},${uniform(500_000 + 1000 * kind! + i!)() < shares[kind!]! ? "fr" : "en"}`;
  });
  return { ...files, "contacts.csv": `id,email,language\n${told.join("\n")}\n` };
}

const french = `{like_fr: {of: "crm.language = 'fr'"}}`;

interface Lookalike {
  readonly name: string;
  readonly verdict: string;
  readonly leak: string | null;
  readonly seeds: number;
  readonly population: number;
  readonly captured: number | null;
  readonly captured_low: number | null;
  readonly captured_rfm: number | null;
}

const answers = (place: Project) =>
  rows<Lookalike>(place, "select * from segments.lookalikes order by place");
const states = async (place: Project, name: string) =>
  Object.fromEntries(
    (
      await rows<{ feature: string; state: string }>(
        place,
        `select feature, state from segments.lookalike_weights where name = '${name}'`,
      )
    ).map(({ feature, state }) => [feature, state]),
  );

describe("most seeds are regulars", () => {
  const place = lastingProject({});

  test("who is found by likeness, better than by chance", async () => {
    const files = speaking([0.05, 0.1, 0.5], french);
    const lists = `lists:\n  french: {rule: "segments.like_fr <= 20", channel: none, columns: [segments.like_fr]}\n`;
    place.write({ ...files, "pipeline.yaml": files["pipeline.yaml"]!.replace(/lists: .*\n/, lists) });
    await succeeds(place);
    const [found] = await answers(place);
    expect(found).toMatchObject({ verdict: "scored", leak: null });
    expect(found!.seeds + found!.population).toBe(300);
    expect(found!.captured_low).toBeGreaterThan(0.1);
    const [weight] = await rows<{ weight: number }>(
      place,
      "select weight from segments.lookalike_weights where feature = 'frequency'",
    );
    expect(weight!.weight).toBeGreaterThan(0);
  });

  test("each of the others has a rank, a seed none", async () => {
    const [found] = await answers(place);
    expect(
      await rows(
        place,
        `select count(*) as people, count(distinct rank) as ranks, max(rank) as last, max(percent)::double as most,
          bool_and(probability between 0 and 1) as chances
        from segments.lookalike_scores`,
      ),
    ).toEqual([
      {
        people: found!.population,
        ranks: found!.population,
        last: found!.population,
        most: 100,
        chances: true,
      },
    ]);
    expect(
      await rows(
        place,
        `select count(alike.like_fr) as ranked from segments.alike as alike
        join crm.customers as customers on customers.customer_id = alike.customer_id
        where customers.language = 'fr'`,
      ),
    ).toEqual([{ ranked: 0 }]);
  });

  test("a list of the first fifth has as many, nearly all of them regulars", async () => {
    const [found] = await answers(place);
    const first = await rows<{ kind: number; people: number }>(
      place,
      `select cast(substr(record_id, 2, 1) as integer) as kind, count(*) as people
      from identity.members as records join segments.alike as alike on alike.customer_id = records.customer_id
      where alike.like_fr <= 20 group by kind order by kind`,
    );
    const people = first.reduce((sum, each) => sum + each.people, 0);
    expect(people).toBe(Math.floor(found!.population / 5));
    expect(first.at(-1)!.kind).toBe(2);
    expect(first.at(-1)!.people / people).toBeGreaterThan(0.9);
    expect(await rows(place, "select matched from lists.summary")).toEqual([{ matched: people }]);
  });
});

test("seeds drawn at random: nobody is ranked", async () => {
  const place = project(speaking([0.3, 0.3, 0.3], french));
  await succeeds(place);
  expect(await answers(place)).toMatchObject([{ verdict: "no_signal" }]);
  expect(await rows(place, "select * from segments.lookalike_scores")).toEqual([]);
  expect(await rows(place, "select message from segments.news where message like '%lookalike%'")).toEqual([
    { message: "segments.news.lookalike_no_signal" },
  ]);
});

test("a rule over what customers are grouped by leaks, and so does one that another feature tells", async () => {
  const place = project(
    speaking(
      [0.05, 0.1, 0.5],
      `
    by_frequency: {of: "segments.frequency >= 6", features: [frequency, monetary, tenure]}
    by_cluster: {of: "segments.cluster = 1"}
    by_all: {of: "rfm.segment = 'champions'", features: [recency, frequency, monetary]}
    some: {of: "rfm.f = 5 and crm.language = 'fr' or crm.language = 'fr'", among: "segments.recency < 80", features: [recency, frequency, monetary, tenure]}`,
    ),
  );
  await succeeds(place);
  expect(await answers(place)).toMatchObject([
    { name: "by_frequency", verdict: "leak", leak: "monetary" },
    { name: "by_cluster", verdict: "leak", leak: "recency" },
    { name: "by_all", verdict: "leak", leak: "recency" },
    { name: "some", captured_rfm: null },
  ]);
  expect(await states(place, "by_frequency")).toMatchObject({ frequency: "named", monetary: "telling" });
  expect(await states(place, "some")).toEqual({
    ...{ recency: "named", frequency: "named", monetary: "used", tenure: "used" },
  });
  expect(
    await rows(place, "select distinct name from segments.lookalike_scores where name <> 'some'"),
  ).toEqual([]);
});

test("too few seeds, no seeds, and no others", async () => {
  const place = project(
    speaking(
      [0.05, 0.05, 0.05],
      `
    few: {of: "crm.language = 'fr'"}
    none: {of: "crm.language = 'de'"}
    all: {of: "crm.language is not null"}`,
    ),
  );
  await succeeds(place);
  const found = await answers(place);
  expect(found.map(({ verdict }) => verdict)).toEqual(["too_few", "too_few", "too_few"]);
  expect(found.map(({ population }) => population === 0)).toEqual([false, false, true]);
});

test("nobody has bought, and no lookalikes at all", async () => {
  const files = { "orders.csv": "id,customer,day,amount\nx,K0-1,2026-12-01,1\n" };
  const place = project({ ...speaking([0.5, 0.5, 0.5], french), ...files });
  await succeeds(place);
  expect(await answers(place)).toMatchObject([{ verdict: "too_few", seeds: 0, population: 0 }]);
  const plain = project(speaking([0, 0, 0], "{}"));
  await succeeds(plain);
  expect(await answers(plain)).toEqual([]);
});

test("the same bytes on one and two threads and with shuffled rows", async () => {
  const a = project(speaking([0.05, 0.1, 0.5], french));
  const b = project(speaking([0.05, 0.1, 0.5], french, { shuffle: 3 }));
  await succeeds(a, { threads: 1 });
  await succeeds(b, { threads: 2 });
  expect(bytesOf(b)).toEqual(bytesOf(a));
});

describe("settings that are refused", () => {
  test.each([
    [`{recency: {of: "crm.language = 'fr'"}}`, "this name is taken"],
    [`{like: {of: "crm.language = 'fr'", features: [age]}}`, "one of segments.features"],
    [`{like: {among: "crm.language = 'fr'"}}`, "of"],
  ])("%s", async (lookalikes, says) => {
    const place = project(speaking([0, 0, 0], lookalikes));
    const { message } = await fails(place, {
      exit: 2,
      code: lookalikes.includes("among") ? "CRM-E1003" : "CRM-E1004",
      says: [says],
      began: false,
    });
    expect(message).toContain("lookalikes");
  });

  test("a rule on an unknown column", async () => {
    const place = project(speaking([0, 0, 0], `{like: {of: "crm.langage = 'fr'"}}`));
    await fails(place, { exit: 2, code: "CRM-E1301", says: ["crm.langage"], began: false });
  });
});

test("what says the same leaks, in whatever room", () => {
  expect(leaks("recency", ["rfm.segment"])).toBe(true);
  expect(leaks("recency", ["rfm.m"])).toBe(false);
  expect(leaks("monetary", ["m"])).toBe(true);
  expect(leaks("second_channel", ["segments.first_channel"])).toBe(true);
  expect(leaks("rfm.monetary", ["segments.monetary"])).toBe(true);
  expect(leaks("lifecycle.open_365", ["lifecycle.engagement"])).toBe(true);
  expect(leaks("tenure", ["lifecycle.stage"])).toBe(false);
  expect(leaks("tenure", ["segments.cluster"])).toBe(true);
  expect(leaks("crm.age", ["age"])).toBe(true);
  expect(leaks("crm.age", ["constructor"])).toBe(false);
});
