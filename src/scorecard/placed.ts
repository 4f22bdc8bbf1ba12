import { quoteName, quoteTable, quoteText } from "../engine/engine.js";
import type { Bin } from "../fit/scorecard/binning.js";
import type { Card } from "../fit/scorecard/card.js";
import type { Points } from "../fit/scorecard/points.js";
import type { Feature } from "./read-examples.js";

/** What a card scores. */
export interface Scoring {
  readonly card: Card;
  readonly points: Points;
  readonly features: readonly Feature[];
  /** A table of examples, and the columns of it to keep. */
  readonly table: string;
  readonly keys: readonly string[];
}

/** A feature of a card, or two together: which column of `placed` has the place of the bin, and what each bin says. */
export interface Item {
  readonly feature: string;
  readonly at: string;
  readonly effects: readonly number[];
  readonly points: readonly number[];
}

/**
 * Expressions by name, to begin a select with, that place every example in the bins of a card: the last, `placed`, has the
 * keys and a column for each of the items. Each value is looked for once, by halving the ranges of its feature.
 */
export function placed({ card, points, features, table, keys }: Scoring): { ctes: string; items: Item[] } {
  const used = new Set([
    ...card.terms.map(({ feature }) => feature),
    ...card.pairs.flatMap(({ features: both }) => both),
  ]);
  const valued = features.filter(({ name }) => used.has(name));
  const valueNamed = new Map(valued.map(({ name }, k) => [name, `x${k}`]));
  const items = [
    ...card.terms.map(({ feature, bins }, t) => ({
      feature,
      at: `b${t}`,
      effects: bins.map(({ effect }) => effect),
      points: points.terms[t]!,
    })),
    ...card.pairs.map(({ features: both, effects }, t) => ({
      feature: both.join(" & "),
      at: `q${t}`,
      effects,
      points: points.pairs[t]!,
    })),
  ];
  const sides = card.pairs.flatMap(({ features: [a, b], axes }, t) => [
    `${placeOf(axes[0].bins, valueNamed.get(a)!)} as q${t}a`,
    `${placeOf(axes[1].bins, valueNamed.get(b)!)} as q${t}b`,
  ]);
  const places = card.terms.map(
    ({ feature, bins }, t) => `${placeOf(bins, valueNamed.get(feature)!)} as b${t}`,
  );
  const kept = keys.map(quoteName).join(", ");
  const cells = card.pairs.map(({ axes }, t) => `q${t}a * ${axes[1].bins.length} + q${t}b as q${t}`);
  const values = valued.map(({ expression }, k) => `${expression} as x${k}`);
  const ctes = `valued as (
    select ${[kept, ...values].join(",\n      ")}
    from ${quoteTable(table)}
  ),
  binned as (
    select ${[kept, ...places, ...sides].join(",\n      ")}
    from valued
  ),
  placed as (select *${cells.map((cell) => `, ${cell}`).join("")} from binned)`;
  return { ctes, items };
}

/** An expression for the points of the bins that a row of `placed` is in. */
export const pointsSum = (items: readonly Item[], { base }: Points): string =>
  [String(base), ...items.map(({ at, points }) => looked(points, at))].join(" + ");

/** An expression for one of several numbers, by its place. */
export const looked = (values: readonly number[], at: string) => `[${values.join(", ")}][${at} + 1]`;

/** The place of a value's bin among those of a feature. */
function placeOf(bins: readonly Bin[], value: string): string {
  const at = (kind: Bin["kind"]) => bins.findIndex((bin) => bin.kind === kind);
  const special = bins.flatMap(({ kind, value: one }, b) =>
    kind === "special" ? [`when ${value} = ${number(one!)} then ${b}`] : [],
  );
  const missing = `when ${value} is null then ${Math.max(at("missing"), 0)}`;
  const ranges = bins.flatMap((bin, place) => (bin.kind === "range" ? [{ bin, place }] : []));
  const levels = bins.flatMap(({ kind, levels: words = [] }, b) =>
    kind === "levels" && words.length > 0
      ? [`when ${value} in (${words.map(quoteText).join(", ")}) then ${b}`]
      : [],
  );
  const rest = ranges.length > 0 ? halved(ranges, value) : String(Math.max(at("other"), 0));
  return `case ${[missing, ...special, ...levels].join(" ")} else ${rest} end`;
}

function halved(ranges: readonly { bin: Bin; place: number }[], value: string): string {
  if (ranges.length === 1) return String(ranges[0]!.place);
  const middle = Math.ceil(ranges.length / 2);
  const [lower, upper] = [ranges.slice(0, middle), ranges.slice(middle)];
  return `case when ${value} < ${number(upper[0]!.bin.low!)} then ${halved(lower, value)} else ${halved(upper, value)} end`;
}

/** A number as a double of the engine, digit for digit. */
const number = (value: number) => `cast(${quoteText(String(value))} as double)`;
