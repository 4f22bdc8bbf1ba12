import type { Engine, Parameters } from "../../engine/engine.js";
import { type Found, fitModel, type Pattern } from "../../fit/identity/model.js";
import { keyNamed } from "../../identity/blocking.js";
import { kinOf, mostDifferent, readColumns } from "../../identity/choose.js";
import { GENERATION } from "../../identity/comparisons.js";
import { comparePairs, levelsOf } from "../../identity/patterns.js";
import { keptModel } from "./model.js";
import { comparisonsOf } from "./pairs.js";

export const grain =
  "One row per comparison and level: the chances of it among pairs of one person, one household, strangers.";
export const published = ["identity.kinds", "identity.sessions"];
export const reads = [
  "identity.features",
  "identity.model",
  "identity.pairs",
  "identity.rarities",
  "identity.rules",
  "state.parameters",
  "state.kinds",
];

const RANDOM_PAIRS = 600_000;
const MOST_PATTERNS = 1_000_000;
const SESSIONS = { rule: "integer", pairs: "bigint", rounds: "integer", kind: "varchar", share: "double" };

/** Fits the model, or takes the one that is kept. */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const file = "src/rooms/identity/parameters.ts";
  if ((await keptModel(engine)) !== undefined) {
    await engine.create("identity.kinds", { file, sql: "select * from state.kinds" });
    await engine.load("identity.sessions", SESSIONS, []);
    return engine.create(table, { file, sql: "select * from state.parameters" });
  }
  const comparisons = await comparisonsOf(engine);
  const set = (parameters.identity_share as number | null) ?? undefined;
  const kin = kinOf(comparisons, set);
  const columns = await readColumns(engine);
  const repeat = new Map(columns.map((each) => [each.column, each.repeat]));
  const rules = await engine.read<{ rule: number; keys: string; pairs: number }>(
    "select rule, keys, pairs from identity.rules order by rule",
  );
  const [size] = await engine.read<{ n: number }>("select count(*) as n from identity.features");
  const n = size!.n;
  const wanted = Math.ceil((Math.sqrt(8 * RANDOM_PAIRS + 1) + 1) / 2);
  const share = Math.min(1, wanted / Math.max(n, 1));
  const drawn = { features: "identity.drawn_features", rarities: "identity.drawn_rarities" };
  for (const [name, place] of Object.entries(drawn))
    await engine.work(place, {
      file,
      sql: `select * from identity.${name}
        where (record * 2654435761) % 4294967296 < ${Math.ceil(share * 4294967296)}`,
    });
  await engine.work("identity.random", {
    file,
    sql: `select l.record as low, r.record as high
      from ${drawn.features} as l join ${drawn.features} as r on l.record < r.record`,
  });
  const compared = comparePairs(comparisons, "identity.random", undefined, drawn);
  const random = await engine.read<{ pattern: number; pairs: number }>(
    `select pattern, count(*) as pairs from (${compared}) as compared group by pattern order by pattern`,
    {},
    MOST_PATTERNS,
  );
  const found = await engine.read<{ pattern: number; rules: number; pairs: number }>(
    `select pattern, rules, count(*) as pairs from identity.pairs group by pattern, rules order by pattern, rules`,
    {},
    MOST_PATTERNS,
  );
  const pattern = (row: { pattern: number; pairs: number }): Pattern => ({
    levels: levelsOf(row.pattern, comparisons),
    count: row.pairs,
  });
  const model = fitModel({
    respects: comparisons.map((comparison) => {
      const { name, columns: own, levels } = comparison;
      const most = mostDifferent(comparison);
      const top = levels[0]!.frequency;
      const chance = top === undefined || own.length > 1 ? undefined : repeat.get(top);
      const rising = levels.toReversed();
      return {
        ...{ name, levels: levels.length, m: rising.map(({ m }) => m), u: rising.map(({ u }) => u) },
        ...(chance === undefined ? {} : { repeat: chance }),
        ...(most === undefined ? {} : { mostDifferent: most }),
      };
    }),
    random: random.map(pattern),
    found: found
      .map((row): Found => ({ ...pattern(row), rules: row.rules }))
      .filter(({ levels }) => levels[comparisons.indexOf(GENERATION)] !== 0),
    kin,
    ...(set === undefined ? {} : { share: set }),
    rules: new Map(
      rules
        .filter(({ keys, pairs }) => keys !== "" && pairs <= 5 * n)
        .map(({ rule, keys }) => {
          const touched = keys.split(" + ").flatMap((key) => keyNamed(key).columns);
          return [
            rule,
            comparisons.flatMap(({ columns }, k) =>
              columns.some((column) => touched.includes(column)) ? [k] : [],
            ),
          ];
        }),
    ),
    pairs: (n * (n - 1)) / 2,
  });
  for (const name of [...Object.values(drawn), "identity.random"]) await engine.drop(name);
  const kinds = ["match", ...kin.map(({ name }) => name)];
  await engine.load(
    "identity.kinds",
    { place: "integer", kind: "varchar", share: "double", by_hand: "boolean" },
    kinds.map((kind, i) => [i, kind, model.shares[i]!, i === 0 && set !== undefined]),
  );
  await engine.load(
    "identity.sessions",
    SESSIONS,
    model.sessions.flatMap((each) =>
      kinds.map((kind, i) => [each.rule, BigInt(each.pairs), each.rounds, kind, each.shares[i]!]),
    ),
  );
  return engine.load(
    table,
    {
      place: "integer",
      comparison: "varchar",
      features: "varchar",
      level: "integer",
      name: "varchar",
      frequency: "varchar",
      kind: "varchar",
      chance: "double",
      by_hand: "boolean",
    },
    comparisons.flatMap(({ name, columns, levels }, k) =>
      levels.flatMap((level, i) => {
        const l = levels.length - 1 - i;
        const chances = [model.m, ...model.kin, model.u].map((kind) => kind[k]![l]!);
        const byHand = new Map([
          ["match", level.m !== undefined],
          ["strangers", level.u !== undefined],
        ]);
        const told = [k, name, columns.join(","), l, level.name, level.frequency ?? null];
        return [...kinds, "strangers"].map((kind, j) => [
          ...told,
          kind,
          chances[j]!,
          byHand.get(kind) ?? false,
        ]);
      }),
    ),
  );
}
