import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Parameters } from "../engine/engine.js";
import type { SourceCount } from "../ingest/count.js";
import type { Input } from "../ingest/ingest.js";
import type { BlockedList } from "../lists/blocked.js";
import type { ListResult } from "../lists/lists.js";
import type { Gate } from "./gates.js";

export interface StepRecord {
  readonly step: string;
  readonly rows: number;
  readonly seconds: number;
  /** Largest resident memory sampled within the step, megabytes. */
  readonly peak_mb: number;
}

/** `run.json`: what a run read, did and wrote. Names no person. */
export interface RunRecord {
  format: 1;
  id: string;
  status: "published" | "planned" | "failed";
  exit: number;
  version: string;
  pipeline: { file: string; hash: string; title: string };
  as_of: string;
  /** What the selects were given, by name. */
  parameters: Parameters;
  started_at: string;
  ended_at: string;
  problems: readonly { code: string; message: string }[];
  warnings: readonly string[];
  /** Files of the user's own that stand in place of ours. */
  replaced: readonly string[];
  inputs: readonly Input[];
  sources: readonly SourceCount[];
  steps: readonly StepRecord[];
  gates: readonly Gate[];
  lists: readonly ListResult[];
  /** Lists that were not written, since their rules go by a score that tells nothing. */
  blocked_lists: readonly BlockedList[];
  /** The figures of the report's strip, for the next run to compare itself with. */
  figures: Readonly<Record<string, number>>;
  outputs: readonly { path: string; bytes: number; sha256: string }[];
}

/** The record of a run folder, or undefined where there is none. */
export function readRecord(folder: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as RunRecord;
  } catch {
    return undefined;
  }
}
