import { beforeAll, describe, expect, test } from "vitest";
import { uniform } from "../../src/numeric/uniform.js";
import { parseModelFile } from "../../src/value/model-file.js";
import { checkHere, runHere, sqlHere } from "../support/here.js";
import { purchaseDays } from "../support/histories.js";
import { lastingProject, lines, type Project, project } from "../support/project.js";

const BEGIN = Date.UTC(2023, 0, 1);
const WEEKS = 156;
const day = (offset: number) => new Date(BEGIN + offset * 86_400_000).toISOString().slice(0, 10);
const AS_OF = day(WEEKS * 7);

/** In stores customers buy twice as often as on the web, and the odds that they stop are half. */
const CHANNELS = {
  web: { people: 1000, parameters: [0.7, 10, 0.8, 2.4] },
  store: { people: 700, parameters: [0.7, 5, 0.4, 2.4] },
  fair: { people: 20, parameters: [0.7, 10, 0.8, 2.4] },
} as const;

/** Exports of such customers; the letter says nothing of them, nor does the size, a number. */
function files(value: string): Record<string, string> {
  const next = uniform(5);
  const contacts: string[] = [];
  const orders: string[] = [];
  for (const [channel, { people, parameters }] of Object.entries(CHANNELS)) {
    const world = { purchases: "bg_nbd", parameters, spend: [6, 4, 15], weeks: WEEKS, ahead: 0 } as const;
    for (const [i, days] of purchaseDays(people, world, 40 + people).entries()) {
      const id = `${channel}-${i}`;
      const address = [1, 2, 3].map(() => Math.floor(1e12 * next()).toString(36)).join("");
      const letter = "abc"[Math.floor(3 * next())];
      contacts.push(`${id},${address}@example.com,${channel},${letter},${Math.floor(1000 * next())}`);
      for (const [n, at] of days.entries())
        orders.push(`${id}-${n},${id},${day(at)},${(20 + 10 * next()).toFixed(2)}`);
    }
  }
  return {
    "contacts.csv": lines("id,email,channel,letter,size", ...contacts),
    "orders.csv": lines("id,customer,day,amount", ...orders),
    "pipeline.yaml": `version: 1
title: Shop
as_of: ${AS_OF}
currency: CAD
time_zone: UTC
sources:
  people: {files: contacts.csv, table: contacts, columns: {record_id: id, acquisition_channel: channel}}
  sales:
    files: orders.csv
    table: orders
    columns: {order_id: id, contact_id: customer, ordered_on: day}
    set: {contact_source: people}
rooms: [identity, value]
identity: {compare: [email], review: {pairs: 0}}
value: ${value}
`,
  };
}

interface Effect extends Record<string, unknown> {
  readonly model: string;
  readonly covariate: string;
  readonly level: string;
  readonly customers: number;
  readonly rate: number;
  readonly rate_low: number | null;
  readonly rate_high: number | null;
  readonly dropout: number;
  readonly verdict: string;
}

const PERIOD = 300_000;

async function run(project: Project): Promise<void> {
  const { message, exit } = await runHere(project);
  expect({ message, exit }).toEqual({ message: "", exit: 0 });
}

async function rows<T = Record<string, unknown>>(project: Project, sql: string): Promise<T[]> {
  const { printed } = await sqlHere(project, [sql]);
  return JSON.parse(printed) as T[];
}

const EFFECTS = "select * from value.effects order by model, place, level_place";

describe("a channel that tells how customers buy", () => {
  const shop = lastingProject(files("{covariates: [acquisition_channel, letter], tests: {count: 2}}"));
  let effects: Effect[];
  beforeAll(async () => {
    await run(shop);
    effects = await rows<Effect>(shop, EFFECTS);
  }, PERIOD);

  test("its effects come back within the interval, against the level that most have; the few count as these", () => {
    const own = effects.filter((each) => each.model === "bg_nbd_covariates" && each.covariate !== "letter");
    expect(own.map(({ level, customers }) => [level, Number(customers)])).toEqual([
      ["web", 1020],
      ["store", 700],
    ]);
    const [web, store] = own as [Effect, Effect];
    expect(web).toMatchObject({ rate: 1, rate_low: null, dropout: 1, dropout_low: null });
    expect(store.rate).toBeGreaterThan(1.6);
    expect(store.rate).toBeLessThan(2.5);
    expect(store.rate_low).toBeLessThan(2);
    expect(store.rate_high).toBeGreaterThan(2);
    expect(store.dropout).toBeGreaterThan(0.35);
    expect(store.dropout).toBeLessThan(0.7);
  });

  test("the model that knows it is chosen, as it is closer in the tests", async () => {
    expect(await rows(shop, "select model, reason from value.choice")).toEqual([
      { model: "bg_nbd_covariates", reason: "tested" },
    ]);
    expect(new Set(effects.map((each) => `${each.model} ${each.covariate} ${each.verdict}`))).toEqual(
      new Set([
        "bg_nbd_covariates acquisition_channel used",
        "bg_nbd_covariates letter no_signal",
        "pareto_nbd_covariates acquisition_channel not_better",
        "pareto_nbd_covariates letter no_signal",
      ]),
    );
    const letters = effects.filter(({ covariate }) => covariate === "letter").map(({ rate }) => rate);
    expect(letters).toEqual([1, null, null, 1, null, null]);
    const [better] = await rows<{ better: boolean }>(
      shop,
      `select bool_and(known.rmse < plain.rmse) as better from value.backtest as known
      join value.backtest as plain on plain.look = known.look and plain.method = 'bg_nbd'
      where known.method = 'bg_nbd_covariates'`,
    );
    expect(better).toEqual({ better: true });
  });

  test("of two customers of one history more is expected of the store's, and each has a score", async () => {
    const pairs = await rows<{ web: number; store: number }>(
      shop,
      `select max(expected_orders) filter (where acquisition_channel = 'web') as web,
        max(expected_orders) filter (where acquisition_channel = 'store') as store
      from value.scores as scores join crm.customers as customers on customers.customer_id = scores.customer_id
      where purchases = 1
      group by scores.recency having count(distinct acquisition_channel) > 1`,
    );
    expect(pairs.length).toBeGreaterThan(0);
    for (const { web, store } of pairs)
      if (web !== null && store !== null) expect(Number(store)).toBeGreaterThan(Number(web));
    const [all] = await rows<{ scores: number }>(
      shop,
      "select count(*) as scores from value.scores where p_alive between 0 and 1 and orders_low <= expected_orders",
    );
    expect(Number(all!.scores)).toBe(1720);
  });

  test("the sums over months and purchases are those of a model of all customers", async () => {
    const [sums] = await rows<{ people: number; expected: number }>(
      shop,
      "select sum(people) as people, sum(expected) as expected from value.frequencies",
    );
    expect(Number(sums!.people)).toBe(1720);
    expect(Number(sums!.expected)).toBeCloseTo(1720, 3);
  });

  test(
    "its model file brings them back, to the last digit, and no others",
    async () => {
      const saved = shop.text("out", "current", "models", "value.json");
      const file = parseModelFile(saved);
      expect(file.covariates!.map(({ name }) => name)).toEqual(["acquisition_channel", "letter"]);
      expect(file.covariates!.slice(0, 1)).toEqual([
        {
          name: "acquisition_channel",
          numeric: false,
          levels: ["web", "store"].map((level) => ({ level, low: null, high: null })),
          reference: 0,
        },
      ]);
      const named = Object.keys(file.models.bg_nbd_covariates!.logs!);
      expect(named).toHaveLength(4 + 2 * 3);
      expect(named.slice(0, 5)).toEqual(["r", "alpha", "a", "b", "rate: acquisition_channel = store"]);
      expect(named[7]).toBe("dropout: acquisition_channel = store");
      const settings = "{covariates: [acquisition_channel, letter], tests: {count: 1}, model: saved.json}";
      shop.write({ "saved.json": saved, "pipeline.yaml": files(settings)["pipeline.yaml"]! });
      await run(shop);
      const again = await rows<Effect>(shop, EFFECTS);
      const figures = (all: readonly Effect[]) => all.map(({ verdict: _, ...rest }) => rest);
      expect(figures(again)).toEqual(figures(effects));
      const written = shop.text("out", "current", "models", "value.json");
      expect(written).toBe(saved);
    },
    PERIOD,
  );
});

test(
  "a letter and a number that say nothing are no usable signal; the number is cut in five",
  async () => {
    const shop = project(files("{covariates: [letter, size], tests: {count: 1}}"));
    await run(shop);
    const effects = await rows<Effect>(shop, EFFECTS);
    expect(new Set(effects.map(({ model, verdict }) => `${model} ${verdict}`))).toEqual(
      new Set(["bg_nbd_covariates no_signal", "pareto_nbd_covariates no_signal"]),
    );
    const sizes = effects.filter((each) => each.model === "bg_nbd_covariates" && each.covariate === "size");
    expect(sizes).toHaveLength(5);
    expect(sizes.map(({ level }) => level.slice(0, 1)).filter((sign) => "≤>".includes(sign))).toEqual([
      "≤",
      ">",
    ]);
    for (const { customers } of sizes) expect(Math.abs(Number(customers) - 1720 / 5)).toBeLessThan(12);
    const [choice] = await rows<{ model: string }>(shop, "select model from value.choice");
    expect(choice!.model).not.toMatch(/covariates/);
  },
  PERIOD,
);

test.each([
  ["[birth_date]", "CRM-E1131"],
  ["[email]", "CRM-E1004"],
  ["[rfm.segment]", "CRM-E1004"],
  ["[size, size]", "CRM-E1004"],
])("%s is refused before anything is read", async (covariates, code) => {
  const shop = project(files(`{covariates: ${covariates}}`));
  const { exit, problems } = await runHere(shop);
  expect(exit).toBe(2);
  expect(problems.map((problem) => problem.code)).toContain(code);
});

test("a column that no export has is told by check, with one that is meant perhaps", async () => {
  const { exit, message } = await checkHere(project(files("{covariates: [lettre, letter, channel]}")));
  expect(exit).toBe(2);
  expect(message).toMatch(/CRM-E1131.*"lettre".*\n.*letter/);
  expect(message).not.toMatch(/"letter" of/);
});
