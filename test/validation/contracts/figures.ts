import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { occasionsAhead } from "../../../src/fit/value/beta-binomial.js";
import { fitCox } from "../../../src/fit/value/cox.js";
import { type Durations, gather } from "../../../src/fit/value/durations.js";
import { fitOccasions } from "../../../src/fit/value/fit-occasions.js";
import { fitRenewals, renewalModelOf } from "../../../src/fit/value/fit-renewals.js";
import { kaplanMeier, stepAt } from "../../../src/fit/value/kaplan-meier.js";
import { logRank } from "../../../src/fit/value/log-rank.js";
import { survivalFrom } from "../../../src/fit/value/renewals.js";
import { fitWeibull } from "../../../src/fit/value/weibull.js";
import { days, months, weeks } from "../../../src/value/time.js";

type Row = Readonly<Record<string, string>>;

/** Contracts and durations: published figures, and refits by other programs. */
export async function figures(data: string | undefined): Promise<Record<string, number> | undefined> {
  if (data === undefined) return undefined;
  const folder = join(data, "value");
  return {
    ...ofCohorts(read(join(folder, "sbg", "sbg_paper.csv"))),
    ...ofDonations(read(join("test", "validation", "contracts", "donations.csv"))),
    ...ofFlies(read(join(folder, "survival", "waltons_dataset.csv"))),
    ...ofReleased(read(join(folder, "survival", "rossi.csv"))),
    ...ofTelco(read(join(folder, "telco-churn", "Telco-Customer-Churn.csv"))),
  };
}

/** A thousand customers of each cohort, seen over seven renewals. */
function ofCohorts(rows: readonly Row[]): Record<string, number> {
  const told: Record<string, number> = {};
  for (const cohort of ["highend", "regular"]) {
    const alive = rows.map((row) => Math.round(10 * Number(row[`${cohort}_pct_alive`])));
    const atRisk = alive.slice(0, -1);
    const { model, estimate } = fitRenewals({
      atRisk,
      left: atRisk.map((count, i) => count - alive[i + 1]!),
    });
    const [alpha, beta] = estimate!.logs.map(Math.exp) as [number, number];
    told[`sbg ${cohort}: alpha`] = alpha;
    told[`sbg ${cohort}: beta`] = beta;
    told[`sbg ${cohort}: log likelihood`] = estimate!.logLikelihood;
    const ahead = renewalModelOf(model!).expectations([alpha, beta]);
    survivalFrom(ahead, 0, 12).forEach((share, i) => {
      told[`sbg ${cohort}: alive after ${i + 1}, per cent`] = 100 * share;
    });
    for (const n of [1, 2, 5]) told[`sbg ${cohort}: DERL at renewal ${n}`] = ahead.residual(n - 1, 0.1);
  }
  return told;
}

function ofDonations(rows: readonly Row[]): Record<string, number> {
  const column = (name: string) => rows.map((row) => Number(row[name]));
  const { logs, logLikelihood } = fitOccasions({
    x: column("x"),
    last: column("last"),
    n: column("n"),
    people: column("people"),
  }).estimate!;
  const [alpha, beta, gamma, delta] = logs.map(Math.exp) as [number, number, number, number];
  const told = { alpha, beta, gamma, delta, "log likelihood": logLikelihood };
  const ahead = occasionsAhead([1.2, 0.75, 0.66, 2.78]);
  return {
    ...Object.fromEntries(Object.entries(told).map(([name, value]) => [`bg_bb: ${name}`, value])),
    "bg_bb: DERT, x = 3, last 4 of 6": ahead.alive(3, 4, 6) * ahead.residual(3, 6, 0.1),
  };
}

function ofFlies(rows: readonly Row[]): Record<string, number> {
  const groups = [...new Set(rows.map((row) => row.group!))].sort();
  const those = (chosen: readonly Row[]): Durations<"days"> =>
    gather(
      chosen.map((row) => days(Number(row.T))),
      chosen.map((row) => Number(row.E)),
    );
  const each = groups.map((name) => those(rows.filter(({ group }) => group === name)));
  const { scale, shape, estimate } = fitWeibull(those(rows));
  return {
    "waltons: median": kaplanMeier(those(rows)).median!,
    ...Object.fromEntries(
      groups.map((name, g) => [`waltons: median, ${name}`, kaplanMeier(each[g]!).median!]),
    ),
    "waltons: log-rank": logRank(each)!.statistic,
    "waltons: Weibull scale": scale!,
    "waltons: Weibull shape": shape!,
    "waltons: Weibull log likelihood": estimate!.logLikelihood,
  };
}

function ofReleased(rows: readonly Row[]): Record<string, number> {
  const names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];
  const ended = rows.map(({ arrest }) => Number(arrest));
  const { effects, logLikelihood, concordance } = fitCox({
    time: rows.map(({ week }) => weeks(Number(week))),
    ended,
    running: ended.map((one) => 1 - one),
    covariates: names.map((name) => rows.map((row) => Number(row[name]))),
  });
  return {
    ...Object.fromEntries(names.map((name, j) => [`rossi: ${name}`, effects[j]!.effect!])),
    ...Object.fromEntries(names.map((name, j) => [`rossi: se of ${name}`, effects[j]!.standardError!])),
    "rossi: log likelihood": logLikelihood,
    "rossi: concordance": concordance!,
  };
}

function ofTelco(rows: readonly Row[]): Record<string, number> {
  const those = (chosen: readonly Row[]): Durations<"months"> =>
    gather(
      chosen.map(({ tenure }) => months(Number(tenure))),
      chosen.map(({ Churn }) => (Churn === "Yes" ? 1 : 0)),
    );
  const curve = kaplanMeier(those(rows));
  const kinds = [...new Set(rows.map((row) => row.Contract!))].sort();
  return {
    ...Object.fromEntries(
      [1, 12, 24, 36, 48, 60, 72].map((month) => [
        `telco: S(${month})`,
        stepAt(curve, months(month))!.survival,
      ]),
    ),
    "telco: log-rank": logRank(kinds.map((kind) => those(rows.filter((row) => row.Contract === kind))))!
      .statistic,
  };
}

const read = (file: string) => parse(readFileSync(file, "utf8"), { columns: true }) as Row[];
