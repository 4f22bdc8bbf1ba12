import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { RunRecord } from "../../src/run/record.js";
import type { Measure } from "../bench/run.js";

/** The engine of every measured run. */
export const ENGINE = { threads: 2, memory: "2GB" } as const;

/** A run over the sample of a size, while its folders are there. */
export interface SampleRun {
  readonly sample: string;
  readonly run: string;
}

/** A pipeline as it is written. */
export type Written = Readonly<Record<string, unknown>> & {
  readonly lists: Readonly<Record<string, { readonly rule: string }>>;
};

/** Runs the pipeline of the sample, or what is made of it, over the sample of a size, and has its outcome used before it is removed. */
export async function onSample<T>(
  size: number,
  words: readonly string[],
  use: (made: SampleRun) => T | Promise<T>,
  made: (pipeline: Written) => Written = (pipeline) => pipeline,
): Promise<T> {
  const sample = sampleOf(size);
  const work = mkdtempSync(join(tmpdir(), "crm-analyze-bench-"));
  const text = readFileSync("pipelines/sample.yaml", "utf8");
  const pipeline = parse(text.replaceAll("../sample-data/", "${CRM_BENCH_SAMPLE}/")) as Written;
  writeFileSync(join(work, "pipeline.yaml"), stringify({ ...made(pipeline), engine: ENGINE }));
  try {
    const out = join(work, "out");
    cli(["run", join(work, "pipeline.yaml"), "--out", out, ...words], { CRM_BENCH_SAMPLE: sample });
    const [id] = readdirSync(join(out, "runs"));
    return await use({ sample, run: join(out, "runs", id!) });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const MEGABYTES = 4000;

/** What a run took: each step, all of it, and the memory of its largest step beside the limit of every run. */
export function stepsOf(
  name: string,
  size: number,
  { steps, started_at, ended_at }: RunRecord,
): { readonly steps: Measure[]; readonly whole: Measure; readonly memory: Measure } {
  const seconds = (Date.parse(ended_at) - Date.parse(started_at)) / 1000;
  const peak_mb = Math.max(...steps.map((step) => step.peak_mb));
  const blank = { case: name, size, value: null, peer: null, ratio: null, limit: null } as const;
  return {
    steps: steps.map(({ step, seconds, peak_mb }) => ({
      ...blank,
      ...{ step, seconds, peak_mb },
      verdict: "measured",
    })),
    whole: { ...blank, step: "whole run", seconds, peak_mb, verdict: "measured" },
    memory: {
      ...blank,
      step: "memory of the whole run",
      seconds,
      peak_mb,
      limit: MEGABYTES,
      verdict: peak_mb <= MEGABYTES ? "pass" : "fail",
    },
  };
}

/** The sample of a size, made once and kept in the folder for temporary files. */
function sampleOf(size: number): string {
  const folder = join(tmpdir(), `crm-analyze-sample-${size}`);
  if (existsSync(join(folder, "truth", "records.csv"))) return folder;
  mkdirSync(folder, { recursive: true });
  cli(["sample", folder, "--customers", String(size), "--seed", "7"]);
  return folder;
}

/** What a command prints. */
export function cli(words: readonly string[], environment: Record<string, string> = {}): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/cli.js", ...words], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`crm-analyze ${words[0]} ended with ${status}: ${stderr}`);
  return stdout;
}
