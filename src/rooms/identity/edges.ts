import type { Engine } from "../../engine/engine.js";

export const grain = "One row per pair of records that are taken for one person.";
export const working = true;
export const reads = ["identity.scores"];

/** The share of false pairs that is allowed, estimated from the probabilities themselves. */
const FALSE_SHARE = 0.01;
const LOWEST = 0.5;
const HIGHEST = 0.95;

/** Makes `identity.edges`: the threshold is the lowest at which the estimated share of false pairs is allowed. */
export async function make(engine: Engine, table: string): Promise<number> {
  const falling = await engine.read<{ probability: number; pairs: number }>(
    `select probability::double as probability, count(*) as pairs from identity.scores
    where probability >= ${LOWEST} group by 1 order by 1 desc`,
    {},
    1_000_000,
  );
  let threshold = HIGHEST;
  let pairs = 0;
  let wrong = 0;
  for (const row of falling) {
    pairs += row.pairs;
    wrong += row.pairs * (1 - row.probability);
    if (wrong > FALSE_SHARE * pairs) break;
    if (row.probability < HIGHEST) threshold = row.probability;
  }
  return engine.create(table, {
    file: "src/rooms/identity/edges.ts",
    sql: `select low, high, weight, probability from identity.scores where probability >= ${threshold}`,
  });
}
