import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { cli } from "../support/cli.js";
import { EARLIER_LINK, type Project, project } from "../support/project.js";

const SAMPLE = join(PACKAGE, "pipelines", "sample.yaml");

/** The folder of the run that works now, once it has begun to log. */
async function begun(place: Project): Promise<string> {
  for (;;) {
    const runs = readdirSync(join(place.out, "runs")).filter((run) => !EARLIER_LINK.endsWith(run));
    const log = join(place.out, "runs", runs[0] ?? "", "log.jsonl");
    if (runs.length > 0 && existsSync(log) && readFileSync(log, "utf8").split("\n").length > 3)
      return runs[0]!;
    await wait(20);
  }
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "%s ends a run cleanly: exit %i, nothing published, no scratch folder, no lock",
  async (signal, exit) => {
    const place = project().published();
    let run = "";
    const ended = await cli(["run", SAMPLE, "--out", place.out], {
      meanwhile: (child) => {
        void begun(place).then((folder) => {
          run = folder;
          child.kill(signal);
        });
      },
    });
    expect(ended).toMatchObject({ exit, stdout: "" });
    expect(ended.stderr).toBe("CRM-E0002: stopped on request; nothing was published\n");
    expect(place.current()).toBe(EARLIER_LINK);
    expect(place.record(run)).toMatchObject({ status: "failed", exit, problems: [{ code: "CRM-E0002" }] });
    expect(existsSync(join(place.out, "runs", run, "scratch"))).toBe(false);
    expect(existsSync(join(place.out, "state", "lock"))).toBe(false);
  },
);

test("SIGKILL leaves the published run; the next one takes over and clears up", async () => {
  const place = project().published();
  let run = "";
  const killed = await cli(["run", SAMPLE, "--out", place.out], {
    meanwhile: (child) => {
      void begun(place).then((folder) => {
        run = folder;
        child.kill("SIGKILL");
      });
    },
  });
  expect(killed.exit).toBe(null);
  expect(place.current()).toBe(EARLIER_LINK);
  expect(existsSync(join(place.out, "runs", run, "scratch"))).toBe(true);
  const next = await cli(["run", place.pipeline, "--out", place.out, "--only", "identity"]);
  expect(next).toMatchObject({ exit: 0, stderr: "" });
  expect(next.stdout).toMatch(/warning: took over the lock of process \d+, which is gone/);
  expect(existsSync(join(place.out, "runs", run, "scratch"))).toBe(false);
});
