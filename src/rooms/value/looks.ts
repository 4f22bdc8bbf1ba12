import type { Engine, Parameters } from "../../engine/engine.js";
import { inDays, months } from "../../value/time.js";

export const grain =
  "One row per day from which customers are looked at: the run's, and earlier ones to test models.";
export const key = ["look"];
export const reads = ["value.sales"];

const file = "src/rooms/value/looks.ts";
/** What part of the history tests take together, at most. */
const PART = 0.5;
/** As many customers as are enough to tell models apart. */
const ENOUGH = 100_000;
/** What comes after every hexadecimal number. */
const ALL = "g";

/**
 * Makes `value.looks`. Look 0 is the day of the run. Tests go back from it in steps of as many calendar months as they look
 * ahead: as it is asked for, or as many as half of the history holds, at most the horizon; there are none where that is less
 * than one. Those customers take part whose MD5 begins below `below`.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const asOf = parameters.as_of as string;
  const [history] = await engine.read<{ first: string | null; people: number }>(
    `select min(ordered_on) as first, count(distinct customer_id) as people from value.sales
    where ordered_on <= day`,
  );
  const count = parameters.value_tests as number;
  const ahead =
    (parameters.value_test_months as number | null) ??
    Math.min(
      Math.floor((PART * monthsBetween(history!.first ?? asOf, asOf)) / Math.max(1, count)),
      parameters.value_horizon as number,
    );
  const share = Math.min(1, ENOUGH / Math.max(1, history!.people));
  const below =
    share === 1
      ? ALL
      : Math.round(share * 0xffff)
          .toString(16)
          .padStart(4, "0");
  const dayOf = (back: number) => added(asOf, inDays(months(-back), asOf));
  const tests = ahead < 1 ? [] : Array.from({ length: count }, (_, i) => i + 1);
  const row = (look: number, day: string, until: string | null, length: number | null, most: string) =>
    `(${look}, cast('${day}' as date), cast(${until === null ? "null" : `'${until}'`} as date), ${length}, '${most}')`;
  const rows = tests.map((look) => row(look, dayOf(look * ahead), dayOf((look - 1) * ahead), ahead, below));
  return engine.create(
    table,
    {
      file,
      sql: `select look, day, until, date_diff('day', day, until) as days, cast(months as integer) as months, below
      from (values ${[row(0, asOf, null, null, ALL), ...rows].join(", ")}) as looks (look, day, until, months, below)`,
    },
    {},
    key,
  );
}

/** Whole months from one ISO day to another. */
function monthsBetween(from: string, to: string): number {
  const [a, b] = [new Date(from), new Date(to)];
  const count = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  return b.getUTCDate() < a.getUTCDate() ? count - 1 : count;
}

const added = (day: string, count: number) =>
  new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
