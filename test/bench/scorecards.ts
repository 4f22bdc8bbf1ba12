import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { openEngine } from "../../src/engine/open.js";
import { pointsOf, settled } from "../../src/fit/scorecard/points.js";
import { rocAuc } from "../../src/numeric/roc-auc.js";
import { featuresOf } from "../../src/scorecard/read-examples.js";
import { scoreSelect } from "../../src/scorecard/score-select.js";
import { CARDS, datasetOf, honestOdds, readRows } from "../support/datasets.js";
import type { Measure } from "./run.js";

const DATA = process.env.CRM_VALIDATION_DATA;
const PYTHON = process.env.CRM_BENCH_PYTHON;
const SCRIPT = join("test", "bench", "scorecards_peer.py");
const PATH = ["risk", "givemesomecredit", "cs-training.csv.gz"];
/** Seconds of a processor for a card of all rows and one of each fold; the classic one is compared to a peer. */
const LIMITS = { classic: null, fine: 10, pairs: 40 } as const;

/**
 * Give me some credit, 150,000 borrowers and ten features: coded, binned, fitted, and again without each of five folds, by
 * each card; the classic one beside optbinning with scikit-learn. Seconds are those of the processor.
 */
export async function bench(size?: number): Promise<Measure[]> {
  const blank = { case: "scorecards", size: size ?? 0, seconds: null, value: null, peak_mb: null } as const;
  const row = { ...blank, peer: null, ratio: null, limit: null, verdict: "measured" } as const;
  if (DATA === undefined)
    return [{ ...row, step: "cards; CRM_VALIDATION_DATA is not set", verdict: "skipped" }];
  const rows = readRows(DATA, ...PATH).slice(0, size);
  const names = Object.keys(rows[0]!).filter((name) => name !== "" && name !== "SeriousDlqin2yrs");
  const measures: Measure[] = [];
  let classic = 0;
  for (const form of ["classic", "fine", "pairs"] as const) {
    const started = process.cpuUsage();
    const dataset = datasetOf(rows, names, ({ SeriousDlqin2yrs }) => SeriousDlqin2yrs === "1");
    CARDS[form](dataset.columns)(dataset);
    const [odds] = honestOdds(dataset, form, [1]);
    const { user, system } = process.cpuUsage(started);
    const seconds = (user + system) / 1e6;
    if (form === "classic") classic = seconds;
    const own = { ...row, size: rows.length };
    const limit = LIMITS[form];
    measures.push(
      {
        ...{ ...own, step: `${form} card and five folds, processor`, seconds, limit },
        peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
        verdict: limit === null ? "measured" : seconds <= limit ? "pass" : "fail",
      },
      { ...own, step: `${form}: area under the curve, out of fold`, value: rocAuc(odds!, dataset.answer) },
    );
  }
  measures.push(...(await scoring(rows, names)).map((each) => ({ ...row, ...each })));
  return [...measures, ...besidePeer(classic).map((each) => ({ ...row, size: rows.length, ...each }))];
}

function besidePeer(own: number): (Partial<Measure> & Pick<Measure, "step">)[] {
  const step = "classic card and five folds";
  if (PYTHON === undefined || spawnSync(PYTHON, ["-c", "import optbinning, sklearn, pandas"]).status !== 0)
    return [{ step, seconds: own, peer: "optbinning and scikit-learn", verdict: "skipped" }];
  const { status, stdout, stderr } = spawnSync(PYTHON, [SCRIPT, join(DATA!, ...PATH)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${SCRIPT} ended with ${status}: ${stderr}`);
  const { peer, seconds, auc } = JSON.parse(stdout) as { peer: string; seconds: number; auc: number };
  const ratio = own / seconds;
  return [
    { step: `peer: ${step}, processor`, peer, seconds },
    { step, seconds: own, peer, ratio, limit: 1, verdict: ratio <= 1 ? "pass" : "fail" },
    { step: "peer: area under the curve, out of fold", peer, value: auc },
  ];
}

const SCORED = 1_000_000;
const SECONDS_TO_SCORE = 2;

/** A million borrowers scored by the select of a fine card and of one with pairs: points, chance and reasons of each. */
async function scoring(
  rows: readonly Record<string, string>[],
  names: readonly string[],
): Promise<(Partial<Measure> & Pick<Measure, "step">)[]> {
  const dataset = datasetOf(rows, names, ({ SeriousDlqin2yrs }) => SeriousDlqin2yrs === "1");
  const engine = await openEngine();
  const values = Object.fromEntries(
    dataset.columns.map((column, j) => [
      `f${j}`,
      Float64Array.from(column.codes, (code) =>
        code < 0 || column.kind !== "numeric" ? Number.NaN : column.values[code]!,
      ),
    ]),
  );
  const types = Object.fromEntries(Object.keys(values).map((name) => [name, "double" as const]));
  await engine.loadNumbers("bench.borrowers", types, values);
  await engine.create("bench.examples", {
    file: "test/bench/scorecards.ts",
    sql: `select row_number() over () as example, borrowers.* from bench.borrowers as borrowers
      cross join range(${Math.ceil(SCORED / rows.length)}) limit ${SCORED}`,
  });
  const columns = dataset.columns.map((column, j) => ({ ...column, name: `f${j}` }));
  const { features } = await featuresOf(engine, "bench.examples", ["example"]);
  const measures: (Partial<Measure> & Pick<Measure, "step">)[] = [];
  for (const form of ["fine", "pairs"] as const) {
    const { card } = CARDS[form](columns)(dataset);
    const points = pointsOf(settled(card), { score: 600, odds: 0.05, double: 50, more: "unlikelier" });
    const sql = scoreSelect({ card, points, features, table: "bench.examples", keys: ["example"] });
    const started = performance.now();
    await engine.create("bench.scored", { file: "test/bench/scorecards.ts", sql });
    const seconds = (performance.now() - started) / 1000;
    const verdict = seconds <= SECONDS_TO_SCORE ? "pass" : "fail";
    measures.push({ step: `${form} card: scores`, size: SCORED, seconds, limit: SECONDS_TO_SCORE, verdict });
  }
  engine.close();
  return measures;
}
