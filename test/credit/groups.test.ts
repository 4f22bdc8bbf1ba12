import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { loadSettings } from "../../src/pipeline/prepare.js";
import { make } from "../../src/rooms/credit/groups.js";
import { bind, schema } from "../../src/rooms/credit/settings.js";

/** The groups of eight applications of ages 20 to 90, the last of nobody's age and of no customer. */
async function groupsOf(barred: unknown, applications = 8) {
  const engine = await openEngine({ threads: 1 });
  onTestFinished(() => engine.close());
  const around = { folder: ".", sources: [], asOf: "2026-11-22", currency: "CAD" };
  const { parameters, tables } = bind(schema.parse({ protected: barred }), around);
  await loadSettings(engine, tables);
  const table = (name: string, sql: string) => engine.create(name, { sql, file: name });
  await table(
    "crm.applications",
    `select 'apps' as source, i::varchar as application_id, case when i < 8 then 10 * i + 10 end as age,
    case when i <= 4 then 'it''s' end as sort from range(1, ${applications + 1}) as ids (i)`,
  );
  await table(
    "credit.outcomes",
    `select 'apps' as source, i::varchar as application_id, case when i < 8 then 'c' || i end as customer_id
    from range(1, ${applications + 1}) as ids (i)`,
  );
  await table(
    "crm.customers",
    "select 'c' || i as customer_id, case when i < 3 then 'fr' else 'en' end as language from range(1, 8) as ids (i)",
  );
  await make(engine, "credit.groups", parameters);
  const rows = await engine.read<{ text: string }>(
    `select concat_ws(' ', attribute, place, part, count(*)) as text from credit.groups
    group by attribute, place, part order by attribute, place, part`,
  );
  return rows.map(({ text }) => text);
}

test("words, words of customers, and those of whom nobody says", async () => {
  expect(await groupsOf(["sort", "crm.language"])).toEqual([
    "language 0 en 5",
    "language 0 fr 2",
    "language 0 unknown 1",
    "sort 0 it's 4",
    "sort 0 unknown 4",
  ]);
});

test("a number is cut as asked, from a cut to below the next, or in four", async () => {
  expect(await groupsOf([{ column: "age", cuts: [30, 65] }])).toEqual([
    "age 0 < 30 1",
    "age 1 30 – < 65 4",
    "age 2 ≥ 65 2",
    "age 3 unknown 1",
  ]);
  expect(await groupsOf(["age"])).toEqual([
    "age 0 < 30 1",
    "age 1 30 – < 50 2",
    "age 2 50 – < 70 2",
    "age 3 ≥ 70 2",
    "age 4 unknown 1",
  ]);
});

test("a column that there is not is refused, but not on empty tables; no column makes no groups", async () => {
  await expect(groupsOf(["crm.langage"])).rejects.toMatchObject({
    exit: 2,
    problems: [{ code: "CRM-E1140", setting: ["credit", "protected", 0], hint: 'Did you mean "language"?' }],
  });
  expect(await groupsOf(["sex"], 0)).toEqual([]);
  expect(await groupsOf([])).toEqual([]);
});
