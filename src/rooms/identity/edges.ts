import type { Engine, Parameters } from "../../engine/engine.js";
import { type Likely, LOWEST, thresholdOf } from "../../identity/threshold.js";
import { keptModel } from "./model.js";

export const grain = "One row per pair of records that are taken for one person before clusters are cut.";
export const working = true;
export const published = ["identity.thresholds"];
export const reads = ["identity.scores", "identity.model", "identity.apart", "state.thresholds"];

const file = "src/rooms/identity/edges.ts";

/**
 * Makes `identity.edges`, and `identity.thresholds`: the probability from which pairs are taken, by setting or as the
 * lowest from .5 to .95 at which the estimated share of false pairs is allowed (where it is at none, the one that loses
 * least, among those that the gate lets through); and with it the errors that the probabilities themselves let expect:
 * false pairs among those taken, true pairs among those not.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const set = parameters.identity_threshold as number | null;
  const allowed = parameters.identity_false_pairs as number;
  const most = Math.max(allowed, (parameters.identity_false_pairs_max_pct as number) / 100);
  const threshold = set ?? (await keptThreshold(engine, allowed)) ?? (await chosen(engine, allowed, most));
  await engine.create("identity.thresholds", {
    file,
    sql: `with sums as (
        select
          coalesce(sum(probability::decimal(18, 6)) filter (where probability >= ${threshold}), 0)::double as taken,
          coalesce(sum(probability::decimal(18, 6)), 0)::double as expected,
          count(*) as candidates,
          count(*) filter (where probability >= ${threshold}) as pairs
        from identity.scores
      )
      select ${threshold}::double as threshold, ${set === null} as automatic, ${allowed}::double as allowed,
        candidates, pairs,
        round(case when pairs > 0 then 1 - taken / pairs else 0 end, 6) as false_share,
        round(case when expected > 0 then 1 - taken / expected else 0 end, 6) as missed_share
      from sums`,
  });
  return engine.work(table, {
    file,
    sql: `select low, high, weight, probability, pattern, rarity
      from identity.scores
      anti join identity.apart using (low, high)
      where probability >= ${threshold}`,
  });
}

/** The threshold of the run before, if its model is kept and as many false pairs were allowed. */
async function keptThreshold(engine: Engine, allowed: number): Promise<number | undefined> {
  if ((await keptModel(engine)) === undefined) return undefined;
  const [row] = await engine.read<{ threshold: number }>(
    `select threshold from state.thresholds where automatic and allowed = ${allowed}`,
  );
  return row?.threshold;
}

/** `allowed` is the share of false pairs that is wanted, `most` the one from which nothing is published. */
async function chosen(engine: Engine, allowed: number, most: number): Promise<number> {
  const falling = await engine.read<Likely & Record<string, unknown>>(
    `select probability::double as probability, count(*) as pairs from identity.scores
    where probability >= ${LOWEST} group by 1 order by 1 desc`,
    {},
    1_000_000,
  );
  const [sum] = await engine.read<{ expected: number }>(
    "select coalesce(sum(probability::decimal(18, 6)), 0)::double as expected from identity.scores",
  );
  return thresholdOf(falling, { allowed, most, expected: sum!.expected });
}
