import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { prepare } from "../../src/pipeline/prepare.js";
import { newRunId, prune, publish } from "../../src/run/folder.js";
import { takeLock } from "../../src/run/lock.js";
import { CLI, cli, node } from "../support/cli.js";
import { succeeds } from "../support/fails.js";
import { planHere, runHere, sqlHere } from "../support/here.js";
import { EARLIER_LINK, lines, type Project, project, TINY } from "../support/project.js";

const CONTENDER = join(import.meta.dirname, "..", "support", "contender.js");

function locked(place: Project, holder: object | string): string {
  mkdirSync(join(place.out, "state"), { recursive: true });
  const path = join(place.out, "state", "lock");
  writeFileSync(path, typeof holder === "string" ? holder : JSON.stringify(holder));
  return path;
}

describe("the lock", () => {
  const since = "2026-07-01T03:00:00.000Z";
  const holder = { pid: process.pid, host: hostname(), start: "", since };

  test("held by another process: exit 5, naming it, and nothing is touched", async () => {
    const place = project().published();
    const lock = locked(place, holder);
    const ended = await cli(["run", place.pipeline, "--out", place.out]);
    expect(ended).toMatchObject({ exit: 5, stdout: "" });
    expect(ended.stderr).toMatch(/^CRM-E5001: another run works in this output folder/);
    expect(ended.stderr).toContain(`process ${process.pid} on ${hostname()} since ${since}`);
    expect(existsSync(lock)).toBe(true);
    expect(place.current()).toBe(EARLIER_LINK);
    expect(readdirSync(join(place.out, "runs"))).toHaveLength(1);
  });

  test("held on another machine is left alone", async () => {
    const place = project();
    locked(place, { ...holder, host: "elsewhere" });
    expect(await runHere(place, {}, { alive: () => false })).toMatchObject({ exit: 5 });
  });

  test("left by a process that is gone: taken over, and said so", async () => {
    const place = project();
    const lock = locked(place, holder);
    expect(await runHere(place, { only: "identity" }, { alive: () => false })).toMatchObject({ exit: 0 });
    const warning = `took over the lock of process ${process.pid}, which is gone`;
    const [run] = readdirSync(join(place.out, "runs"));
    expect(place.record(run).warnings).toEqual([warning]);
    expect(place.text("out", "runs", run!, "log.jsonl")).toContain(
      `"level":"warning","message":"${warning}"`,
    );
    expect(existsSync(lock)).toBe(false);
  });

  test.each([
    ["whose number now is another process's", { ...holder, start: "another boot/12" }],
    ["that breaks off", '{"pid":'],
    ["that is none", "null"],
    ["whose successor died while it took over", { ...holder, start: "another boot/12" }, "another boot/13"],
  ])("a lock %s is taken over", (_, left, successor = "") => {
    const place = project();
    const lock = locked(place, left);
    if (successor !== "") writeFileSync(`${lock}.next`, JSON.stringify({ ...holder, start: successor }));
    const warnings: string[] = [];
    const release = takeLock(place.out, { pid: process.pid, alive: () => true }, since, (text) =>
      warnings.push(text),
    );
    expect(warnings.at(-1)).toBe(
      `took over the lock of process ${typeof left === "string" ? "?" : left.pid}, which is gone`,
    );
    expect(() =>
      takeLock(place.out, { pid: process.pid, alive: () => true }, since, () => undefined),
    ).toThrow(/CRM-E5001/);
    release();
    expect(readdirSync(join(place.out, "state"))).toEqual([]);
  });

  test("left by a process that is gone is taken over by one of many that find it at once", async () => {
    const place = project();
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    const folders = Array.from({ length: 40 }, (_, i) => place.path(String(i)));
    for (const out of folders) locked({ ...place, out } as Project, { ...holder, pid: gone });
    mkdirSync(place.path("crowd"));
    const words = [CONTENDER, String(Date.now() + 800), place.path("crowd"), "8", ...folders];
    const ended = await Promise.all(Array.from({ length: 8 }, () => node(words)));
    expect(ended.map(({ stderr }) => stderr).join("")).toBe("");
    const winners = ended.flatMap(({ stdout }) => stdout.split("\n").slice(0, -1)).map(Number);
    expect(winners.sort((a, b) => a - b)).toEqual(folders.map((_, i) => i));
    for (const out of folders) expect(readdirSync(join(out, "state"))).toEqual(["lock"]);
  });
});

describe("the folder of runs", () => {
  function withRuns(...runs: string[]): Project {
    const place = project();
    for (const run of runs) mkdirSync(join(place.out, "runs", run, "scratch"), { recursive: true });
    return place;
  }

  test("two runs of one second have two ids", () => {
    const now = new Date("2026-11-22T03:00:12.345Z");
    expect(newRunId(withRuns().out, now)).toBe("2026-11-22T03-00-12Z");
    const taken = withRuns("2026-11-22T03-00-12Z", "2026-11-22T03-00-12Z-2");
    expect(newRunId(taken.out, now)).toBe("2026-11-22T03-00-12Z-3");
  });

  test("current is a relative link, replaced by the next", () => {
    const place = withRuns("2026-01-01T00-00-00Z", "2026-01-02T00-00-00Z");
    for (const run of ["2026-01-01T00-00-00Z", "2026-01-02T00-00-00Z"]) {
      publish(place.out, run);
      expect(lstatSync(join(place.out, "current")).isSymbolicLink()).toBe(true);
      expect(readlinkSync(join(place.out, "current"))).toBe(`runs/${run}`);
    }
    expect(readdirSync(place.out).sort()).toEqual(["current", "runs"]);
  });

  test("only the newest are kept, and always the published one; what a dead run left is removed", () => {
    const days = ["01", "02", "03", "04", "05"].map((day) => `2026-01-${day}T00-00-00Z`);
    const place = withRuns(...days);
    publish(place.out, days[1]!);
    prune(place.out, 2);
    expect(readdirSync(join(place.out, "runs")).sort()).toEqual([days[1], days[3], days[4]]);
    for (const run of [days[3]!, days[4]!]) expect(readdirSync(join(place.out, "runs", run))).toEqual([]);
  });

  test("keep_runs says how many", async () => {
    const place = project({ "pipeline.yaml": `${TINY}keep_runs: 2\n` });
    for (const run of ["2026-01-01T00-00-00Z", "2026-01-02T00-00-00Z", "2026-01-03T00-00-00Z"])
      place.write({ [`out/runs/${run}/run.json`]: '{"status": "published"}' });
    await succeeds(place);
    expect(readdirSync(join(place.out, "runs")).sort()).toEqual([
      "2026-01-03T00-00-00Z",
      "2026-07-01T08-00-00Z",
    ]);
    expect(place.current()).toBe("runs/2026-07-01T08-00-00Z");
  });
});

test("runs that published nothing take no published run's place", () => {
  const place = project();
  mkdirSync(join(place.out, "state", "plan-of-the-dead"), { recursive: true });
  const statuses = ["published", "published", "failed", "planned", "killed", "published"];
  statuses.forEach((status, i) => {
    place.write({ [`out/runs/2026-01-0${i + 1}T00-00-00Z/run.json`]: JSON.stringify({ status }) });
  });
  prune(place.out, 2);
  expect(readdirSync(join(place.out, "runs")).map((run) => run.slice(8, 10))).toEqual([
    "02",
    "04",
    "05",
    "06",
  ]);
  expect(readdirSync(join(place.out, "state"))).toEqual([]);
});

test("a plan leaves no folder that was not there", async () => {
  const place = project();
  expect(await planHere(place)).toMatchObject({ exit: 0 });
  expect(existsSync(place.out)).toBe(false);
  mkdirSync(place.out);
  expect(await planHere(place)).toMatchObject({ exit: 0 });
  expect(readdirSync(place.out)).toEqual([]);
});

test("what stands in the place of the link to the published run is left alone, before anything is made", async () => {
  const place = project({ "out/current/mine.txt": "x" });
  expect(await runHere(place)).toMatchObject({ exit: 2, problems: [{ code: "CRM-E1013" }] });
  expect(readdirSync(place.out)).toEqual(["current"]);
});

test("a run of one room publishes nothing and writes no list", async () => {
  const place = project().published();
  const { printed } = await succeeds(place, { only: "identity" });
  expect(printed).toMatch(/^Not published: run 2026-07-01T08-00-00Z/);
  expect(place.current()).toBe(EARLIER_LINK);
  const run = join(place.out, "runs", "2026-07-01T08-00-00Z");
  expect(place.record("2026-07-01T08-00-00Z").status).toBe("planned");
  expect(existsSync(join(run, "lists"))).toBe(false);
  expect(readdirSync(join(run, "tables")).sort()).toEqual(["crm", "identity", "quality"]);
});

test("an output folder that cannot be one is a matter of resources", async () => {
  const place = project({ out: "a file in its place" });
  expect(await runHere(place)).toMatchObject({ exit: 6, problems: [{ code: "CRM-E6001" }] });
  expect(place.text("out")).toBe("a file in its place");
});

test("persons whom no contacts hold are told: most often the source is not said", async () => {
  const forgotten = project({
    "pipeline.yaml": TINY.replace(
      "{files: sales.csv, table: orders, set: {contact_source: people}}",
      "{files: sales.csv, table: orders}",
    ),
  });
  const { printed } = await succeeds(forgotten);
  expect(printed).toContain('warning: source "sales" names 2 persons and has no contacts');
  expect(forgotten.record().warnings).toEqual([expect.stringContaining("sources.sales.set.contact_source")]);
  expect(forgotten.text("out", "current", "report", "index.html")).toContain("set.contact_source");

  const padded = project({
    "sales.csv": lines(
      "order_id,contact_id,ordered_on,amount",
      ...["01", "02", "03", "04"].map((id) => `o${id},${id},2026-06-01,1`),
    ),
  });
  expect((await succeeds(padded)).printed).toContain(
    '4 persons are named as contacts of source "people", which has 3 others',
  );

  expect((await succeeds(project())).printed).not.toContain("warning");
});

test("a gate that is closed says by how much", async () => {
  const place = project({ "pipeline.yaml": `${TINY}gates: {min_customers: 4}\n` }).published();
  const outcome = await runHere(place);
  expect(outcome).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3020" }] });
  expect(outcome.message).toContain("at least 4 are wanted");
  expect(place.current()).toBe(EARLIER_LINK);
  const record = place.record("2026-07-01T08-00-00Z");
  expect(record.gates.filter(({ passed }) => !passed).map(({ gate }) => gate)).toEqual(["min_customers"]);
});

test("today is a day of the pipeline's time zone", async () => {
  const now = new Date("2026-06-30T23:30:00Z");
  for (const [zone, day] of [
    ["Europe/Paris", "2026-07-01"],
    ["America/Toronto", "2026-06-30"],
  ] as const) {
    const text = TINY.replace("2026-06-30", "today").replace("Europe/Paris", zone);
    const { pipeline: file } = project({ "pipeline.yaml": text });
    expect(await prepare({ file, now })).toMatchObject({ asOf: day });
  }
});

test("nothing later than the day is seen, and --as-of wins over the pipeline", async () => {
  const place = project({
    "sales.csv": lines(
      "order_id,contact_id,ordered_on,amount",
      "a,1,2026-06-01,10",
      "b,1,2026-06-30,5",
      "c,1,2026-07-01,100",
    ),
  });
  await succeeds(place, { only: "rfm" });
  await succeeds(place, { only: "rfm", asOf: "2026-06-29" });
  const of = async (run: string) =>
    JSON.parse(
      (await sqlHere(place, [join(place.out, "runs", run), "select monetary, recency_days from rfm.scores"]))
        .printed,
    );
  expect(await of("2026-07-01T08-00-00Z")).toEqual([{ monetary: 15, recency_days: 0 }]);
  expect(await of("2026-07-01T08-00-00Z-2")).toEqual([{ monetary: 10, recency_days: 28 }]);
});

test("a write that the system refuses in the middle: exit 6, nothing published, no scratch left", () => {
  const place = project().published();
  const script = 'ulimit -f 200; exec "$0" "$@"';
  const words = [CLI, "run", place.pipeline, "--out", place.out];
  const ended = spawnSync("sh", ["-c", script, process.execPath, ...words], { encoding: "utf8" });
  expect(ended).toMatchObject({ status: 6, stdout: "" });
  expect(ended.stderr).toMatch(/^CRM-E(6001|2003): .*\n {2}.*(disk|space)/);
  expect(place.current()).toBe(EARLIER_LINK);
  const failed = readdirSync(join(place.out, "runs")).find((run) => !EARLIER_LINK.endsWith(run))!;
  expect(place.record(failed)).toMatchObject({ status: "failed", exit: 6 });
  expect(existsSync(join(place.out, "runs", failed, "scratch"))).toBe(false);
});
