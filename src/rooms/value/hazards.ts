import type { Engine } from "../../engine/engine.js";
import { fitCox } from "../../fit/value/cox.js";
import { chiSquareTail } from "../../numeric/chi-square.js";
import { type Column, columnsOf, type Trait } from "../../value/hazard-columns.js";
import { months } from "../../value/time.js";

export const grain =
  "One row per characteristic and level: how much sooner its subscriptions end, by Cox's model.";
export const key = ["number"];
export const published = ["value.hazard_fit"];
export const reads = ["settings.value_covariates", "value.traits"];

/** How wide an interval of 90 % is, in standard errors to either side. */
const NINETY = 1.6448536269514722;
/** Fewest subscriptions that ended for each effect asked after. */
const ENDED_EACH = 10;
/** As many subscriptions as are enough to tell effects; of more, those whose MD5 comes first. */
const ENOUGH = 1_000_000;
const MOST = 2_000_000;

/**
 * Makes `value.hazards` and `value.hazard_fit`. A ratio of 2 means twice the risk to end, at any age, as with the level that
 * most subscriptions have; of the price, as at half of it. The answer is whether they end sooner or later, beyond chance.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const named = await engine.read<{ covariate: Trait }>(
    "select covariate from settings.value_covariates order by place",
  );
  const [all] = await engine.read<{ n: number }>("select count(*) as n from value.traits");
  const below = Math.round(Math.min(1, ENOUGH / Math.max(1, all!.n)) * 0xffff)
    .toString(16)
    .padStart(4, "0");
  const covariates = named.map(({ covariate }) => covariate);
  const rows = await engine.read<Counted>(
    {
      file: "src/rooms/value/hazards.ts",
      sql: `select months::double as months, ${covariates.map((name) => `${name}${name === "price" ? "::double as price" : ""}, `).join("")}
          sum(ended)::bigint as ended, sum(1 - ended)::bigint as running
        from value.traits where $all or md5(subscription_id) < $below group by all order by all`,
    },
    { all: all!.n <= ENOUGH, below },
    MOST,
  );
  const columns = columnsOf(rows, covariates);
  const fit = fitCox({
    time: rows.map((row) => months(row.months)),
    ended: rows.map(({ ended }) => ended),
    running: rows.map(({ running }) => running),
    covariates: columns.map(({ values }) => values),
  });
  const asked = fit.effects.filter(({ verdict }) => verdict === "good" || verdict === "endless").length;
  const few = fit.ended < ENDED_EACH * asked;
  await engine.load(
    "value.hazard_fit",
    {
      subscriptions: "bigint",
      ended: "bigint",
      log_likelihood: "double",
      without: "double",
      concordance: "double",
    },
    rows.length === 0 || asked === 0 || few
      ? []
      : [[BigInt(fit.people), BigInt(fit.ended), fit.logLikelihood, fit.without, fit.concordance]],
  );
  return engine.load(
    table,
    {
      number: "integer",
      characteristic: "varchar",
      level: "varchar",
      reference: "varchar",
      subscriptions: "bigint",
      ended: "bigint",
      verdict: "varchar",
      answer: "varchar",
      hazard_ratio: "double",
      low: "double",
      high: "double",
      p: "double",
    },
    columns.map((column, i) => {
      const { verdict, effect, standardError } = fit.effects[i]!;
      return [
        i + 1,
        ...described(column),
        ...(few ? unknown("too_few") : told(verdict, effect, standardError)),
      ];
    }),
  );
}

interface Counted extends Readonly<Partial<Record<Trait, string | number | null>>> {
  readonly [key: string]: unknown;
  readonly months: number;
  readonly ended: number;
  readonly running: number;
}

const described = ({ trait, level, reference, people, ended }: Column) => [
  trait,
  level,
  reference,
  BigInt(people),
  BigInt(ended),
];

const unknown = (verdict: string) => [verdict, verdict, null, null, null, null];

function told(verdict: string, effect: number | null, error: number | null): unknown[] {
  if (effect === null || error === null) return unknown(verdict);
  const at = (by: number) => Math.exp(effect + by * error);
  const answer = at(-NINETY) > 1 ? "sooner" : at(NINETY) < 1 ? "later" : "unclear";
  return [verdict, answer, at(0), at(-NINETY), at(NINETY), chiSquareTail((effect / error) ** 2, 1)];
}
