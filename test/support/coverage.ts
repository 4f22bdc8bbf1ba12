import type { TransactionModel } from "../../src/fit/value/model.js";
import { layOut } from "../../src/fit/value/patterns.js";
import { fitSpend } from "../../src/fit/value/spend.js";
import { fitModel, modelOf } from "../../src/fit/value/transactions.js";
import { outlook } from "../../src/value/outlook.js";
import { weeks } from "../../src/value/time.js";
import { totals } from "../../src/value/totals.js";
import { type History, histories, type World } from "./histories.js";

/** How often an interval of 90 % held the truth, of how many. */
export interface Coverage {
  readonly what: string;
  readonly held: number;
  readonly of: number;
}

const NINETY = 1.6448536269514722;

/**
 * Makes worlds in which a model is true, fits it to each, and counts how often intervals of 90 % hold what is true there: the
 * parameters, what each customer is to be expected to buy, and what all of them together went on to buy.
 */
export function coverageOf(world: World, people: number, count: number, seed: number): Coverage[] {
  const model = modelOf(world.purchases);
  const tally = new Map<string, { held: number; of: number }>();
  const note = (what: string, held: boolean | number, of = 1) => {
    const before = tally.get(what) ?? { held: 0, of: 0 };
    tally.set(what, { held: before.held + Number(held), of: before.of + of });
  };
  for (let i = 0; i < count; i++) {
    const customers = histories(people, world, seed + i).sort(
      (a, b) => a.x - b.x || a.recency - b.recency || a.age - b.age,
    );
    noteTransactions(note, model, world, customers);
    noteSpend(note, world, customers);
  }
  return [...tally].map(([what, { held, of }]) => ({ what, held, of }));
}

type Note = (what: string, held: boolean | number, of?: number) => void;

function noteTransactions(note: Note, model: TransactionModel, world: World, customers: readonly History[]) {
  const column = (name: "x" | "recency" | "age") => Float64Array.from(customers, (each) => each[name]);
  const patterns = { x: column("x"), recency: column("recency"), age: column("age") };
  const ones = Float64Array.from(customers, () => 1);
  const layout = layOut({ ...patterns, people: ones });
  const found = fitModel(model, layout, layout);
  if (found.covariance === undefined) return note("fits that settle nothing", true);
  for (const [j, { name }] of model.parameters.entries()) {
    const error = Math.sqrt(found.covariance[j]![j]!);
    note(name, Math.abs(found.logs[j]! - Math.log(world.parameters[j]!)) <= NINETY * error);
  }
  const horizon = { ends: [weeks(world.ahead)], worth: [1], rate: 0 };
  const ahead = outlook(model, found, patterns, horizon);
  const truth = outlook(
    model,
    { logs: world.parameters.map(Math.log), covariance: undefined },
    patterns,
    horizon,
  );
  const inside = customers.filter((_, i) => {
    const parts = truth.purchases[i]! / ahead.purchases[i]!;
    return parts >= ahead.low[i]! && parts <= ahead.high[i]!;
  });
  note("a customer's expected orders", inside.length, customers.length);
  const zeros = ones.map(() => 0);
  const money = { people: ones, share: zeros, shared: zeros, square: zeros, squared: zeros, squares: zeros };
  const [orders] = totals(ahead, { ...patterns, ...money }, { values: [1, 2, 1], covariance: undefined });
  const [, , low, high, lowest, highest] = orders as [string, number, number, number, number, number];
  const sum = truth.purchases.reduce((all, each) => all + each, 0);
  note("orders expected of all", sum >= lowest && sum <= highest);
  const came = customers.reduce((all, { later }) => all + later, 0);
  note("orders of all that came", came >= low && came <= high);
}

function noteSpend(note: Note, world: World, customers: readonly History[]) {
  const buyers = customers.filter(({ x, mean }) => x > 0 && mean > 0);
  const mean = buyers.reduce((sum, each) => sum + each.mean, 0) / buyers.length;
  const found = fitSpend(
    {
      x: Float64Array.from(buyers, ({ x }) => x),
      mean: Float64Array.from(buyers, (each) => each.mean / mean),
    },
    mean,
  );
  if (found.estimate?.covariance === undefined) return note("spend that settles nothing", true);
  for (const [j, name] of ["p", "q", "v"].entries()) {
    const error = Math.sqrt(found.estimate.covariance[j]![j]!);
    note(name, Math.abs(found.estimate.logs[j]! - Math.log(world.spend[j]!)) <= NINETY * error);
  }
}
