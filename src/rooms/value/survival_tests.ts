import type { Engine } from "../../engine/engine.js";
import { logRank } from "../../fit/value/log-rank.js";
import { lastingBy } from "../../value/lasting.js";

export const grain = "One row per characteristic: whether its levels last differently, by the log-rank test.";
export const key = ["characteristic"];
export const reads = ["settings.value_covariates", "value.traits"];

/** Fewest subscriptions that ended, of all levels, for the test to say anything. */
const ENDED = 10;

/** Makes `value.survival_tests`, of the characteristics in the settings that have levels. */
export async function make(engine: Engine, table: string): Promise<number> {
  const named = await engine.read<{ covariate: string }>(
    "select covariate from settings.value_covariates where covariate <> 'price' order by place",
  );
  const [known] = await engine.read<{ n: number }>("select count(*) as n from value.traits");
  const rows: unknown[][] = [];
  for (const { covariate } of known!.n === 0 ? [] : named) {
    const levels = await lastingBy(engine, covariate);
    const found = logRank(levels.map(({ durations }) => durations));
    const ended = found?.ended.reduce((sum, count) => sum + count, 0) ?? 0;
    const people = levels.reduce((sum, level) => sum + level.people, 0);
    const verdict =
      levels.length < 2 ? "one_level" : found === undefined || ended < ENDED ? "too_few" : "tested";
    const tested = verdict === "tested" ? [found!.statistic, found!.degrees, found!.p] : [null, null, null];
    rows.push([covariate, verdict, levels.length, BigInt(people), BigInt(ended), ...tested]);
  }
  return engine.load(
    table,
    {
      characteristic: "varchar",
      verdict: "varchar",
      levels: "integer",
      subscriptions: "bigint",
      ended: "bigint",
      statistic: "double",
      degrees: "integer",
      p: "double",
    },
    rows,
  );
}
