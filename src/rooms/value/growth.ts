import type { Engine } from "../../engine/engine.js";
import { MODELS } from "../../fit/value/transactions.js";
import { days, inWeeks } from "../../value/time.js";

export const grain = "One row per model and age of a customer in days: repeat purchases by then.";
export const working = true;
export const published = ["value.frequencies"];
export const reads = [
  "value.choice",
  "value.fits",
  "value.histories",
  "value.parameters",
  "value.patterns",
  "value.tracked",
];

const file = "src/rooms/value/growth.ts";
/** The last row of the frequencies stands for so many repeat purchases or more. */
const MOST = 10;

/**
 * Makes `value.growth`, what the models of the newest test (of today, where there is none) expect of a new customer, and
 * `value.frequencies`, how many customers have come back how often as of today, and how many should have.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const [span] = await engine.read<{ look: number | null; days: number | null }>(
    `select max(look) as look, date_diff(
      'day', (select min(first_on) from value.histories where look = (select max(look) from value.tracked)),
      max(ends_on)) as days from value.tracked`,
  );
  const fitted = await parametersOf(engine, span?.look ?? 0);
  const rows: unknown[][] = [];
  for (const { name, expectations } of MODELS) {
    const parameters = fitted.get(name);
    if (parameters === undefined || span?.days == null) continue;
    const model = expectations(parameters);
    const alive = model.alive(0, inWeeks(days(0)), inWeeks(days(0)));
    for (let age = 0; age <= span.days; age++)
      rows.push([name, age, alive * model.purchases(0, inWeeks(days(0)), inWeeks(days(age)))]);
  }
  await loadFrequencies(engine);
  return engine.load(table, { method: "varchar", age: "integer", purchases: "double" }, rows);
}

/** Of every model that may be used, in the order of its parameters. */
async function parametersOf(engine: Engine, look: number): Promise<Map<string, number[]>> {
  const rows = await engine.read<{ model: string; value: number }>(
    `select parameters.model, parameters.value
    from value.parameters as parameters
    join value.fits as fits on fits.look = parameters.look and fits.model = parameters.model
    where parameters.look = $look and (fits.verdict = 'good' or fits.model = 'nbd')
    order by parameters.model, parameters.place`,
    { look },
  );
  const found = new Map<string, number[]>();
  for (const { model, value } of rows) found.set(model, [...(found.get(model) ?? []), value]);
  return found;
}

async function loadFrequencies(engine: Engine): Promise<void> {
  const [choice] = await engine.read<{ model: string | null }>("select model from value.choice");
  const model = MODELS.find(({ name }) => name === choice?.model);
  const own = model && (await parametersOf(engine, 0)).get(model.name);
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
    const { frequencies } = model!.expectations(own);
    for (const [time, count] of [...ages].sort(([a], [b]) => a - b))
      for (const [i, chance] of frequencies(inWeeks(days(time)), MOST).entries())
        expected[i]! += count * chance;
  }
  await engine.load(
    "value.frequencies",
    { repeats: "integer", people: "bigint", expected: "double" },
    people.length === 0
      ? []
      : actual.map((count, i) => [i, BigInt(count), own === undefined ? null : expected[i]]),
  );
}
