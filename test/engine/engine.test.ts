import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Engine, EngineOptions } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { CliError } from "../../src/error.js";
import { lines, project } from "../support/project.js";

const CANARY = "canary.person@example.test";

async function open(options: EngineOptions = {}): Promise<Engine> {
  const engine = await openEngine({ threads: 1, ...options });
  onTestFinished(() => engine.close());
  return engine;
}

async function failure(work: Promise<unknown>): Promise<CliError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CliError)) throw new Error(`no expected error: ${String(error)}`);
  return error;
}

describe("what is read back", () => {
  test("numbers as numbers, days and times as text, lists and records as JSON has them", async () => {
    const engine = await open();
    const sql = `select 9007199254740991::bigint as big, 1.25::decimal(18, 4) as money, true as yes, null as nothing,
      date '2026-02-03' as day, timestamp '2026-02-03 04:05:06' as at, [1, 2] as list, struct_pack(a := 1) as record`;
    expect(await engine.read(sql)).toEqual([
      {
        big: 9007199254740991,
        money: 1.25,
        yes: true,
        nothing: null,
        day: "2026-02-03",
        at: "2026-02-03 04:05:06",
        list: [1, 2],
        record: { a: 1 },
      },
    ]);
  });

  test("more rows than the limit is an error, not a shorter result", async () => {
    const engine = await open();
    await expect(engine.read("select * from range(11)", {}, 10)).rejects.toThrow();
    expect(await engine.read("select * from range(10)", {}, 10)).toHaveLength(10);
  });

  test("a table can be made of rows at hand and streamed in their order", async () => {
    const engine = await open();
    const rows = Array.from({ length: 5000 }, (_, i) => [BigInt(i), `name ${i}`]);
    expect(await engine.load("s.t", { id: "bigint", name: "varchar" }, rows)).toBe(5000);
    const found: string[] = [];
    for await (const batch of engine.stream({ sql: "select id from s.t", file: "test" })) {
      found.push(...batch.map(([id]) => id!));
    }
    expect(found).toEqual(rows.map(([id]) => String(id)));
  });
});

describe("errors", () => {
  test("name the SQL file and its line", async () => {
    const engine = await open();
    const error = await failure(
      engine.create("s.t", { sql: "select\n  nope\nfrom range(1)", file: "sql/s/t.sql" }),
    );
    expect(error.exit).toBe(2);
    expect(error.message).toMatch(/^CRM-E2001: sql\/s\/t\.sql:2: .*"nope" not found/);
  });

  test("a parameter that nobody binds fails loudly", async () => {
    const engine = await open();
    const error = await failure(engine.read({ sql: "select $as_of as day", file: "sql/s/t.sql" }, {}));
    expect(error.message).toMatch(/sql\/s\/t\.sql.*as_of/);
  });

  test.each([
    ["a cast", `select cast(v as integer) from (select '${CANARY}' as v from range(2))`],
    ["a cast of a column", "select v::date from s.people"],
    ["JSON", "select json_extract(v, '$.a') from s.people"],
    ["a regular expression", "select regexp_matches('x', '(' || v) from s.people"],
    ["a format of a date", "select strptime('2026', v) from s.people"],
    ["error()", "select error(v) from s.people"],
  ])("never quote a row: %s", async (_, sql) => {
    const engine = await open();
    await engine.load("s.people", { v: "varchar" }, [[`{${CANARY}`]]);
    const error = await failure(engine.read({ sql, file: "sql/s/t.sql" }));
    expect(JSON.stringify([error.message, error.problems])).not.toContain("canary");
    expect(error.message).toContain("sql/s/t.sql");
  });

  test("too little memory is a matter of resources", async () => {
    const engine = await open({ memory: "30MB" });
    const sql = "select list(range) as all_of_it from range(20000000)";
    expect((await failure(engine.create("s.t", { sql, file: "big" }))).exit).toBe(6);
  });

  test("an interrupted statement says so, and the engine can go on", async () => {
    const engine = await open();
    const long = engine.read(
      "select count(*) from range(100000000) a, range(1000) b where a.range * b.range % 7 = 3",
    );
    setTimeout(() => engine.interrupt(), 50);
    expect((await failure(long)).problems[0]!.code).toBe("CRM-E2004");
    expect(await engine.read("select 1 as one")).toEqual([{ one: 1 }]);
  });
});

describe("the engine is closed", () => {
  test.each([
    ["files elsewhere", "select * from read_text('/etc/hostname')"],
    ["a way out of its folders", "select * from read_text('{ROOT}/../secret.txt')"],
    ["the network", "select * from read_csv('https://example.test/x.csv')"],
    ["its own settings", "set enable_external_access = true"],
    ["other databases", "attach '/tmp/other.duckdb'"],
    ["extensions", "install httpfs"],
  ])("to %s", async (_, sql) => {
    const place = project({ "secret.txt": "secret" });
    const root = place.path("root");
    mkdirSync(root);
    const engine = await open({ roots: [root] });
    const error = await failure(engine.read(sql.replace("{ROOT}", root)));
    expect(error.message).not.toContain("secret");
  });

  test.each([
    ["two statements", "select 1; drop table s.t"],
    ["a statement that is no select", "drop table s.t"],
    ["an export", "copy (select 1) to 'x.csv'"],
  ])("parse refuses %s", async (_, sql) => {
    const engine = await open();
    expect(await failure(engine.parse({ sql, file: "sql/s/t.sql" }))).toMatchObject({ exit: 2 });
  });
});

test.each([1, 2])(
  "rows that repeat the key before are counted on %d threads, nulls being values",
  async (threads) => {
    const place = project();
    const engine = await open({ folder: place.path("scratch"), threads });
    const rows =
      "select case when range < 3 then null else range // 2 end as a, range % 2 as b from range(600000)";
    const twice =
      "select * from rows union all select a, b from rows where a in (1000, 250000) or (a is null and b = 1)";
    await engine.create("s.t", { sql: `with rows as (${rows}) ${twice}`, file: "test" }, {}, ["a", "b"]);
    expect(await engine.repeated("s.t", ["a", "b"])).toBe(6);
  },
);

test("integers beyond 64 bits stay exact, and a table may be made of itself", async () => {
  const place = project();
  const engine = await open({ folder: place.path("scratch") });
  await engine.create("s.t", {
    sql: "select sum(range) + 9007199254740993 as n from range(3)",
    file: "test",
  });
  await engine.create("s.t", { sql: "select n + 1 as n from s.t", file: "test" });
  expect(await engine.read("select n::varchar as n from s.t")).toEqual([{ n: "9007199254740997" }]);
  await engine.export("s.t", place.path("t.parquet"));
  await engine.export("s.t", place.path("t.parquet"));
  expect(await engine.read(`select typeof(n) as type from '${place.path("t.parquet")}'`)).toEqual([
    { type: "DECIMAL(38,0)" },
  ]);
});

test("a working table can be read, made of itself, written in an order and dropped; it is one table", async () => {
  const { folder } = project();
  const engine = await open({ folder: `${folder}/engine` });
  expect(await engine.work("s.t", { file: "test", sql: "select i from range(5) as r(i)" })).toBe(5);
  await engine.work("s.t", { file: "test", sql: "select 4 - i as i from s.t where i <> 2" });
  expect(await engine.read("select i from s.t order by i")).toEqual([{ i: 0 }, { i: 1 }, { i: 3 }, { i: 4 }]);
  expect(await engine.tables()).toEqual(["s.t"]);
  expect([...(await engine.columns("s.t"))]).toEqual([["i", "BIGINT"]]);
  await engine.export("s.t", `${folder}/engine/t.parquet`, ["i"]);
  expect(await engine.read(engine.source(`${folder}/engine/t.parquet`, "parquet"))).toEqual(
    await engine.read("select i from s.t order by i"),
  );
  await engine.drop("s.t");
  expect(await engine.tables()).toEqual([]);
  await engine.create("s.t", { file: "test", sql: "select 1 as i" });
  expect(await engine.read("select i from s.t")).toEqual([{ i: 1 }]);
});

test("rejects of a CSV file are told whatever columns are taken", async () => {
  const place = project();
  writeFileSync(place.path("x.csv"), lines("a,b", "1,2", "3", "4,5,6", "7,8"));
  const engine = await open();
  const dialect = { delimiter: ",", quote: '"', header: true };
  for (const take of ["a", "a, b", "null as none"]) {
    const from = engine.csv(place.path("x.csv"), dialect, ["a", "b"]);
    await engine.create("s.t", { sql: `select ${take} from (${from})`, file: "test" });
    const rejects = await engine.rejects();
    expect(rejects.map(({ reason }) => reason)).toEqual([
      "fewer fields than the header",
      "more fields than the header",
    ]);
    expect(await engine.read("select count(*) as n from s.t")).toEqual([{ n: 2 }]);
  }
});
