import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { SampleFile } from "./files.js";
import { type SampleOptions, World } from "./world.js";
import { type Report, writeOrders, writeOthers } from "./write.js";

export type { SampleFile } from "./files.js";
export type { SampleOptions } from "./world.js";

/** What was written, in order of path. */
export interface SampleSummary {
  readonly files: readonly SampleFile[];
  readonly rows: number;
  readonly bytes: number;
}

/** From so many customers on, the orders are written in a thread of their own. */
const THREAD_FROM = 50_000;

/**
 * Writes the exports of an invented retailer and the truth behind them below a folder. The same options give the
 * same bytes. Memory grows by some hundred bytes for every customer, not with what is written.
 * @param progress is told the path and the data rows of every file written
 * @throws {RangeError} for options out of range
 */
export async function generateSample(
  options: SampleOptions,
  progress?: (step: string, rows: number) => void,
): Promise<SampleSummary> {
  const { customers } = new World(options);
  const files: SampleFile[] = [];
  const report: Report = (file) => {
    files.push(file);
    progress?.(file.path, file.rows);
  };
  if (customers < THREAD_FROM) {
    await writeOthers(options, report);
    await writeOrders(options, report);
  } else {
    await Promise.all([ordersInThread(options, report), writeOthers(options, report)]);
  }
  return {
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    rows: files.reduce((sum, file) => sum + file.rows, 0),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

async function ordersInThread(options: SampleOptions, report: Report): Promise<void> {
  const worker = new Worker(new URL("./orders-thread.js", import.meta.url), {
    workerData: options,
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });
  worker.on("message", report);
  await once(worker, "exit");
}
