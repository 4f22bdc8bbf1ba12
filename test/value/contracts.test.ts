import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { shiftedBetaGeometric } from "../../src/fit/value/renewals.js";
import { uniform } from "../../src/numeric/uniform.js";
import { bytesOf, shuffled } from "../support/bytes.js";
import { succeeds } from "../support/fails.js";
import { checkHere } from "../support/here.js";
import { rows } from "../support/identities.js";
import { lastingProject, lines, type Project, project } from "../support/project.js";

const END = Date.UTC(2026, 10, 22);
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
/** Days of these months have no 29th to 31st. */
const later = (start: Date, months: number) =>
  Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, start.getUTCDate());

interface Plan {
  readonly name: string;
  readonly months: number;
  readonly price: number;
  readonly alpha: number;
  readonly beta: number;
}

const PLANS: readonly Plan[] = [
  { name: "Basic", months: 1, price: 10, alpha: 0.8, beta: 6 },
  { name: "Yearly", months: 12, price: 90, alpha: 1.2, beta: 3 },
];

/** Subscriptions of customers who renew by a shifted beta-geometric model, over four years. */
function invented(each: number, plans = PLANS): string[] {
  return plans.flatMap((plan, p) => {
    const { retention } = shiftedBetaGeometric.expectations([plan.alpha, plan.beta]);
    return Array.from({ length: each }, (_, i) => {
      const next = uniform(10_000 * (p + 1) + i);
      const start = new Date(Date.UTC(2022, 11 + Math.floor(47 * next()), 1 + Math.floor(28 * next())));
      const id = `${p}-${i}`;
      let ended = "";
      for (let n = 1; ended === "" && later(start, n * plan.months) <= END; n++)
        if (next() > retention(n)) ended = iso(later(start, n * plan.months));
      const period = plan.months === 1 ? "monthly" : "annual";
      return `s${id},${id},${iso(start.getTime())},${ended},${plan.name},${plan.price},${period}`;
    });
  });
}

const HEAD = "subscription_id,contact_id,started_on,ended_on,plan,price,period";

function club(subscriptions: readonly string[], value = ""): Record<string, string> {
  const people = [...new Set(subscriptions.map((row) => row.split(",")[1]!))].sort();
  return {
    "people.csv": lines("record_id,email", ...people.map((id) => `${id},${id}@example.test`)),
    "subscriptions.csv": lines(HEAD, ...subscriptions),
    "pipeline.yaml": `version: 1
as_of: 2026-11-22
currency: CAD
time_zone: UTC
sources:
  people: {files: people.csv, table: contacts}
  club: {files: subscriptions.csv, table: subscriptions, set: {contact_source: people}}
rooms: [identity, value]
lists:
  wavering: {rule: "value.p_renewal < 0.95", channel: none, columns: [value.subscription_value, value.next_renewal_on]}
${value}`,
  };
}

/** Numbers of the tables of subscriptions that are none. */
async function noNumbers(place: Project): Promise<string[]> {
  const found: string[] = [];
  for (const table of TABLES) {
    const columns = await rows<{ column_name: string }>(
      place,
      `select column_name from (describe ${table}) where column_type = 'DOUBLE'`,
    );
    for (const { column_name: name } of columns) {
      const [{ n }] = (await rows<{ n: number }>(
        place,
        `select count(*) as n from ${table} where isnan(${name}) or isinf(${name})`,
      )) as [{ n: number }];
      if (n > 0) found.push(`${table}.${name}`);
    }
  }
  return found;
}

const TABLES = [
  "value.renewals",
  "value.renewal_fits",
  "value.renewal_parameters",
  "value.renewal_tests",
  "value.retention",
  "value.contract_totals",
  "value.survival",
  "value.survival_groups",
  "value.survival_tests",
  "value.lasting",
  "value.hazards",
  "value.hazard_fit",
];

describe("a club of two plans", () => {
  const subscriptions = invented(400);
  const place = lastingProject(club(subscriptions));

  test("its renewals are told by plan, and the truth lies within the bounds", async () => {
    await succeeds(place);
    const fits = await rows<{ plan: string; verdict: string }>(
      place,
      "select plan, verdict from value.renewal_fits where look = 0 order by place",
    );
    expect(fits.map(({ plan }) => plan)).toEqual(["Basic", "Yearly"]);
    expect(fits[0]!.verdict).toBe("good");
    const curve = await rows<{ renewal: number; retention_low: number; retention_high: number }>(
      place,
      "select * from value.renewals where plan = 'Basic' and renewal in (1, 6, 24) order by renewal",
    );
    const { retention } = shiftedBetaGeometric.expectations([0.8, 6]);
    for (const { renewal, retention_low, retention_high } of curve) {
      expect(retention_low).toBeLessThan(retention(renewal));
      expect(retention_high).toBeGreaterThan(retention(renewal));
    }
  });

  test("customers add up to the total, each between its bounds", async () => {
    const [sums] = await rows<{ value: number; outside: number; months: number }>(
      place,
      `select sum(subscription_value)::double as value, max(expected_months)::double as months,
        count(*) filter (where not subscription_value between subscription_value_low and subscription_value_high
          or not subscription_residual between subscription_residual_low and subscription_residual_high
          or subscription_residual < subscription_value) as outside
      from value.subscriptions where subscriptions > 0`,
    );
    const [total] = await rows<{ expected: number }>(
      place,
      "select expected from value.contract_totals where measure = 'value'",
    );
    expect(sums!.value).toBeCloseTo(total!.expected, 1);
    expect(sums!.outside).toBe(0);
    expect(sums!.months).toBeLessThanOrEqual(12.1);
  });

  test("the model is tried from an earlier day beside simple rules, and what came lies within its interval", async () => {
    const tests = await rows<{ method: string; actual: number; low: number | null; high: number | null }>(
      place,
      "select method, actual, low, high from value.renewal_tests where plan = 'Basic' order by method",
    );
    expect(tests.map(({ method }) => method)).toEqual(["last_retention", "mean_retention", "model"]);
    const { actual, low, high } = tests[2]!;
    expect(actual).toBeGreaterThan(low!);
    expect(actual).toBeLessThan(high!);
  });

  test("no number is none, and the report tells of it in two charts and two tables", async () => {
    expect(await noNumbers(place)).toEqual([]);
    const page = readFileSync(join(place.out, "current", "report", "index.html"), "utf8");
    for (const name of ["retention", "lasting", "renewal_tests", "hazards"])
      expect(page).toContain(`id="value-${name}"`);
    expect(page).toMatch(/running subscriptions are.{0,20} expected to bring/);
  });

  test("the same bytes on more threads, from rows in another order", async () => {
    const other = project({
      ...club(subscriptions),
      "subscriptions.csv": lines(HEAD, ...shuffled(subscriptions, 5)),
    });
    await succeeds(other, { threads: 8 });
    const own = (all: Record<string, string>) =>
      Object.fromEntries(Object.entries(all).filter(([path]) => path.startsWith("tables/value/")));
    expect(own(bytesOf(other))).toEqual(own(bytesOf(place)));
  });
});

test("without subscriptions there is nothing to tell", async () => {
  const place = project();
  place.write({ "pipeline.yaml": `${place.text("pipeline.yaml")}rooms: [rfm, value]\n` });
  await succeeds(place);
  for (const table of [...TABLES, "value.durations", "value.subscriptions", "value.contract_news"])
    expect(await rows(place, `select * from ${table}`), table).toEqual([]);
  expect(readFileSync(join(place.out, "current", "report", "index.html"), "utf8")).not.toContain(
    "ubscription",
  );
});

test("where nobody leaves, or everybody at once, there is no model but a verdict; money that keeps its worth has no end", async () => {
  const running = Array.from({ length: 60 }, (_, i) => `r${i},${i},2026-0${1 + (i % 6)}-10,,Calm,12,month`);
  const leaving = Array.from({ length: 60 }, (_, i) => `e${i},${i},2026-01-10,2026-04-10,Short,30,quarter`);
  const mixed = invented(60, [{ ...PLANS[0]!, name: "Free", price: 0 }]).map((row) =>
    row.replace("0-", "f-"),
  );
  const place = project(club([...running, ...leaving, ...mixed], "value: {discount_pct: 0}\n"));
  await succeeds(place);
  const fits = await rows<{ plan: string | null; verdict: string; model: string | null }>(
    place,
    "select plan, verdict, model from value.renewal_fits where look = 0 and place > 0 order by plan",
  );
  expect(fits.slice(0, 1)).toEqual([{ plan: "Calm", verdict: "nobody_left", model: null }]);
  expect(fits.at(-1)).toEqual({ plan: "Short", verdict: "nobody_stayed", model: null });
  expect(await noNumbers(place)).toEqual([]);
  const [endless] = await rows<{ n: number }>(
    place,
    "select count(*) as n from value.subscriptions where subscription_residual is not null",
  );
  expect(endless!.n).toBe(0);
  const short = await rows<{ answer: string }>(
    place,
    "select answer from value.hazards where characteristic = 'plan' and level = 'Calm' or reference = 'Calm'",
  );
  expect(new Set(short.map(({ answer }) => answer))).toEqual(new Set(["endless"]));
});

test("a period that is no length is refused, with its line", async () => {
  const place = project(club(invented(1), "value:\n  contracts:\n    periods: {season: soon}\n"));
  const outcome = await checkHere(place);
  expect(outcome.exit).toBe(2);
  expect(outcome.message).toMatch(/pipeline\.yaml:1\d/);
  expect(outcome.message).toContain('"12 months"');
});
