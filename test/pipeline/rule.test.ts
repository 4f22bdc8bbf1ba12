import { afterAll, describe, expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { type Namespace, resolveRule } from "../../src/pipeline/rule.js";

const engine = await openEngine({ threads: 1 });
afterAll(() => engine.close());

const NAMESPACE: Namespace = {
  rooms: new Map([
    ["crm", columns("crm.customers", "customer_id", "email", "language")],
    ["rfm", columns("rfm.scores", "segment", "r", "f", "monetary")],
  ]),
};

function columns(table: string, ...names: string[]) {
  return new Map(names.map((name) => [name, [table, name]] as const));
}

function resolve(rule: string): Promise<string> {
  return resolveRule(engine, { rule, file: "job.yaml", line: 7, what: 'list "loyal"' }, NAMESPACE);
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
    ["a lambda", "list_filter([r], x -> x > 1) = [1]", "which a rule may not", "Comparisons"],
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

test.each([
  ["segment in ('champions', 'loyal') and not monetary < 10", true],
  ["crm.email like '%@example.test' and upper(LANGUAGE) = 'FR'", true],
  ["case when r is null then false else r + f between 2 and 9 end", true],
  ["coalesce(cast(rfm.monetary as integer), 0) = 0", false],
  ["email = 'it''s'' or 1 = 1 --'", false],
])("a rule may be %s", async (rule, wanted) => {
  const condition = await resolve(rule);
  const [row] = await engine.read<{ found: number }>(
    `select count(*) as found
    from (select 'c' as customer_id, 'a@example.test' as email, 'fr' as language) as "crm.customers",
      (select 'loyal' as segment, 4 as r, 5 as f, 12.5 as monetary) as "rfm.scores"
    where ${condition}`,
  );
  expect(row!.found).toBe(wanted ? 1 : 0);
});
