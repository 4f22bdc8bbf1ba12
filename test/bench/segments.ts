import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { chooseK } from "../../src/fit/segments/choose.js";
import { cluster } from "../../src/fit/segments/cluster.js";
import { coordinate } from "../../src/segments/assign.js";
import { lloyd } from "../../src/segments/lloyd.js";
import { candidatesOf, FINAL, startsOf } from "../../src/segments/search.js";
import { ENGINE } from "../support/bench.js";
import type { Measure } from "./run.js";

const SIZE = 1_000_000;
const WIDTH = 8;
const K = 8;
const STARTS = 10;
const SECONDS = 40;
const WORSE = 1e-4;
const SEEDS = [1, 2, 3, 4, 5];
/** A Python that has scikit-learn and pyarrow; without one the peer is skipped. */
const PYTHON = process.env.CRM_BENCH_PYTHON;
const SCRIPT = join("test", "bench", "kmeans_peer.py");

/**
 * Clusters of as many customers, eight features: the choice of their number from 2 to 10 by all criteria with the final
 * fit, and one fit of eight clusters beside scikit-learn's on the same matrix.
 */
export async function bench(size = SIZE): Promise<Measure[]> {
  const folder = mkdtempSync(join(tmpdir(), "crm-analyze-segments-"));
  const engine = await openEngine({ ...ENGINE, folder: join(folder, "engine") });
  const blank = { case: "segments", size, seconds: null, value: null, peak_mb: null, peer: null } as const;
  const row = { ...blank, ratio: null, limit: null, verdict: "measured" } as const;
  try {
    await engine.work("segments.points", { file: "test/bench/segments.ts", sql: points(size) });
    const sample = await startsOf(engine, WIDTH);
    const [chosen, all] = await timed(async () => {
      const found = await candidatesOf(engine, sample, { low: 2, high: 10, starts: STARTS, seed: 1 });
      const { k } = chooseK(found);
      await lloyd(engine, "segments.points", found.find((each) => each.k === k)!.fit.centres, FINAL);
      return k;
    });
    const fits: { seconds: number; inertia: number }[] = [];
    for (const seed of SEEDS) {
      const [inertia, seconds] = await timed(() => fitOf(engine, seed));
      fits.push({ seconds, inertia });
    }
    const inertias = fits.map(({ inertia }) => inertia);
    const spread = Math.max(...inertias) / Math.min(...inertias) - 1;
    return [
      {
        ...row,
        step: "k from 2 to 10, all criteria",
        seconds: all,
        peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
        limit: SECONDS,
        verdict: all <= SECONDS ? "pass" : "fail",
      },
      { ...row, step: "number of clusters chosen", value: chosen },
      { ...row, step: `inertia's spread over ${SEEDS.length} seeds, k = ${K}`, value: spread },
      ...(await besidePeer(engine, folder, fits)).map((each) => ({ ...row, ...each })),
    ];
  } finally {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  return [await work(), (performance.now() - started) / 1000];
}

/** One fit as the room makes it: starts on a sample that is drawn anew, then all customers. */
async function fitOf(engine: Engine, seed: number): Promise<number> {
  const sample = await startsOf(engine, WIDTH);
  const [best] = cluster(sample, K, { starts: STARTS, seed });
  return (await lloyd(engine, "segments.points", best!.centres, FINAL)).inertia;
}

async function besidePeer(
  engine: Engine,
  folder: string,
  fits: readonly { readonly seconds: number; readonly inertia: number }[],
): Promise<(Partial<Measure> & Pick<Measure, "step">)[]> {
  const time = `one fit of k = ${K}, ${STARTS} starts`;
  const inertia = "inertia over the peer's, less 1";
  const own = { step: time, seconds: fits[0]!.seconds };
  if (PYTHON === undefined || spawnSync(PYTHON, ["-c", "import sklearn, pyarrow"]).status !== 0)
    return [own, { step: inertia, peer: "scikit-learn", verdict: "skipped" }];
  const file = join(folder, "points.parquet");
  const xs = Array.from({ length: WIDTH }, (_, j) => coordinate(j));
  await engine.view("bench.points", { file: SCRIPT, sql: `select ${xs.join(", ")} from segments.points` });
  await engine.export("bench.points", file);
  const { status, stdout, stderr } = spawnSync(PYTHON, [SCRIPT, file, String(K), String(STARTS)], {
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "2" },
  });
  if (status !== 0) throw new Error(`${SCRIPT} ended with ${status}: ${stderr}`);
  const told = JSON.parse(stdout) as { version: string; seconds: number; inertia: number };
  const peer = `scikit-learn ${told.version}`;
  const ratio = own.seconds / told.seconds;
  const worse = fits.map((fit) => fit.inertia / told.inertia - 1);
  return [
    { step: "peer: the same fit", peer, seconds: told.seconds },
    { ...own, peer, ratio, limit: 1, verdict: ratio <= 1 ? "pass" : "fail" },
    { step: inertia, peer, value: worse[0]!, limit: WORSE, verdict: worse[0]! <= WORSE ? "pass" : "fail" },
    { step: `${inertia}, worst of the seeds`, peer, value: Math.max(...worse) },
  ];
}

/** Twelve kinds of customers of unequal number that overlap, every coordinate nearly normal within a kind. */
function points(size: number): string {
  const draw = (salt: number) => `(hash(i, ${salt}) % 1000003) / 1000003.0`;
  const noise = (j: number) => `(${[0, 1, 2, 3].map((part) => draw(100 * part + j)).join(" + ")} - 2)`;
  const kind = "cast(floor(12 * power((hash(i, 7777) % 1000003) / 1000003.0, 1.5)) as integer)";
  const at = (j: number) => `(hash(kind, ${j}) % 1000) / 1000.0 * 3`;
  const xs = Array.from(
    { length: WIDTH },
    (_, j) => `round(${at(j)} + ${noise(j)}, 6)::double as ${coordinate(j)}`,
  );
  return `select i::varchar as customer_id, 0 as monetary, ${xs.join(", ")}
    from (select i, ${kind} as kind from range(${size}) as r (i)) as kinds`;
}
