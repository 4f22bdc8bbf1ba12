import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { readRecord } from "../../src/run/record.js";
import { onSample } from "../support/bench.js";
import type { Measure } from "./run.js";

const SECONDS = 60;
const MEGABYTES = 4000;

/** The whole run on a large sample, step by step, beside a bare load of its order files into memory, unbounded. */
export async function bench(size = 1_000_000): Promise<Measure[]> {
  const { record, bare } = await onSample(size, [], async ({ sample, run }) => ({
    record: readRecord(run)!,
    bare: await bareLoad(join(sample, "exports", "shop")),
  }));
  const total = (Date.parse(record.ended_at) - Date.parse(record.started_at)) / 1000;
  const peak = Math.max(...record.steps.map(({ peak_mb }) => peak_mb));
  const blank = {
    case: "river",
    size,
    value: null,
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
