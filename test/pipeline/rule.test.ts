import { afterAll, describe, expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import type { Namespace } from "../../src/pipeline/expression.js";
import { resolveColumn, resolveRule } from "../../src/pipeline/rule.js";
import { inventedRows } from "../../src/pipeline/trial.js";

const engine = await openEngine({ threads: 1 });
afterAll(() => engine.close());

const CUSTOMERS = { customer_id: "VARCHAR", email: "VARCHAR", language: "VARCHAR", created_on: "DATE" };
const SCORES = {
  segment: "VARCHAR",
  r: "INTEGER",
  f: "INTEGER",
  monetary: "DECIMAL(18,4)",
  gone: "BOOLEAN",
};

const NAMESPACE: Namespace = {
  rooms: new Map([
    ["crm", columns("crm.customers", CUSTOMERS)],
    ["rfm", columns("rfm.scores", SCORES)],
  ]),
  values: new Map([["rfm.segment", ["at_risk", "champions", "loyal"]]]),
  invented: new Map([
    ["crm.customers", inventedRows(new Map(Object.entries(CUSTOMERS)))],
    ["rfm.scores", inventedRows(new Map(Object.entries(SCORES)))],
    ...Array.from(
      { length: 30 },
      (_, i) => [`other.table_${i}`, inventedRows(new Map([["x", "INTEGER"]]))] as const,
    ),
  ]),
};

function columns(table: string, types: Record<string, string>) {
  return new Map(Object.keys(types).map((name) => [name, [table, name]] as const));
}

const PLACE = { file: "job.yaml", line: 7, what: 'list "loyal"' };

function resolve(rule: string): Promise<string> {
  return resolveRule(engine, { rule, ...PLACE }, NAMESPACE);
}

describe("a rule may not be", () => {
  test.each([
    [
      "an unknown column",
      "rfm.monetry > 5",
      "names rfm.monetry, which does not exist",
      'Did you mean "monetary"?',
    ],
    ["an unknown room", "rmf.monetary > 5", 'there is no room "rmf"', 'Did you mean "rfm"?'],
    [
      "a subquery",
      "customer_id in (select customer_id from crm.contacts)",
      "uses subquery",
      "Comparisons, and, or",
    ],
    ["a subquery deep within", "r = 5 and (f = 5 or not exists (select 1))", "uses subquery", "Comparisons"],
    ["a second statement", "r = 5; drop table crm.contacts", "is not one condition", "after `where`"],
    ["a way out of the brackets", "r = 5) or (1 = 1", "is not one condition", "after `where`"],
    ["another clause", "r = 5 order by 1", "is not one condition", "after `where`"],
    ["a union", "r = 5 union select 1", "is not one condition", "after `where`"],
    ["a sample", "r = 5 using sample 10%", "is not one condition", "after `where`"],
    ["nothing", "", "is not one condition", "after `where`"],
    ["a look at the machine", "getenv('HOME') = 'x'", "calls getenv()", "Comparisons"],
    ["a file", "contains(read_text('/etc/passwd'), 'x')", "calls read_text()", "Comparisons"],
    ["a macro of the engine", "local_time(r, 'UTC') > 0", "calls local_time()", "Comparisons"],
    ["a window", "row_number() over () = 1", "uses window", "Comparisons"],
    ["a parameter", "r = $as_of", "uses value parameter", "Comparisons"],
    ["a lambda", "list_filter(r, x -> x > 1) = 1", "calls list_filter()", "Comparisons"],
  ])("%s", async (_, rule, message, hint) => {
    await expect(resolve(rule)).rejects.toMatchObject({
      exit: 2,
      problems: [{ code: "CRM-E1301", file: "job.yaml", line: 7 }],
      message: expect.stringMatching(/^CRM-E1301: job\.yaml:7: the rule of list "loyal" /),
    });
    await expect(resolve(rule)).rejects.toThrow(message);
    await expect(resolve(rule)).rejects.toThrow(hint);
  });
});

describe("a rule cannot be worked out where", () => {
  test.each([
    [
      "a number is compared with a word",
      "rfm.monetary > 'abc'",
      "(rfm.monetary > 'abc'); rfm.monetary is a number",
    ],
    ["it stands where it may never be asked", "r = 9 and f in (1, 'x')", "(f IN (1, 'x')); f is a number"],
    [
      "it stands behind a null",
      "coalesce(monetary, 'abc') > 0",
      "COALESCE(monetary, 'abc'); monetary is a number",
    ],
    ["a day is compared with what is none", "created_on > '2026-13-01'", "created_on is a day"],
    ["a day is compared with a number", "created_on > 5", "created_on is a day"],
    ["a constant is cast", "monetary > cast('abc' as integer)", "CAST('abc' AS INTEGER)"],
    ["a pattern is none", "regexp_matches(email, '[')", "regexp_matches(email, '['); email is a text"],
    ["a function does not take it", "abs(crm.email) > 1", "abs(crm.email); crm.email is a text"],
  ])("%s", async (_, rule, message) => {
    await expect(resolve(rule)).rejects.toMatchObject({ exit: 2, problems: [{ file: "job.yaml", line: 7 }] });
    await expect(resolve(rule)).rejects.toThrow(
      'the rule of list "loyal" has a part that cannot be worked out: ',
    );
    await expect(resolve(rule)).rejects.toThrow(message);
  });

  test.each(["email in (1, 2)", "email = created_on", "not email"])(
    "a text may be no number, no day or neither yes nor no: %s",
    async (rule) => {
      await expect(resolve(rule)).rejects.toThrow("cast(… as integer)");
      await expect(resolve(rule)).rejects.toThrow("email is a text");
    },
  );

  test("its answer is not yes or no", async () => {
    await expect(resolve("monetary + 1")).rejects.toThrow("is no condition: its answer is not yes or no");
    await expect(resolve("gone")).resolves.toContain("gone");
  });
});

test.each([
  "segment = 'champion'",
  "'champion' <> rfm.segment",
  "r = 5 or segment not in ('loyal', 'champion')",
])("a segment that there is not is refused: %s", async (rule) => {
  await expect(resolve(rule)).rejects.toThrow(
    /with 'champion', which it never is\n {2}Did you mean "champions"\?/,
  );
});

test("all that is wrong with a rule is told at once", async () => {
  const rule = "rfm.monetry > 5 and crm.langage = 'fr' and getenv('HOME') = 'x' and segment = 'loyl'";
  await expect(resolve(rule)).rejects.toMatchObject({
    problems: [
      { message: expect.stringContaining("rfm.monetry"), hint: 'Did you mean "monetary"?' },
      { message: expect.stringContaining("crm.langage"), hint: 'Did you mean "language"?' },
      { message: expect.stringContaining("getenv()") },
      { message: expect.stringContaining("'loyl'"), hint: 'Did you mean "loyal"?' },
    ],
  });
});

describe("a column of a list", () => {
  const column = (rule: string) => resolveColumn(engine, { rule, ...PLACE }, NAMESPACE);

  test("is a column, or an expression with a name", async () => {
    expect(await column("rfm.monetary")).toEqual({
      name: "monetary",
      fullName: "rfm_monetary",
      expression: '"rfm.scores".monetary',
    });
    expect(await column("round(rfm.monetary * 2) as spent")).toEqual({
      name: "spent",
      fullName: "spent",
      expression: 'round(("rfm.scores".monetary * 2))',
    });
  });

  test.each(["monetary * 2", "r, f", "r where f = 1", "", "r from rfm.scores", "r as one; select 2", "*"])(
    "is not %j",
    async (text) => {
      await expect(column(text)).rejects.toThrow("is neither a column nor an expression with a name");
    },
  );

  test.each([
    ["(select 1) as x", "uses subquery"],
    ["getenv('HOME') as home", "calls getenv()"],
    ["monetry", 'Did you mean "monetary"?'],
    ["abs(email) as n", "cannot be worked out"],
  ])("may not be %s", async (text, message) => {
    await expect(column(text)).rejects.toThrow(message);
  });
});

test.each([
  ["segment in ('champions', 'loyal') and not monetary < 10", true],
  ["crm.email like '%@example.test' and upper(LANGUAGE) = 'FR'", true],
  ["case when r is null then false else r + f between 2 and 9 end", true],
  ["coalesce(cast(rfm.monetary as integer), 0) = 0", false],
  ["coalesce(cast(email as integer), 3) > 2 and created_on >= '2026-01-01'", true],
  ["email = 'it''s'' or 1 = 1 --'", false],
])("a rule may be %s", async (rule, wanted) => {
  const condition = await resolve(rule);
  const [row] = await engine.read<{ found: number }>(
    `select count(*) as found
    from (select 'c' as customer_id, 'a@example.test' as email, 'fr' as language, date '2026-05-01' as created_on) as "crm.customers",
      (select 'loyal' as segment, 4 as r, 5 as f, 12.5 as monetary) as "rfm.scores"
    where ${condition}`,
  );
  expect(row!.found).toBe(wanted ? 1 : 0);
});
