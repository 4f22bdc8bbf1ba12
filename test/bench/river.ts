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
import { DuckDBInstance } from "@duckdb/node-api";
import type { RunRecord } from "../../src/run/record.js";
import type { Measure } from "./run.js";

const SECONDS = 60;
const MEGABYTES = 4000;
const MEMORY = "2GB";

/** The whole run on a large sample, step by step, beside a bare load of its order files into memory, unbounded. */
export async function bench(size = 1_000_000): Promise<Measure[]> {
  const folder = sampleOf(size);
  const record = runOn(folder);
  const bare = await bareLoad(join(folder, "exports", "shop"));
  const total = (Date.parse(record.ended_at) - Date.parse(record.started_at)) / 1000;
  const peak = Math.max(...record.steps.map(({ peak_mb }) => peak_mb));
  const blank = {
    case: "river",
    size,
    peak_mb: null,
    peer: null,
    ratio: null,
    limit: null,
    verdict: "measured",
  } as const;
  return [
    ...record.steps.map(({ step, seconds, peak_mb }) => ({ ...blank, step, seconds, peak_mb })),
    { ...blank, step: "bare load of the orders", seconds: bare },
    {
      ...blank,
      step: "whole run",
      seconds: total,
      peak_mb: peak,
      peer: "bare load of the orders",
      ratio: total / bare,
      limit: SECONDS,
      verdict: total <= SECONDS ? "pass" : "fail",
    },
    {
      ...blank,
      step: "memory of the whole run",
      seconds: total,
      peak_mb: peak,
      limit: MEGABYTES,
      verdict: peak <= MEGABYTES ? "pass" : "fail",
    },
  ];
}

/** The sample of a size, made once and kept in the folder for temporary files. */
function sampleOf(size: number): string {
  const folder = join(tmpdir(), `crm-analyze-sample-${size}`);
  if (existsSync(join(folder, "truth", "records.csv"))) return folder;
  mkdirSync(folder, { recursive: true });
  cli(["sample", folder, "--customers", String(size), "--seed", "7"]);
  return folder;
}

function runOn(folder: string): RunRecord {
  const work = mkdtempSync(join(tmpdir(), "crm-analyze-river-"));
  const pipeline = readFileSync("pipelines/sample.yaml", "utf8").replaceAll(
    "../sample-data/",
    "${CRM_BENCH_SAMPLE}/",
  );
  writeFileSync(join(work, "pipeline.yaml"), `${pipeline}\nengine: {memory: ${MEMORY}, threads: 2}\n`);
  try {
    cli(["run", join(work, "pipeline.yaml"), "--out", join(work, "out")], { CRM_BENCH_SAMPLE: folder });
    return JSON.parse(readFileSync(join(work, "out", "current", "run.json"), "utf8")) as RunRecord;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function bareLoad(folder: string): Promise<number> {
  const work = mkdtempSync(join(tmpdir(), "crm-analyze-bare-"));
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", temp_directory: work });
  const connection = await instance.connect();
  const files = readdirSync(folder).filter((name) => name.startsWith("orders-"));
  const list = files.map((name) => `'${join(folder, name)}'`).join(", ");
  const start = Date.now();
  await connection.run(`create table orders as select * from read_csv([${list}], all_varchar = true)`);
  const seconds = (Date.now() - start) / 1000;
  connection.closeSync();
  instance.closeSync();
  rmSync(work, { recursive: true, force: true });
  return seconds;
}

function cli(words: readonly string[], environment: Record<string, string> = {}): void {
  const { status, stderr } = spawnSync(process.execPath, ["dist/cli.js", ...words], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) throw new Error(`crm-analyze ${words[0]} ended with ${status}: ${stderr}`);
}
