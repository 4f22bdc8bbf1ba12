import { readRecord } from "../../src/run/record.js";
import { onSample, stepsOf } from "../support/bench.js";
import type { Measure } from "./run.js";

/** The whole pipeline of the sample, all rooms and lists, on a large sample, step by step. */
export async function bench(size = 1_000_000): Promise<Measure[]> {
  const record = await onSample(size, [], ({ run }) => readRecord(run)!);
  const { steps, whole, memory } = stepsOf("sample", size, record);
  return [...steps, whole, memory];
}
