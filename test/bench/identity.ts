import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openEngine } from "../../src/engine/open.js";
import { blockOf } from "../../src/identity/blocking.js";
import { loadSettings, makeEmpty, runStep } from "../../src/pipeline/prepare.js";
import { findSteps, roomOf } from "../../src/pipeline/steps.js";
import { loadRoomSettings } from "../../src/rooms/settings.js";
import { readRecord, type StepRecord } from "../../src/run/record.js";
import { cli, ENGINE, onSample, type SampleRun } from "../support/bench.js";
import type { Measure } from "./run.js";

const SIZES = [10_000, 100_000, 1_000_000];
const SECONDS = 15;
const MEGABYTES = 4000;
const F1 = 0.97;
const SHARE_OF_PEER = 1 / 3;
/** A Python that has Splink; without one the peer is skipped. */
const PYTHON = process.env.CRM_BENCH_PYTHON;
const SCRIPT = join("test", "bench", "splink_peer.py");
/** Random pairs for u: the fewest that Splink's documents call adequate, and its default, of which it warns. */
const [RANDOM_PAIRS, FEWER_PAIRS] = [10_000_000, 1_000_000];

interface Peer {
  readonly name: string;
  readonly steps: readonly (readonly [string, number])[];
  readonly seconds: number;
  readonly peak: number;
  readonly f1: number;
}

interface Outcome {
  readonly size: number;
  readonly records: number;
  readonly steps: readonly StepRecord[];
  readonly seconds: number;
  readonly peak: number;
  readonly f1: number;
  /** With the adequate number of random pairs and with the default; undefined where it is skipped. */
  readonly peers: readonly [Peer, Peer] | undefined;
}

/**
 * The room identity alone, on samples up to a size: every step of it, from the contacts of the contract to the figures
 * of the page. Beside the largest runs Splink: from the records as the room has written them, by the room's own rules.
 */
export async function bench(size = SIZES.at(-1)!): Promise<Measure[]> {
  const sizes = [...SIZES.filter((each) => each < size), size];
  const outcomes: Outcome[] = [];
  for (const each of sizes) {
    const peer = each === size;
    outcomes.push(await onSample(each, ["--only", "identity"], (made) => outcome(each, made, peer)));
  }
  const last = outcomes.at(-1)!;
  const blank = {
    case: "identity",
    size,
    seconds: null,
    value: null,
    peak_mb: null,
    peer: null,
    ratio: null,
    limit: null,
    verdict: "measured",
  } as const;
  const verdict = (passed: boolean) => (passed ? ("pass" as const) : ("fail" as const));
  return [
    ...last.steps.map(({ step, seconds, peak_mb }) => ({ ...blank, step, seconds, peak_mb })),
    ...outcomes.map((each) => ({
      ...blank,
      size: each.size,
      step: "whole room",
      seconds: each.seconds,
      peak_mb: each.peak,
      ...(each === last ? { limit: SECONDS, verdict: verdict(each.seconds <= SECONDS) } : {}),
    })),
    {
      ...blank,
      step: "memory of the whole room",
      peak_mb: last.peak,
      limit: MEGABYTES,
      verdict: verdict(last.peak <= MEGABYTES),
    },
    ...(outcomes.length === 1
      ? []
      : [{ ...blank, step: "exponent of growth with the records", value: exponent(outcomes) }]),
    ...outcomes.map(({ size, f1 }) => ({
      ...blank,
      size,
      step: "F1 of pairs",
      value: f1,
      limit: F1,
      verdict: verdict(f1 >= F1),
    })),
    ...besidePeer(last).map((row) => ({ ...blank, ...row })),
  ];
}

function besidePeer({ seconds, f1, peers }: Outcome): (Partial<Measure> & Pick<Measure, "step">)[] {
  const time = "whole room over the whole peer";
  const agreement = "F1 of pairs beside the peer's";
  if (peers === undefined)
    return [time, agreement].map((step) => ({ step, peer: "Splink", verdict: "skipped" }));
  const [peer, quick] = peers;
  const row = { peer: peer.name };
  const ratio = seconds / peer.seconds;
  const least = Math.max(peer.f1, quick.f1);
  return [
    ...peer.steps.map(([step, seconds]) => ({ ...row, step: `peer: ${step}`, seconds })),
    { ...row, step: "peer: all", seconds: peer.seconds, peak_mb: peer.peak, value: peer.f1 },
    {
      ...row,
      step: `peer: all, u from ${FEWER_PAIRS} pairs`,
      seconds: quick.seconds,
      peak_mb: quick.peak,
      value: quick.f1,
    },
    {
      ...row,
      step: time,
      seconds,
      ratio,
      limit: SHARE_OF_PEER,
      verdict: ratio <= SHARE_OF_PEER ? "pass" : "fail",
    },
    {
      ...row,
      step: `${time}, u from ${FEWER_PAIRS} pairs`,
      seconds,
      ratio: seconds / quick.seconds,
      limit: SHARE_OF_PEER,
      verdict: seconds / quick.seconds <= SHARE_OF_PEER ? "pass" : "fail",
    },
    { ...row, step: agreement, value: f1, limit: least, verdict: f1 >= least ? "pass" : "fail" },
  ];
}

async function outcome(size: number, made: SampleRun, withPeer: boolean): Promise<Outcome> {
  const steps = readRecord(made.run)!.steps.filter(({ step }) => roomOf(step) === "identity");
  return {
    size,
    records: steps.find(({ step }) => step === "identity.records")!.rows,
    steps,
    seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
    peak: Math.max(...steps.map(({ peak_mb }) => peak_mb)),
    f1: agreement(made.run, made.sample),
    peers: withPeer ? await splink(made) : undefined,
  };
}

/** The slope of a straight line through the logarithms of records and seconds, by least squares. */
function exponent(outcomes: readonly Outcome[]): number {
  const points = outcomes.map(({ records, seconds }) => [Math.log(records), Math.log(seconds)] as const);
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([x]) => x), mean(([, y]) => y)];
  return mean((point) => (point[0] - x) * (point[1] - y)) / mean((point) => (point[0] - x) ** 2);
}

/** Pairwise F1 after closure of a folder that holds tables/identity/members.parquet. */
function agreement(run: string, sample: string): number {
  const labels = join(sample, "truth", "records.csv");
  const { pairwise } = JSON.parse(cli(["evaluate", run, "--labels", labels, "--json"])) as {
    pairwise: { f1: number };
  };
  return pairwise.f1;
}

/** Splink on the records of a run; undefined without a Python that has it. */
async function splink({ run, sample }: SampleRun): Promise<[Peer, Peer] | undefined> {
  if (PYTHON === undefined || spawnSync(PYTHON, ["-c", "import splink"]).status !== 0) return undefined;
  const work = mkdtempSync(join(tmpdir(), "crm-analyze-splink-"));
  try {
    const records = join(work, "records.parquet");
    await writeRecords(run, join(work, "engine"), records);
    const peer = (randomPairs: number) => runScript(PYTHON, records, randomPairs, work, sample);
    return [peer(RANDOM_PAIRS), peer(FEWER_PAIRS)];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function runScript(python: string, records: string, randomPairs: number, work: string, sample: string): Peer {
  const members = join(work, "tables", "identity", "members.parquet");
  mkdirSync(dirname(members), { recursive: true });
  const words = [SCRIPT, records, members, String(randomPairs)];
  const { status, stdout, stderr } = spawnSync(python, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${SCRIPT} ended with ${status}: ${stderr}`);
  const told = JSON.parse(stdout) as { version: string; seconds: Record<string, number>; peak_mb: number };
  const steps = Object.entries(told.seconds);
  return {
    name: `Splink ${told.version}`,
    steps,
    seconds: steps.reduce((sum, [, seconds]) => sum + seconds, 0),
    peak: told.peak_mb,
    f1: agreement(work, sample),
  };
}

/** Writes the records of a run, and what the run's rules find pairs by, as the peer's script takes them. */
async function writeRecords(run: string, folder: string, path: string): Promise<void> {
  const engine = await openEngine({ ...ENGINE, folder });
  try {
    await makeEmpty(engine, new Map());
    for (const { schema, bind } of (await loadRoomSettings()).values())
      await loadSettings(
        engine,
        bind(schema.parse(undefined), {
          folder: process.cwd(),
          sources: [],
          asOf: "2026-11-22",
          currency: "CAD",
        }).tables,
      );
    for (const room of ["crm", "identity"]) {
      for (const file of readdirSync(join(run, "tables", room))) {
        const sql = engine.source(join(run, "tables", room, file), "parquet");
        await engine.view(`${room}.${file.replace(".parquet", "")}`, { sql, file });
      }
    }
    const there = new Set(await engine.tables());
    const steps = new Map((await findSteps(engine, [process.cwd()])).map((step) => [step.table, step]));
    const { parameters } = readRecord(run)!;
    const make = async (table: string): Promise<void> => {
      if (there.has(table)) return;
      there.add(table);
      const step = steps.get(table)!;
      for (const read of step.reads) await make(read);
      await runStep(engine, step, parameters);
    };
    for (const table of ["identity.records", "identity.keys"]) await make(table);
    const rules = await engine.read<RuleRow>(
      "select rule, keys, most, left_out from identity.rules order by rule",
    );
    const columns = rules.flatMap((rule) => ruleColumn(rule) ?? []);
    await engine.create("bench.records", {
      file: "test/bench/identity.ts",
      sql: `select records.*, found.* exclude (record)
        from identity.records as records
        join (select record, ${columns.join(", ")} from identity.keys) as found on found.record = records.record`,
    });
    await engine.export("bench.records", path);
  } finally {
    engine.close();
  }
}

interface RuleRow extends Record<string, unknown> {
  readonly rule: number;
  readonly keys: string;
  readonly most: number;
  readonly left_out: number;
}

/** A number that is equal where a rule has two records compared, null where it has one compared with nobody. */
function ruleColumn({ rule, keys, most, left_out }: RuleRow): string | undefined {
  if (keys === "") return left_out > 0 ? undefined : `1 as rule_${rule}`;
  const { known, block } = blockOf(keys.split(" + "));
  const small = left_out > 0 ? ` and count(*) over (partition by ${block}) <= ${most}` : "";
  return `case when ${known}${small} then ${block} end as rule_${rule}`;
}
