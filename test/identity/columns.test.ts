import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { extraColumns, extraName, isExtra, sameColumns } from "../../src/identity/columns.js";

type Values = (i: number) => string | number | boolean | null;

const RECORDS = 600;

/** Contacts with some columns beyond the contract, by their types and what stands in the i-th of 600 records. */
async function contacts(columns: Readonly<Record<string, readonly [type: string, Values]>>) {
  const engine = await openEngine({ threads: 2 });
  onTestFinished(() => engine.close());
  const types = Object.fromEntries(Object.entries(columns).map(([name, [type]]) => [name, type]));
  await engine.load(
    "crm.contacts",
    { source: "varchar", record_id: "varchar", phone: "varchar", ...types },
    Array.from({ length: RECORDS }, (_, i) => [
      "s",
      String(i),
      `514 555-${1000 + i}`,
      ...Object.values(columns).map(([type, value]) => {
        const cell = value(i);
        return typeof cell === "number" && type === "bigint" ? BigInt(cell) : cell;
      }),
    ]),
  );
  return engine;
}

const names = async (engine: Parameters<typeof extraColumns>[0], asked: readonly string[] = []) =>
  (await extraColumns(engine, asked)).map(({ name }) => name);

test("columns that tell people apart are taken, the most varied first; what the contract names is none", async () => {
  const engine = await contacts({
    ssn: ["varchar", (i) => String(7_000_000 + i)],
    member: ["bigint", (i) => Math.floor(i / 2)],
    school: ["varchar", (i) => `school ${i % 50}`],
    sex: ["varchar", (i) => (i % 2 === 0 ? "F" : "M")],
    score: ["double", (i) => i + 0.5],
    vip: ["boolean", (i) => i % 2 === 0],
    empty: ["varchar", () => null],
    one: ["varchar", (i) => (i === 3 ? "x" : null)],
  });
  expect(await names(engine)).toEqual(["x_ssn", "x_member", "x_school"]);
});

test("a third of the records must have a value, and two agree by accident in 3 of 100 at most", async () => {
  const engine = await contacts({
    third: ["varchar", (i) => (i % 3 === 0 ? `v${i}` : null)],
    less: ["varchar", (i) => (i % 3 === 0 && i > 0 ? `v${i}` : null)],
    // 599 / 599 pairs in 30 blocks of 20: (20 - 1) / 599 = .0317; in 40 of 15: .0234.
    thirty: ["varchar", (i) => `v${i % 30}`],
    forty: ["varchar", (i) => `v${i % 40}`],
    // Hardly varied: one value stands in most records.
    mostly: ["varchar", (i) => (i % 4 === 0 ? `v${i}` : "n/a")],
  });
  expect(await names(engine)).toEqual(["x_third", "x_forty"]);
});

test("six at most; among equals by name", async () => {
  const columns = ["h", "b", "a", "g", "c", "f", "d", "e"];
  const engine = await contacts(
    Object.fromEntries(
      columns.map((column) => [column, ["varchar", (i: number) => `${column}${i}`] as const]),
    ),
  );
  expect(await names(engine)).toEqual(["x_a", "x_b", "x_c", "x_d", "x_e", "x_f"]);
});

test("those that are asked for, whatever they hold, and no other", async () => {
  const engine = await contacts({
    sex: ["varchar", (i) => (i % 2 === 0 ? "F" : "M")],
    ssn: ["varchar", (i) => String(i)],
    empty: ["varchar", () => null],
  });
  expect(await names(engine, ["given_name", "sex", "empty"])).toEqual(["x_sex", "x_empty"]);
});

test("values are written one way", async () => {
  const engine = await contacts({
    code: ["varchar", (i) => (i === 0 ? "  Été--N°12 " : i === 1 ? "--" : `c ${i}`)],
  });
  const [extra] = await extraColumns(engine, []);
  const rows = await engine.read<{ value: string | null }>(
    `select ${extra!.sql} as value from crm.contacts as contacts order by record_id::integer limit 3`,
  );
  expect(rows.map(({ value }) => value)).toEqual(["ete n 12", null, "c2"]);
});

test("a kept model has the same columns again; one that is gone is empty", async () => {
  const engine = await contacts({ ssn: ["varchar", (i) => String(i)] });
  const same = await sameColumns(engine, ["x_gone", "x_ssn"]);
  expect(same.map(({ name }) => name)).toEqual(["x_gone", "x_ssn"]);
  const rows = await engine.read(
    `select ${same.map(({ sql, name }) => `${sql} as ${name}`).join(", ")}
    from crm.contacts as contacts where record_id = '12'`,
  );
  expect(rows).toEqual([{ x_gone: null, x_ssn: "12" }]);
});

test("a feature's name says whether the contract names it", () => {
  expect(extraName("Social Sec. No")).toBe("x_social_sec_no");
  expect([isExtra("x_ssn"), isExtra("given_name"), isExtra("max_x_y")]).toEqual([true, false, false]);
});
