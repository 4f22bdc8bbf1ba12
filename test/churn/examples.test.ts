import { beforeAll, expect, test } from "vitest";
import { fileSelect, sampleEnvironment, samplePipeline, worldAt } from "../support/cut.js";
import { checkHere, runHere } from "../support/here.js";
import { rows } from "../support/identities.js";
import { lastingProject, project } from "../support/project.js";

/** A feature of a user's own. */
const OWN = `-- One row per customer as of $as_of.
select customer_id, count(*) as sends_seen
from crm.campaign_members
where customer_id is not null and sent_at::date <= $as_of::date
group by customer_id
`;
const files = {
  "pipeline.yaml": `${samplePipeline(["identity", "features", "churn"])}churn: {exclude: [region, months_to_renewal]}\n`,
  "sql/features/own.sql": OWN,
};
const own = { environment: sampleEnvironment };
const once = lastingProject(files);

beforeAll(async () => {
  expect(await runHere(once, { threads: 2 }, own)).toMatchObject({ message: "", exit: 0 });
});

test("what is learnt from was known on the day: the same features come of the data of that day", async () => {
  const [look] = await rows<{ day: string }>(once, "select day from churn.looks where look = 2");
  const { day } = look!;
  const found = await rows<Record<string, unknown>>(
    once,
    `select * from churn.examples where day = date '${day}' order by customer_id`,
  );
  expect(found.length).toBeGreaterThan(200);
  const parameters = { currency: "CAD", as_of: day };
  const then = await worldAt(once.path("out", "current", "tables"), parameters, day);
  for (const topic of ["orders", "person", "tickets", "campaigns", "subscriptions"]) {
    await then.create("features.told", fileSelect(`sql/features/${topic}.sql`), parameters);
    const told = new Map(
      (await then.read("select * from features.told")).map((row) => [row.customer_id, row]),
    );
    for (const example of found) {
      const { region, ...row } = told.get(example.customer_id)!;
      expect(example).toMatchObject(row);
    }
  }
  then.close();
}, 60_000);

test("nobody is asked of twice on a day, and the answer is what the orders say", async () => {
  const [counts] = await rows<Record<string, number>>(
    once,
    `with buys as (
      select distinct customer_id, day from crm.sales where kind = 'order' and customer_id is not null
    ), checked as (
      select examples.example, examples.answer, looks.role,
        count(*) filter (where buys.day > looks.since and buys.day <= looks.day) as before,
        count(*) filter (where buys.day > looks.day and buys.day <= looks.until) as after
      from churn.examples as examples
      join churn.looks as looks on looks.day = examples.day
      join buys on buys.customer_id = examples.customer_id
      group by all
    )
    select count(*) as rows, count(distinct example) as examples,
      count(*) filter (where before = 0) as not_active,
      count(*) filter (where answer is distinct from case when role = 'now' then null when after = 0 then 1 else 0 end)
        as wrong,
      count(*) filter (where answer = 1) as lost, count(*) filter (where answer = 0) as kept
    from checked`,
  );
  const { rows: all, examples, not_active, wrong, lost, kept } = counts!;
  expect([examples, not_active, wrong]).toEqual([all, 0, 0]);
  expect(Math.min(lost!, kept!)).toBeGreaterThan(300);
});

test("no feature is missing just where somebody will come back, as one that a later row overwrites would be", async () => {
  const [example] = await rows<Record<string, unknown>>(once, "select * from churn.examples limit 1");
  const features = Object.keys(example!).slice(6);
  const told = features.map(
    (name) =>
      `select '${name}' as name, answer, ${name} is null as missing from churn.examples where sample = 'past'`,
  );
  const rates = await rows<{ name: string; rate: number; missing: boolean; n: number }>(
    once,
    `select name, missing, count(*) as n, sum(answer) / count(*) as rate from (${told.join(" union all ")}) as told
    group by name, missing order by name, missing`,
  );
  const apart = features.filter((feature) => {
    const [known, missing] = rates.filter(({ name, n }) => name === feature && n >= 50);
    return missing !== undefined && Math.abs(known!.rate - missing.rate) > 0.3;
  });
  expect(rates.filter(({ missing, n }) => missing && n >= 50).length).toBeGreaterThan(10);
  expect(apart).toEqual([]);
});

test("a feature of the user's own is one like ours, and what is left out is not there", async () => {
  const [example] = await rows<Record<string, unknown>>(once, "select * from churn.examples limit 1");
  const [contract] = await rows<Record<string, unknown>>(
    once,
    "select * from churn.contract_examples limit 1",
  );
  expect(Object.keys(example!).slice(0, 6)).toEqual([
    "example",
    "customer_id",
    "day",
    "answered_on",
    "answer",
    "sample",
  ]);
  for (const row of [example!, contract!]) {
    expect(row).toHaveProperty("sends_seen");
    expect(row).not.toHaveProperty("region");
    expect(row).not.toHaveProperty("months_to_renewal");
  }
  const [seen] = await rows<{ days: number }>(
    once,
    "select count(distinct day) as days from churn.examples where sends_seen > 0",
  );
  expect(seen!.days).toBeGreaterThan(3);
});

test("a page tells of the days and how long customers are waited for, a room of tables only has none", () => {
  const page = once.text("out", "current", "report", "index.html");
  expect(page).toContain("Who buys nothing for <a");
  expect(page).toContain("counted as lost by");
  expect(page).not.toContain("features.title");
});

test.each([
  ["churn: {exclude: [regoin]}", "CRM-E1122", 'there is no feature "regoin"', "region"],
  ["churn: {horizon: 90}", "CRM-E1004", "horizon", ""],
  ["churn: {horizon: 90 months}", "CRM-E1004", "at most 60 months", ""],
])("%s is refused before anything is read", async (setting, code, says, hint) => {
  const place = project({ "pipeline.yaml": `${samplePipeline(["identity", "churn"])}${setting}\n` });
  const outcome = await checkHere(place, own);
  expect(outcome.exit).toBe(2);
  expect(outcome.problems[0]).toMatchObject({ code, line: expect.any(Number) });
  expect(outcome.message).toContain(says);
  expect(outcome.message).toContain(hint);
});

test("a feature of the user's own that sees the day of the run is refused with its file", async () => {
  const sql =
    "-- One row per customer as of $as_of.\nselect customer_id, given as says from crm.permissions\n";
  const outcome = await checkHere(project({ ...files, "sql/features/own.sql": sql }), own);
  expect(outcome).toMatchObject({
    exit: 2,
    problems: [{ code: "CRM-E1105", file: "sql/features/own.sql" }],
  });
  expect(outcome.message).toContain("reads crm.permissions, which is of the day of the run");
});

test("a feature of the name of another is refused", async () => {
  const sql = OWN.replaceAll("sends_seen", "purchases");
  const place = project({ ...files, "sql/features/own.sql": sql });
  const outcome = await checkHere(place, own);
  expect(outcome).toMatchObject({ exit: 2, problems: [{ code: "CRM-E1121" }] });
  expect(outcome.message).toContain('"purchases"');
});

test.each([
  ["crm.campaign_member", "does not read crm.campaign_member", 'Did you mean "crm.campaign_members"?'],
  ["crm.campaigns", "crm.campaigns has no customer_id", "Take it out"],
])("a head that says by customer what cannot be cut down is refused: %s", async (table, message, hint) => {
  const sql = OWN.replace("as of $as_of.", `as of $as_of.\n-- By customer: ${table}.`).replace(
    "where customer_id",
    "join crm.campaigns using (campaign_id)\nwhere customer_id",
  );
  const outcome = await checkHere(project({ ...files, "sql/features/own.sql": sql }), own);
  expect(outcome).toMatchObject({ exit: 2, problems: [{ code: "CRM-E1123", file: "sql/features/own.sql" }] });
  expect(outcome.message).toContain(message);
  expect(outcome.message).toContain(hint);
});
