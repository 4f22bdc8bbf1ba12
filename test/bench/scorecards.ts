import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { rocAuc } from "../../src/numeric/roc-auc.js";
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
