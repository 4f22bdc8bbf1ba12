import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { cli, type Ended } from "../support/cli.js";
import { type Outcome, sqlHere } from "../support/here.js";
import { lastingProject, TINY } from "../support/project.js";

const place = lastingProject({ "pipeline.yaml": `${TINY}min_cell: 0\n` });
let ended: Ended;

beforeAll(async () => {
  // As cron does it: no environment, another working directory, no terminal.
  ended = await cli(["run", place.pipeline, "--out", place.out], { cwd: "/", env: {} });
}, 60_000);

function below(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[]).sort();
}

describe("a run without a terminal or an environment", () => {
  test("says on standard output where things are, and nothing on standard error", () => {
    expect(ended).toMatchObject({ exit: 0, stderr: "" });
    expect(ended.stdout).toMatch(/^Published: run \d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ, as of 2026-06-30\.\n/);
    expect(ended.stdout).toMatch(/report {2}\S*out\/current\/report\/index\.html\n/);
    expect(ended.stdout).toMatch(/lists\/buyers \(1 person, 1 left out\)\n/);
    expect(ended.stdout).not.toContain("\u001b");
  });

  test("leaves the folders of a run", () => {
    const run = place.record().id;
    expect(place.current()).toBe(`runs/${run}`);
    expect(below(place.out).filter((path) => !path.includes("/"))).toEqual(["current", "runs", "state"]);
    expect(below(join(place.out, "state")).filter((path) => path.endsWith(".json"))).toEqual([
      `runs/${run}/state.json`,
    ]);
    expect(readdirSync(join(place.out, "runs", run)).sort()).toEqual([
      "lists",
      "log.jsonl",
      "report",
      "run.json",
      "tables",
    ]);
    const tables = below(join(place.out, "current", "tables"));
    expect(tables).toEqual(
      expect.arrayContaining(["crm/customers.parquet", "identity/members.parquet", "rfm/scores.parquet"]),
    );
    expect(below(join(place.out, "current", "report"))).toEqual(
      expect.arrayContaining([
        "index.html",
        expect.stringMatching(/^charts\/rfm\/\w+\.svg$/),
        expect.stringMatching(/^charts\/rfm\/\w+\.vl\.json$/),
      ]),
    );
    expect(below(join(place.out, "current", "lists"))).toEqual([
      "buyers",
      "buyers/machine.csv",
      "buyers/people.csv",
    ]);
  });

  test("lets nobody else read them", () => {
    const open = below(place.out).filter(
      (path) => path !== "current" && (statSync(join(place.out, path)).mode & 0o077) !== 0,
    );
    expect(open).toEqual([]);
  });

  test("records what was read, done and written", () => {
    const record = place.record();
    expect(record).toMatchObject({
      format: 1,
      status: "published",
      exit: 0,
      as_of: "2026-06-30",
      problems: [],
      replaced: [],
    });
    const text = readFileSync(place.path("people.csv"));
    expect(record.inputs[0]).toEqual({
      source: "people",
      path: "people.csv",
      bytes: text.length,
      sha256: createHash("sha256").update(text).digest("hex"),
      rows_in: 3,
    });
    for (const { rows_in, kept, superseded, excluded, quarantined } of record.sources)
      expect(kept + superseded + excluded + quarantined).toBe(rows_in);
    expect(record.gates.length).toBeGreaterThan(3);
    expect(record.gates.every(({ passed }) => passed)).toBe(true);
    const files = below(join(place.out, "current")).filter(
      (path) => /\.\w+$/.test(path) && !/^(run\.json|log\.jsonl)$/.test(path),
    );
    expect(record.outputs.map(({ path }) => path).sort()).toEqual(files);
    for (const { path, bytes, sha256 } of record.outputs) {
      const content = readFileSync(join(place.out, "current", path));
      expect([content.length, createHash("sha256").update(content).digest("hex")]).toEqual([bytes, sha256]);
    }
    for (const line of place.text("out", "current", "log.jsonl").trimEnd().split("\n"))
      expect(JSON.parse(line)).toMatchObject({ at: expect.any(String), level: "info" });
  });
});

describe("sql over the run's tables", () => {
  const select = "select given_name, email from crm.customers order by email limit 2";

  test("as a table", async () => {
    const { exit, stdout, stderr } = await cli(["sql", select, "--out", place.out]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).toBe(
      "given_name  email\n----------  -----------------\nAnne        anne@example.test\nLuc         luc@example.test\n",
    );
  });

  test("as JSON, of a run named by its folder", async () => {
    const { printed } = await sqlHere(place, [join(place.out, "current"), select]);
    expect(JSON.parse(printed)).toEqual([
      { given_name: "Anne", email: "anne@example.test" },
      { given_name: "Luc", email: "luc@example.test" },
    ]);
  });

  test("as CSV, the select from a file, with the run's parameters, from the default folder", async () => {
    writeFileSync(
      place.path("q.sql"),
      "-- One row.\nselect $as_of as day, sum(amount) as total, 'a,\"b\"' as odd from crm.orders;\n",
    );
    const { stdout } = await cli(["sql", "--file", "q.sql", "--format", "csv"], { cwd: place.folder });
    expect(stdout).toBe('day,total,odd\n2026-06-30,30.5,"a,""b"""\n');
  });

  test.each([
    ["csv", "day,n\n"],
    ["table", "day  n\n---  -\n"],
    ["json", "[]\n"],
  ] as const)("without a row, as %s", async (format, text) => {
    const none = "select ordered_on as day, 1 as n from crm.orders where amount < 0";
    expect((await sqlHere(place, [none], { format })).printed).toBe(text);
  });

  test.each([
    ["csv", "n,n_1,N_2\n1,2,3\n"],
    ["table", "n  n_1  N_2\n-  ---  ---\n1    2    3\n"],
    ["json", '[\n  {"n":1,"n_1":2,"N_2":3}\n]\n'],
  ] as const)("with columns of one name, as %s", async (format, text) => {
    const { printed } = await sqlHere(place, ["select 1 as n, 2 as n, 3 as N -- three"], { format });
    expect(printed).toBe(text);
  });

  test("with numbers of any size, and however many rows", async () => {
    const large = "select 9007199254740993 as n, 0.1::decimal(9, 4) as d, [1, 2] as list";
    expect((await sqlHere(place, [large])).printed).toBe(
      '[\n  {"n":9007199254740993,"d":0.1,"list":[1,2]}\n]\n',
    );
    expect((await sqlHere(place, [large], { format: "csv" })).printed).toBe(
      'n,d,list\n9007199254740993,0.1,"[1, 2]"\n',
    );
    const odd = ["select 'NaN'::double as n, 1 as all_of_it"];
    expect(JSON.parse((await sqlHere(place, odd)).printed)).toEqual([{ n: null, all_of_it: 1 }]);
    const many = ["select range as n from range(100001)"];
    const { printed } = await sqlHere(place, many, { format: "csv" });
    expect(printed.split("\n").slice(-3)).toEqual(["99999", "100000", ""]);
    expect(await sqlHere(place, many, { format: "table" })).toMatchObject({
      exit: 2,
      problems: [{ code: "CRM-E1014", hint: expect.stringContaining("--format csv") }],
    });
  });

  test("says what can be read", async () => {
    const { message } = await sqlHere(place, ["select * from read_csv('/etc/passwd')"]);
    expect(message).toBe(
      "CRM-E1012: the select: reads something else: only the run's tables can be read\n" +
        "  They are in the schemas crm, identity, lists, quality, rfm; for example crm.customers.",
    );
  });

  test("a step of ours can be run again", async () => {
    const again = await sqlHere(place, [], { file: join(PACKAGE, "sql", "rfm", "scores.sql") });
    const stands = await sqlHere(place, ["select * from rfm.scores"]);
    const byId = ({ printed }: Outcome) =>
      (JSON.parse(printed) as { customer_id: string }[]).sort((a, b) =>
        a.customer_id < b.customer_id ? -1 : 1,
      );
    expect(byId(again)).toEqual(byId(stands));
    expect(byId(again)).toHaveLength(2);
  });

  test("refuses a file that is not there", async () => {
    const outcome = await sqlHere(place, [], { file: "nowhere.sql" });
    expect(outcome).toMatchObject({
      exit: 2,
      problems: [{ code: "CRM-E1011", file: expect.stringMatching(/nowhere\.sql$/) }],
    });
  });

  test.each([
    ["another statement", "drop table crm.customers", "CRM-E2006"],
    ["two", "select 1; select 2", "CRM-E2006"],
    ["a file of the machine", "select * from read_text('/etc/hostname')", "CRM-E1012"],
    ["a file by its name", "select * from '/etc/hostname.csv'", "CRM-E1012"],
    ["a way out", `select * from read_text('${place.out}/current/tables/../run.json')`, "CRM-E1012"],
    ["a column that is not there", "select nope from crm.customers", "CRM-E2001"],
  ])("refuses %s", async (_, text, code) => {
    expect(await sqlHere(place, [text])).toMatchObject({ exit: 2, printed: "", problems: [{ code }] });
  });
});

test("check writes nothing", async () => {
  const before = below(place.folder);
  const { exit, stdout, stderr } = await cli(["check", "pipeline.yaml"], { cwd: place.folder });
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  expect(stdout).toContain("people → contacts: people.csv (3 of the first 3 rows fit)");
  expect(below(place.folder)).toEqual(before);
});

test("plan publishes nothing and says how the lists would change; --json prints nothing else", async () => {
  const before = place.current();
  const files = below(place.out);
  writeFileSync(place.path("consents.csv"), "contact_id,given,at\n2,yes,2026-03-01\n");
  const { exit, stdout, stderr } = await cli([
    "plan",
    place.pipeline,
    "--out",
    place.out,
    "--json",
    "--threads",
    "1",
  ]);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({
    record: { status: "planned", inputs: [{ path: "people.csv", rows_in: 3 }, {}, {}] },
    previous: place.record().id,
    changes: [{ list: "buyers", before: 1, now: 1, added: 1, removed: 1 }],
  });
  expect(place.current()).toBe(before);
  expect(below(place.out)).toEqual(files);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s ends a long select at once", async (signal, exit) => {
  const long = "select count(*) from range(100000000) a, range(100000) b where a.range * b.range % 7 = 3";
  const ended = await cli(["sql", long, "--out", place.out], {
    meanwhile: (child) => void wait(1500).then(() => child.kill(signal)),
  });
  expect(ended).toEqual({ exit, stdout: "", stderr: "CRM-E2004: the select: interrupted\n" });
});
