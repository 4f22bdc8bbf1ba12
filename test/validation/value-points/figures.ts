import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { bgNbd } from "../../../src/fit/value/beta-geometric.js";
import type { Expectations } from "../../../src/fit/value/model.js";
import { paretoNbd } from "../../../src/fit/value/pareto-nbd.js";
import { fitSpend, type Spend } from "../../../src/fit/value/spend.js";
import { type Fitted, fitTransactions, modelOf } from "../../../src/fit/value/transactions.js";
import { days, inWeeks, type Weeks, weeks } from "../../../src/value/time.js";

type Customer = readonly [x: number, recency: Weeks, age: Weeks];

const bought = (model: Expectations, [x, recency, age]: Customer, ahead: Weeks) =>
  model.alive(x, recency, age) * model.purchases(x, age, ahead);

/** Published points of the models, and what follows from fits to CDNOW's customers. */
export async function figures(data: string | undefined): Promise<Record<string, number> | undefined> {
  return data === undefined
    ? undefined
    : { ...published(), ...(await ofCdnow(join(data, "value", "cdnow"))) };
}

function published(): Record<string, number> {
  const year = weeks(52);
  const frequent: Customer = [26, weeks(30.857143), weeks(31)];
  const told: Record<string, number> = {};
  const models = {
    bg_nbd: bgNbd.expectations([0.2425982, 4.4136842, 0.7929899, 2.4261667]),
    pareto_nbd: paretoNbd.expectations([0.5533971, 10.5801985, 0.6060625, 11.6562237]),
  };
  for (const [name, model] of Object.entries(models)) {
    told[`${name}: purchases in 52 weeks, x = 26`] = bought(model, frequent, year);
    told[`${name}: P(alive), x = 26`] = model.alive(...frequent);
    told[`${name}: purchases of a new customer in 52 weeks`] = bought(model, [0, weeks(0), weeks(0)], year);
    for (const x of [10, 15, 20, 25])
      told[`${name}: purchases in 52 weeks, x = ${x}, recency 20 of 39`] = bought(
        model,
        [x, weeks(20), weeks(39)],
        year,
      );
  }
  const other = paretoNbd.expectations([0.5629966, 12.559037, 0.4081095, 10.5148048]);
  const residual = (x: number, recency: number) =>
    other.alive(x, weeks(recency), weeks(77.86)) * other.residual(x, weeks(77.86), 0.0027);
  told["pareto_nbd: DERT, x = 7, recency 35 of 77.86"] = residual(7, 35);
  for (let x = 1; x <= 10; x++) told[`pareto_nbd: DERT, x = ${x}, recency 30 of 77.86`] = residual(x, 30);
  return told;
}

async function ofCdnow(folder: string): Promise<Record<string, number>> {
  const rows = read(join(folder, "cdnowSummary_cbs.csv"), ["x", "t.x", "T.cal", "m.x"]);
  const fitted = fitBoth(rows);
  const told: Record<string, number> = {};
  for (const name of ["bg_nbd", "mbg_nbd", "pareto_nbd"] as const) {
    const model = expectationsOf(fitted.models, name);
    told[`${name}: cumulative repeat purchases by week 78`] = rows.reduce(
      (sum, { age }) => sum + bought(model, [0, weeks(0), weeks(0)], weeks(age / 7 + 39)),
      0,
    );
    told[`${name}: sum of P(alive)`] = rows.reduce(
      (sum, { x, recency, age }) => sum + model.alive(x, inWeeks(days(recency)), inWeeks(days(age))),
      0,
    );
  }
  told["gamma_gamma: expected spend, x = 3, mean 35"] = spendOf(fitted.spend, 3, 35);
  const summary = read(join(folder, "cdnow_customers_summary_with_transactions.csv"), [
    "x",
    "t_x",
    "T",
    "zbar",
  ]);
  const { models, spend } = fitBoth(summary);
  const model = expectationsOf(models, "bg_nbd");
  for (const [steps, length] of [
    ["30 weeks", 30],
    ["4.345 weeks", 4.345],
  ] as const)
    for (const id of [1, 2, 3, 6, 7, 9]) {
      const { x, recency, age, mean } = summary[id - 1]!;
      const customer: Customer = [x, inWeeks(days(recency)), inWeeks(days(age))];
      let [value, before] = [0, 0];
      for (let step = 1; step <= 12; step++) {
        const until = bought(model, customer, weeks(step * length));
        value += (until - before) / 1.01 ** step;
        before = until;
      }
      told[`bg_nbd and gamma_gamma: CLV of 12 steps of ${steps}, customer ${id}`] =
        value * spendOf(spend, x, mean);
    }
  return told;
}

interface Row {
  readonly x: number;
  readonly recency: number;
  readonly age: number;
  readonly mean: number;
}

/** Rows of a summary of customers whose times are in weeks; days here. */
function read(file: string, columns: readonly [string, string, string, string]): Row[] {
  const rows = parse(readFileSync(file, "utf8"), { columns: true }) as Record<string, string>[];
  return rows.map((row) => {
    const [x, recency, age, mean] = columns.map((column) => Number(row[column])) as [
      number,
      number,
      number,
      number,
    ];
    return { x, recency: Math.round(7 * recency), age: Math.round(7 * age), mean };
  });
}

function fitBoth(rows: readonly Row[]): { models: Fitted[]; spend: Spend } {
  const sorted = [...rows].sort((a, b) => a.x - b.x);
  const column = (name: keyof Row) => sorted.map((row) => row[name]);
  const people = sorted.map(() => 1);
  const models = fitTransactions({ x: column("x"), recency: column("recency"), age: column("age"), people });
  const repeat = sorted.filter(({ x }) => x > 0);
  const mean = repeat.reduce((sum, row) => sum + row.mean, 0) / repeat.length;
  const spend = fitSpend({ x: repeat.map(({ x }) => x), mean: repeat.map((row) => row.mean / mean) }, mean);
  return { models, spend };
}

const expectationsOf = (models: readonly Fitted[], name: "bg_nbd" | "mbg_nbd" | "pareto_nbd") =>
  modelOf(name).expectations(models.find((each) => each.model === name)!.estimate!.logs.map(Math.exp));

const spendOf = ({ p, q, v }: Spend, x: number, mean: number) => (p * (v + x * mean)) / (p * x + q - 1);
