import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { bgNbd } from "../../src/fit/value/beta-geometric.js";
import { layOut, type Patterns } from "../../src/fit/value/patterns.js";
import { fairPart, fitModel } from "../../src/fit/value/transactions.js";
import { make as makeExpectations } from "../../src/rooms/value/expectations.js";
import { make as makeFits } from "../../src/rooms/value/fits.js";
import { ENGINE } from "../support/bench.js";
import { histories } from "../support/histories.js";
import { loadHistories, makeSelect, PARAMETERS } from "../support/value.js";
import type { Measure } from "./run.js";

const SIZE = 1_000_000;
const SECONDS = 12;
/** How many times as fast as lifetimes, and as pandas' grouping with scipy's fit. */
const TENTH = 0.1;
const PYTHON = process.env.CRM_BENCH_PYTHON;
const SCRIPT = join("test", "bench", "value_peer.py");

/**
 * The value of as many customers of an invented world in which BG/NBD is true: grouping, the fit of every model, scores
 * with intervals; and BG/NBD alone beside lifetimes and beside pandas with scipy on the same rows.
 */
export async function bench(size = SIZE): Promise<Measure[]> {
  const folder = mkdtempSync(join(tmpdir(), "crm-analyze-value-"));
  const engine = await openEngine({ ...ENGINE, folder: join(folder, "engine") });
  const blank = { case: "value", size, seconds: null, value: null, peak_mb: null, peer: null } as const;
  const row = { ...blank, ratio: null, limit: null, verdict: "measured" } as const;
  try {
    await load(engine, size);
    const parts = await steps(engine);
    const all = parts.reduce((sum, { seconds }) => sum + seconds, 0);
    const [patterns] = await engine.read<{ count: number }>("select count(*) as count from value.patterns");
    const rows: Measure[] = [
      {
        ...row,
        step: "grouping, every model, scores with intervals",
        seconds: all,
        peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
        limit: SECONDS,
        verdict: all <= SECONDS ? "pass" : "fail",
      },
      ...parts.map((part) => ({ ...row, ...part })),
      { ...row, step: "histories that differ", value: patterns!.count },
    ];
    const started = performance.now();
    const theta = await bgNbdAlone(engine);
    const own = (performance.now() - started) / 1000;
    return [...rows, ...(await besidePeers(engine, folder, own, theta)).map((each) => ({ ...row, ...each }))];
  } finally {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function load(engine: Engine, size: number): Promise<void> {
  const world = {
    purchases: "bg_nbd",
    parameters: [0.25, 4.4, 0.8, 2.4],
    spend: [6.25, 3.74, 15.44],
    weeks: 78,
    ahead: 0,
  } as const;
  await loadHistories(engine, histories(size, world, 1));
}

/** The room's own steps, timed. */
async function steps(engine: Engine): Promise<{ step: string; seconds: number }[]> {
  const table = (name: string) => () => makeSelect(engine, name);
  const made: [string, () => Promise<unknown>][] = [
    ["grouping", table("patterns")],
    ["fits of five models", () => makeFits(engine, "value.fits", PARAMETERS)],
    ["choice", table("choice")],
    ["spend", table("spend")],
    ["wallets", table("wallets")],
    ["expectations with 500 draws", () => makeExpectations(engine, "value.expectations", PARAMETERS)],
    ["scores", table("scores")],
  ];
  const parts: { step: string; seconds: number }[] = [];
  for (const [step, work] of made) {
    const started = performance.now();
    await work();
    parts.push({ step: `of which: ${step}`, seconds: (performance.now() - started) / 1000 });
  }
  return parts;
}

/** BG/NBD from the customers' rows, as one would fit it alone. */
async function bgNbdAlone(engine: Engine): Promise<number[]> {
  const patterns = await engine.numbers<keyof Patterns>({
    file: "test/bench/value.ts",
    sql: `select x, recency, age, cast(count(*) as double) as people from bench.histories
      group by x, recency, age order by x, recency, age`,
  });
  const layout = layOut(patterns);
  return fitModel(bgNbd, layout, fairPart(patterns, layout)).logs.map(Math.exp);
}

async function besidePeers(
  engine: Engine,
  folder: string,
  own: number,
  theta: readonly number[],
): Promise<(Partial<Measure> & Pick<Measure, "step">)[]> {
  const step = "BG/NBD alone, grouping included";
  if (
    PYTHON === undefined ||
    spawnSync(PYTHON, ["-c", "import lifetimes, scipy, pandas, pyarrow"]).status !== 0
  )
    return [{ step, seconds: own, peer: "lifetimes; pandas and scipy", verdict: "skipped" }];
  const file = join(folder, "histories.parquet");
  await engine.view("bench.weeks", {
    file: SCRIPT,
    sql: "select x, recency / 7.0 as recency, age / 7.0 as age from bench.histories",
  });
  await engine.export("bench.weeks", file, "all");
  const { status, stdout, stderr } = spawnSync(PYTHON, [SCRIPT, file], {
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "2" },
  });
  if (status !== 0) throw new Error(`${SCRIPT} ended with ${status}: ${stderr}`);
  const told = JSON.parse(stdout) as Record<
    "lifetimes" | "scipy",
    { peer: string; seconds: number; parameters: number[] }
  >;
  const off = (other: readonly number[]) =>
    Math.max(...other.map((value, i) => Math.abs(theta[i]! / value - 1)));
  return (["lifetimes", "scipy"] as const).flatMap((name) => {
    const { peer, seconds, parameters } = told[name];
    const limit = name === "lifetimes" ? TENTH : 1;
    const ratio = own / seconds;
    return [
      { step: `peer: ${step}`, peer, seconds },
      { step, seconds: own, peer, ratio, limit, verdict: ratio <= limit ? "pass" : "fail" },
      { step: "greatest difference of a parameter, relative", peer, value: off(parameters) },
    ] as const;
  });
}
