import type { Engine } from "../../engine/engine.js";
import { COVARIATE_NAMES, covariateModel } from "../../fit/value/covariates.js";
import type { Expectations } from "../../fit/value/model.js";
import { MODELS } from "../../fit/value/transactions.js";
import { days, inWeeks } from "../../value/time.js";
import { usableParameters } from "../../value/usable.js";
import { readDesign } from "./levels.js";

export const grain = "One row per model and age of a customer in days: repeat purchases by then.";
export const working = true;
export const published = ["value.frequencies"];
export const reads = [
  "value.choice",
  "value.fits",
  "value.histories",
  "value.levels",
  "value.parameters",
  "value.patterns",
  "value.strata",
  "value.tracked",
];

const file = "src/rooms/value/growth.ts";
/** The last row of the frequencies stands for so many repeat purchases or more. */
const MOST = 10;

/**
 * Makes `value.growth`, what the models of the newest test (of today, where there is none) expect of a new customer (with
 * covariates, of the mean of all strata), and `value.frequencies`, how many customers have come back how often as of today, and how many should have.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const [span] = await engine.read<{ look: number | null; days: number | null }>(
    `select max(look) as look, date_diff(
      'day', (select min(first_on) from value.histories where look = (select max(look) from value.tracked)),
      max(ends_on)) as days from value.tracked`,
  );
  const rows: unknown[][] = [];
  for (const { name, strata } of await modelsOf(engine, span?.look ?? 0)) {
    if (span?.days == null) continue;
    const start = inWeeks(days(0));
    const still = strata.map(({ share, model }) => share * model.alive(0, start, start));
    for (let age = 0; age <= span.days; age++) {
      let purchases = 0;
      for (const [i, { model }] of strata.entries())
        purchases += still[i]! * model.purchases(0, start, inWeeks(days(age)));
      rows.push([name, age, purchases]);
    }
  }
  await loadFrequencies(engine);
  return engine.load(table, { method: "varchar", age: "integer", purchases: "double" }, rows);
}

/** A stratum's part of the customers, and what is expected of it. */
interface Stratum {
  readonly stratum: number;
  readonly share: number;
  readonly model: Expectations;
}

/** The models of a look that may be used: of a plain one, all customers are one stratum. */
async function modelsOf(engine: Engine, look: number): Promise<{ name: string; strata: Stratum[] }[]> {
  const fitted = await usableParameters(engine, look);
  const plain = MODELS.flatMap(({ name, expectations }) => {
    const own = fitted.get(name);
    return own === undefined ? [] : [{ name, strata: [{ stratum: 0, share: 1, model: expectations(own) }] }];
  });
  const known = COVARIATE_NAMES.filter((name) => fitted.has(name));
  if (known.length === 0) return plain;
  const { design } = await readDesign(engine);
  const counts = await engine.read<{ stratum: number; people: number }>(
    "select stratum, count(*) as people from value.histories where look = $look group by stratum order by stratum",
    { look },
  );
  const all = counts.reduce((sum, { people }) => sum + people, 0);
  return [
    ...plain,
    ...known.map((name) => ({
      name,
      strata: counts.map(({ stratum, people }) => ({
        stratum,
        share: people / all,
        model: covariateModel(name, design).expectations(fitted.get(name)!, stratum),
      })),
    })),
  ];
}

async function loadFrequencies(engine: Engine): Promise<void> {
  const [choice] = await engine.read<{ model: string | null }>("select model from value.choice");
  const own = (await modelsOf(engine, 0)).find(({ name }) => name === choice?.model);
  const { x, age, people } = await engine.numbers<"x" | "age" | "people">({
    file,
    sql: `select least(x, ${MOST}) as x, age, cast(sum(people) as double) as people
      from value.patterns where look = 0 group by 1, 2 order by 1, 2`,
  });
  const actual = new Array<number>(MOST + 1).fill(0);
  const ages = new Map<number, number>();
  for (let i = 0; i < people.length; i++) {
    actual[x[i]!]! += people[i]!;
    ages.set(age[i]!, (ages.get(age[i]!) ?? 0) + people[i]!);
  }
  const expected = new Array<number>(MOST + 1).fill(0);
  if (own !== undefined) {
    for (const [time, count] of [...ages].sort(([a], [b]) => a - b))
      for (const { share, model } of own.strata)
        for (const [i, chance] of model.frequencies(inWeeks(days(time)), MOST).entries())
          expected[i]! += count * share * chance;
  }
  await engine.load(
    "value.frequencies",
    { repeats: "integer", people: "bigint", expected: "double" },
    people.length === 0
      ? []
      : actual.map((count, i) => [i, BigInt(count), own === undefined ? null : expected[i]]),
  );
}
