import { quoteName, quoteTable, quoteText } from "../engine/engine.js";
import type { Bin } from "../fit/scorecard/binning.js";
import type { Card } from "../fit/scorecard/card.js";
import { type Points, UNIT } from "../fit/scorecard/points.js";
import type { Feature } from "./read-examples.js";

/** How many reasons are told at most. */
export const REASONS = 4;

/** What a card scores. */
export interface Scoring {
  readonly card: Card;
  readonly points: Points;
  readonly features: readonly Feature[];
  /** A table of examples, and the columns of it to keep. */
  readonly table: string;
  readonly keys: readonly string[];
}

/**
 * The select that scores every example by a card: `p`, the chance of a yes; `odds`, its log odds in millionths, and
 * `points`, both sums of whole numbers and so the same in any order; `reason_1` … `reason_4`, the features that raise the
 * chance most above that of the mean of the rows learnt from, with the places of their bins, `bin_1` … `bin_4`, in the card's.
 * Each value is looked for once, by halving the ranges of its feature.
 */
export function scoreSelect({ card, points, features, table, keys }: Scoring): string {
  const used = new Set([
    ...card.terms.map(({ feature }) => feature),
    ...card.pairs.flatMap(({ features: both }) => both),
  ]);
  const valued = features.filter(({ name }) => used.has(name));
  const valueNamed = new Map(valued.map(({ name }, k) => [name, `x${k}`]));
  const items = [
    ...card.terms.map((term, t) => ({
      ...term,
      at: `b${t}`,
      effects: term.bins.map(({ effect }) => effect),
      points: points.terms[t]!,
    })),
    ...card.pairs.map((pair, t) => ({
      ...pair,
      feature: pair.features.join(" & "),
      at: `q${t}`,
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
  const effects = items.map(
    ({ at, effects: own }, k) => `cast(${looked(own.map(whole), at)} as bigint) as e${k}`,
  );
  const sum = (names: readonly string[], first: number) => [String(first), ...names].join(" + ");
  const rounds = Math.min(REASONS, items.length);
  const coded = items.map((_, k) => `case when e${k} > 0 then e${k} * ${SPACE} + ${SPACE - 1 - k} end`);
  const values = valued.map(({ expression }, k) => `${expression} as x${k}`);
  return `with valued as (
    select ${[kept, ...values].join(",\n      ")}
    from ${quoteTable(table)}
  ),
  binned as (
    select ${[kept, ...places, ...sides].join(",\n      ")}
    from valued
  ),
  placed as (select *${cells.map((cell) => `, ${cell}`).join("")} from binned),
  told as (
    select *${effects.map((effect) => `,\n      ${effect}`).join("")}
    from placed
  ),
  summed as (
    select *,
      ${sum(
        items.map((_, k) => `e${k}`),
        whole(card.intercept),
      )} as odds,
      ${sum(
        items.map(({ at, points: own }) => looked(own, at)),
        points.base,
      )} as points${coded.map((code, k) => `,\n      ${code} as v${k}`).join("")}
    from told
  )${Array.from({ length: rounds }, (_, r) => ranked(r, items.length)).join("")}
  select ${kept},
    cast(round(1 / (1 + exp(-cast(odds as double) / ${1 / UNIT})), 6) as decimal(9, 6)) as p,
    cast(odds as bigint) as odds,
    cast(points as integer) as points${Array.from({ length: REASONS }, (_, r) => reason(r, rounds, items)).join("")}
  from ${rounds === 0 ? "summed" : `ranked_${rounds}`}`;
}

/** Room for the number of an item beside its effect. */
const SPACE = 1024;

const whole = (effect: number) => Math.round(effect / UNIT) + 0;

const looked = (values: readonly number[], at: string) => `[${values.join(", ")}][${at} + 1]`;

function ranked(round: number, items: number): string {
  const below = (k: number) => (round === 0 ? `v${k}` : `case when v${k} < r${round} then v${k} end`);
  const all = Array.from({ length: items }, (_, k) => below(k));
  const most = all.length === 1 ? all[0]! : `greatest(${all.join(", ")})`;
  return `,
  ranked_${round + 1} as (select *, ${most} as r${round + 1} from ${round === 0 ? "summed" : `ranked_${round}`})`;
}

function reason(round: number, rounds: number, items: readonly { feature: string; at: string }[]): string {
  const n = round + 1;
  if (round >= rounds)
    return `,\n    cast(null as varchar) as reason_${n}, cast(null as integer) as bin_${n}`;
  const item = `${SPACE} - r${n} % ${SPACE}`;
  return `,
    [${items.map(({ feature }) => quoteText(feature)).join(", ")}][${item}] as reason_${n},
    cast(case ${item} ${items.map(({ at }, k) => `when ${k + 1} then ${at}`).join(" ")} end as integer) as bin_${n}`;
}

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
