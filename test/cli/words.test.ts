import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { cli } from "../support/cli.js";
import { project, TINY } from "../support/project.js";

const COMMANDS = ["run", "check", "plan", "sql", "evaluate", "sample", "schema", "doctor"];

describe("--help", () => {
  test("names every command", async () => {
    const { exit, stdout, stderr } = await cli(["--help"]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  });

  test.each(COMMANDS)("of %s ends with an example of it", async (command) => {
    const { exit, stdout } = await cli([command, "--help"]);
    expect(exit).toBe(0);
    expect(stdout).toMatch(new RegExp(`Example:\n  crm-analyze ${command}`));
  });
});

test("--version is the package's", async () => {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  expect(await cli(["--version"])).toEqual({ exit: 0, stdout: `${version}\n`, stderr: "" });
});

describe("misuse ends in 2, and says why on standard error", () => {
  test.each<[string, string[], RegExp]>([
    ["an unknown command", ["rum", "x.yaml"], /unknown command 'rum'[\s\S]*run/],
    ["an unknown option", ["run", "x.yaml", "--thread", "2"], /unknown option '--thread'[\s\S]*--threads/],
    ["no pipeline", ["run"], /missing required argument 'pipeline'/],
    ["no thread", ["run", "x.yaml", "--threads", "0"], /A whole number from 1 up/],
    ["a pipeline that is not there", ["run", "nowhere.yaml"], /^CRM-E1000: nowhere\.yaml: /],
    [
      "a select without a run",
      ["sql", "select 1", "--out", "nowhere"],
      /^CRM-E1008: nowhere\/current: there is no run here/,
    ],
  ])("%s", async (_, words, says) => {
    const { exit, stdout, stderr } = await cli(words);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toMatch(says);
  });
});

describe("schema", async () => {
  const { exit, stdout, stderr } = await cli(["schema"]);

  test("prints a JSON Schema and nothing else, with the names that a pipeline may use", () => {
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    const schema = JSON.parse(stdout) as {
      $schema: string;
      additionalProperties: boolean;
      properties: object;
      required: string[];
    };
    expect(schema.$schema).toContain("json-schema.org");
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining([
        "version",
        "as_of",
        "currency",
        "time_zone",
        "locales",
        "sources",
        "rooms",
        "lists",
        "gates",
        "rfm",
      ]),
    );
    expect(schema.required).toEqual(expect.arrayContaining(["version", "currency", "time_zone", "sources"]));
  });

  test("takes the pipelines that the program takes and no other", () => {
    const schema = z.fromJSONSchema(JSON.parse(stdout));
    const sample = parse(readFileSync(join(PACKAGE, "pipelines", "sample.yaml"), "utf8"));
    expect(schema.safeParse(sample)).toMatchObject({ success: true });
    const tiny = parse(TINY) as Record<string, unknown>;
    expect(schema.safeParse(tiny)).toMatchObject({ success: true });
    expect(schema.safeParse({ ...tiny, curency: "EUR" })).toMatchObject({ success: false });
    expect(schema.safeParse({ ...tiny, version: 2 })).toMatchObject({ success: false });
    expect(schema.safeParse({ ...tiny, currency: "Euro" })).toMatchObject({ success: false });
  });
});

test("sample leaves a pipeline that runs, and keeps one that is there", async () => {
  const place = project();
  const make = (asOf: string) =>
    cli(["sample", "mine", "--customers", "100", "--as-of", asOf], { cwd: place.folder });
  const { exit, stdout } = await make("2026-03-31");
  expect(exit).toBe(0);
  const next = /^Next: crm-analyze (run mine\/pipeline\.yaml)$/m.exec(stdout)![1]!;
  const text = place.text("mine", "pipeline.yaml");
  expect(text).toMatch(/^as_of: 2026-03-31$/m);
  expect(text).not.toContain("sample-data");
  expect(await cli(["check", ...next.split(" ").slice(1)], { cwd: place.folder })).toMatchObject({
    exit: 0,
    stderr: "",
  });
  place.write({ "mine/pipeline.yaml": `${text}keep_runs: 3\n` });
  expect(await make("2026-04-30")).toMatchObject({ exit: 0 });
  expect(place.text("mine", "pipeline.yaml")).toBe(`${text}keep_runs: 3\n`);
});

describe("doctor", () => {
  test("finds a sound machine and a sound pipeline", async () => {
    const place = project();
    const { exit, stdout } = await cli(["doctor", place.pipeline, "--out", place.out, "--json"]);
    const findings = JSON.parse(stdout) as { what: string; ok: boolean; detail: string }[];
    expect(
      findings.filter(({ what }) => what !== "memory").every(({ ok }) => ok),
      stdout,
    ).toBe(true);
    expect(findings.at(-1)!.detail).toBe("3 files, as of 2026-06-30 in Europe/Paris");
    expect(exit).toBe(findings.every(({ ok }) => ok) ? 0 : 2);
  });

  test("names what would stop a run", async () => {
    const place = project({ "pipeline.yaml": TINY.replace("people.csv", "peple.csv") });
    const { exit, stdout, stderr } = await cli(["doctor", place.pipeline, "--out", place.out]);
    expect(exit).toBe(2);
    expect(stdout).toMatch(/^FAIL {2}pipeline .*CRM-E1204: peple\.csv/m);
    expect(stderr).toMatch(/^CRM-E1010: /);
  });
});
