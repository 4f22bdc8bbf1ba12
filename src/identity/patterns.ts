import { quoteName } from "../engine/engine.js";
import type { Comparison } from "./comparisons.js";

/** What a pattern needs to know of a comparison: how many levels it has. */
type Answers = { readonly levels: readonly unknown[] };

/** A pattern is one number: the level of each comparison plus one, 0 for unknown, in a mixed radix. */
export function radices(comparisons: readonly Answers[]): number[] {
  let radix = 1;
  return comparisons.map(({ levels }) => {
    const own = radix;
    radix *= levels.length + 1;
    return own;
  });
}

/** The levels that a pattern stands for, 0 for the least alike, -1 for unknown. */
export function levelsOf(pattern: number, comparisons: readonly Answers[]): number[] {
  let rest = pattern;
  return comparisons.map(({ levels }) => {
    const level = (rest % (levels.length + 1)) - 1;
    rest = Math.floor(rest / (levels.length + 1));
    return level;
  });
}

/** Level of a comparison as SQL: -1 unknown, 0 the least alike. */
export function levelSql({ known, levels }: Comparison): string {
  const whens = levels.map(({ when }, i) => `when ${when} then ${levels.length - 1 - i}`);
  return `case when not coalesce(${known}, false) then -1 ${whens.join(" ")} end`;
}

/**
 * A select of pairs (low, high and what else `kept` names) with `pattern`, and `rarity`: the sum of log2 of the chances
 * of what they agree on. `pairs` is a relation with low and high; `features` and `rarities` hold their records at least.
 */
export function comparePairs(
  comparisons: readonly Comparison[],
  pairs: string,
  kept: readonly string[] = ["low", "high"],
  { features, rarities } = { features: "identity.features", rarities: "identity.rarities" },
): string {
  const columns = [
    ...new Set([
      ...comparisons.flatMap(({ columns }) => columns),
      ...comparisons.flatMap(({ helpers }) => helpers ?? []),
    ]),
  ];
  const sides = columns.map((name) => `l.${name} as l_${name}, r.${name} as r_${name}`);
  const similar = [
    ...new Map(comparisons.flatMap(({ similarities }) => Object.entries(similarities ?? {}))),
  ].map(([name, sql]) => `${sql} as ${name}`);
  const list = (parts: readonly string[]) => (parts.length === 0 ? "" : `, ${parts.join(", ")}`);
  const radix = radices(comparisons);
  const names = comparisons.map((_, i) => `level_${i}`);
  const levels = comparisons.map((comparison, i) => `${levelSql(comparison)} as level_${i}`);
  const rarity = comparisons.map(({ levels: each }, i) => {
    const whens = each.flatMap(({ frequency }, j) =>
      frequency === undefined ? [] : [`when ${each.length - 1 - j} then rarities.${quoteName(frequency)}`],
    );
    return whens.length === 0 ? "0" : `case level_${i} ${whens.join(" ")} else 0 end`;
  });
  const told = kept.map((name) => `levels.${name}`);
  return `select ${told.join(", ")},
      ${names.map((name, i) => `(${name} + 1) * ${radix[i]}::bigint`).join(" + ") || "0::bigint"} as pattern,
      ${rarity.join(" + ") || "0"} as rarity
    from (
      select ${kept.join(", ")}${list(levels)}
      from (
        select *${list(similar)}
        from (
          select ${kept.map((name) => `pairs.${name}`).join(", ")}${list(sides)}
          from ${pairs} as pairs
          join ${features} as l on l.record = pairs.low
          join ${features} as r on r.record = pairs.high
        ) as sides
      ) as similarities
    ) as levels
    join ${rarities} as rarities on rarities.record = levels.low`;
}
