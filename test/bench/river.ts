import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { readRecord } from "../../src/run/record.js";
import { onSample, stepsOf, type Written } from "../support/bench.js";
import type { Measure } from "./run.js";

const SECONDS = 60;
const ROOMS = ["identity", "rfm"];

/** Identity, RFM and their lists on a large sample, step by step, beside a bare load of its order files into memory, unbounded. */
export async function bench(size = 1_000_000): Promise<Measure[]> {
  const { record, bare } = await onSample(
    size,
    [],
    async ({ sample, run }) => ({
      record: readRecord(run)!,
      bare: await bareLoad(join(sample, "exports", "shop")),
    }),
    river,
  );
  const { steps, whole, memory } = stepsOf("river", size, record);
  const seconds = whole.seconds!;
  return [
    ...steps,
    { ...whole, step: "bare load of the orders", seconds: bare, peak_mb: null },
    {
      ...whole,
      peer: "bare load of the orders",
      ratio: seconds / bare,
      limit: SECONDS,
      verdict: seconds <= SECONDS ? "pass" : "fail",
    },
    memory,
  ];
}

/** The pipeline with these rooms only, and the lists that need no other. */
function river({ lists, rfm: _, ...rest }: Written): Written {
  const others = (rest.rooms as readonly string[]).filter((room) => !ROOMS.includes(room));
  const own = Object.entries(lists).filter(([, { rule }]) =>
    others.every((room) => !rule.includes(`${room}.`)),
  );
  const kept = Object.entries(rest).filter(([name]) => !others.includes(name));
  return {
    ...Object.fromEntries(kept),
    rooms: ROOMS,
    rfm: { frequency: "days" },
    lists: Object.fromEntries(own),
  };
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
