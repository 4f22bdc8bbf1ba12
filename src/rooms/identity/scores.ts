import type { Engine } from "../../engine/engine.js";
import { levelsOf } from "../../identity/patterns.js";
import { comparisonsOf } from "./pairs.js";

export const grain =
  "One row per candidate pair: its weight in bits and the probability that it is one person.";
export const working = true;
export const reads = ["identity.pairs", "identity.parameters"];

const FILE = "src/rooms/identity/scores.ts";

interface Parameter extends Record<string, unknown> {
  readonly place: number;
  readonly level: number;
  readonly kind: string;
  readonly chance: number;
}

/** Makes `identity.scores`. */
export async function make(engine: Engine, table: string): Promise<number> {
  return weigh(engine, "identity.pairs", table, ["low", "high", "pattern", "rarity"]);
}

/** A table of compared pairs with the weight in bits and the probability of each that it is one person. */
export async function weigh(
  engine: Engine,
  pairs: string,
  table: string,
  kept: readonly string[],
): Promise<number> {
  const comparisons = await comparisonsOf(engine);
  const rows = await engine.read<Parameter>("select place, level, kind, chance from identity.parameters");
  const of = new Map(rows.map(({ place, level, kind, chance }) => [`${place} ${level} ${kind}`, chance]));
  const shares = await engine.read<{ kind: string; share: number }>(
    "select kind, share from identity.kinds order by place",
  );
  const rest = 1 - shares.reduce((sum, { share }) => sum + share, 0);
  const patterns = await engine.read<{ pattern: number }>(
    `select distinct pattern from ${pairs} order by pattern`,
    {},
    1_000_000,
  );
  await engine.load(
    "identity.patterns",
    { pattern: "bigint", person: "double", kin: "double" },
    patterns.map(({ pattern }) => {
      const weights = shares.map(({ share }) => Math.log2(share / rest));
      for (const [k, level] of levelsOf(pattern, comparisons).entries()) {
        if (level < 0) continue;
        const { levels } = comparisons[k]!;
        const rare = levels[levels.length - 1 - level]!.frequency !== undefined;
        const u = rare ? 1 : of.get(`${k} ${level} strangers`)!;
        for (const [i, { kind }] of shares.entries())
          weights[i]! += Math.log2(of.get(`${k} ${level} ${kind}`)! / u);
      }
      const kin = weights.slice(1).reduce((sum, weight) => sum + 2 ** weight, 0);
      return [BigInt(pattern), round(weights[0]!), kin > 0 ? round(Math.log2(kin)) : -1000];
    }),
  );
  return engine.work(table, {
    file: FILE,
    sql: `select ${kept.join(", ")}, round(weight, 4) as weight,
        round(1 / (1 + pow(2, least(-weight, 1000))), 6) as probability
      from (
        select ${kept.join(", ")},
          person - rarity - log2(1 + pow(2, least(kin - rarity, 1000))) as weight
        from ${pairs} join identity.patterns using (pattern)
      ) as weighed`,
  });
}

function round(value: number): number {
  return Math.round(value * 10000) / 10000;
}
