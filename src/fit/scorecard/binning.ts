import { type Information, informationValue } from "../../numeric/information-value.js";
import {
  type OptimalBinning,
  optimalBinning,
  type Shape,
  type Trend,
} from "../../numeric/optimal-binning.js";
import type { CategoryColumn, Column, NumericColumn } from "./columns.js";
import { type Counts, countCodes, type Examples } from "./counts.js";
import { cutPoint } from "./cut-point.js";
import { orderLevels } from "./levels.js";
import { prebinEnds } from "./prebins.js";

export type { CategoryColumn, Column, NumericColumn } from "./columns.js";
export type { Examples } from "./counts.js";

/** More levels than this are joined to about so many before bins are looked for. */
const MOST_LEVELS = 64;

export interface BinningSettings {
  /** How many pre-bins at most. */
  readonly prebins: number;
  /** How far pre-bins hold equal parts of the yes instead of all rows: 0 to 1; where yes is rare, they are finer there. */
  readonly balance?: number;
  /** Whether pre-bins are joined to the bins of the greatest information value, or kept as they are. */
  readonly join: boolean;
  /** Of numbers; levels are in the order of their rates anyway. */
  readonly trend: Trend;
  readonly maxBins: number;
  /** The part of all rows that a bin of numbers or of levels has at least. */
  readonly minShare: number;
  readonly minClass: number;
  readonly minDifference?: number;
  readonly maxPValue?: number;
  /** Numbers that are none, each a bin of its own. */
  readonly special?: readonly number[];
  /** Fewer rows tell nothing: a pre-bin has at least so many, levels with fewer are one bin, a bin with fewer is neutral. */
  readonly rare: number;
  /** What an empty cell counts as, where a woe is taken. */
  readonly empty: number;
}

/** Few bins, each of them defensible: for the classic card. */
export const CLASSIC_BINS: BinningSettings = {
  ...{
    prebins: 20,
    join: true,
    trend: "auto",
    maxBins: 8,
    minShare: 0.05,
    minClass: 1,
    rare: 20,
    empty: 0.5,
  },
};

/** Many bins, to be smoothed by what is fitted on them: for the fine card. */
export const FINE_BINS: BinningSettings = { ...CLASSIC_BINS, prebins: 50, join: false };

export interface Bin {
  /** `other`: rare levels, and those never seen. */
  readonly kind: "range" | "levels" | "missing" | "special" | "other";
  /** A range is from `low` to below `high`; null: without end. */
  readonly low: number | null;
  readonly high: number | null;
  /** Of levels, and of others those that were seen. */
  readonly levels?: readonly string[];
  /** The special number. */
  readonly value?: number;
  /** Rows, whatever their weight. */
  readonly rows: number;
  /** Weights of the yes; of the no. */
  readonly yes: number;
  readonly no: number;
  /** ln (share of all yes / share of all no); 0 where there are too few rows to tell. */
  readonly woe: number;
}

/**
 * Why a feature tells nothing: `one_class`, all answers are alike; `missing`, it is always so; `constant`; `rare`, no
 * level has enough rows, as where each row has its own; `no_split`, no two bins may be told apart.
 */
export type Unusable = "one_class" | "missing" | "constant" | "rare" | "no_split";

/** The bins of a feature: ranges or levels in order, special numbers, others (of a category), missing; always at least these. */
export interface Binning {
  readonly feature: string;
  readonly kind: Column["kind"];
  readonly trend: Shape | "levels";
  readonly iv: number;
  readonly bins: readonly Bin[];
  /** Of each code, one place up, its bin: `bins[binOf[codes[row] + 1]]`; the first is that of missing. */
  readonly binOf: Int16Array;
  /** Left out where the feature may be used. */
  readonly unusable?: Unusable;
}

/** A bin to be: which codes it has. */
interface Draft extends Pick<Bin, "kind" | "low" | "high" | "levels" | "value"> {
  readonly codes: Int32Array;
}

/**
 * Bins a feature by what it tells of a yes-or-no answer. O(rows + codes), and the dynamic program.
 * @example binColumn(column, { answer, rows }, CLASSIC_BINS).bins
 */
export function binColumn(column: Column, examples: Examples, settings: BinningSettings): Binning {
  const size = column.kind === "numeric" ? column.values.length : column.levels.length;
  const counts = countCodes(column.codes, size, examples);
  const { drafts, trend } =
    column.kind === "numeric" ? rangesOf(column, counts, settings) : levelsOf(column, counts, settings);
  drafts.push({ kind: "missing", low: null, high: null, codes: Int32Array.of(-1) });
  const binOf = new Int16Array(size + 1).fill(drafts.findIndex(({ kind }) => kind === "other"));
  for (const [b, { codes }] of drafts.entries()) for (const code of codes) binOf[code + 1] = b;
  const [rows, yes, no] = [counts.rows, counts.yes, counts.no].map((of) => added(of, binOf, drafts.length));
  const told = informationOf(yes!, no!, settings.empty);
  const tells = drafts.map((_, b) => rows![b]! >= Math.max(settings.rare, 1));
  const bins = drafts.map(({ codes, ...bin }, b): Bin => {
    const woe = tells[b] ? (told?.woe[b] ?? 0) : 0;
    return { ...bin, rows: rows![b]!, yes: yes![b]!, no: no![b]!, woe };
  });
  const iv = tells.reduce((sum, one, b) => sum + (one ? (told?.parts[b] ?? 0) : 0), 0);
  const feature = { feature: column.name, kind: column.kind, bins, binOf };
  if (told !== undefined && tells.filter(Boolean).length > 1) return { ...feature, trend, iv };
  const neutral = bins.map((bin): Bin => ({ ...bin, woe: 0 }));
  return {
    ...feature,
    bins: neutral,
    trend,
    iv: 0,
    unusable: told === undefined ? "one_class" : why(counts, bins),
  };
}

function balanced(rows: Float64Array, yes: Float64Array, part: number): Float64Array {
  const [all, allYes] = [total(rows), total(yes)];
  if (part === 0 || allYes === 0) return rows;
  return rows.map((one, code) => (1 - part) * one + (part * yes[code]! * all) / allYes);
}

interface Drafted {
  readonly drafts: Draft[];
  readonly trend: Binning["trend"];
}

function rangesOf({ values }: NumericColumn, counts: Counts, settings: BinningSettings): Drafted {
  const n = values.length;
  const special = (settings.special ?? []).map((value) => ({ value, code: values.indexOf(value) }));
  const of = (all: Float64Array) => {
    const ordinary = all.slice(1);
    for (const { code } of special) if (code >= 0) ordinary[code] = 0;
    return ordinary;
  };
  const masses = balanced(of(counts.rows), of(counts.yes), settings.balance ?? 0);
  const ends = n === 0 ? Int32Array.of(0) : prebinEnds(masses, settings.prebins, settings.rare);
  const [yes, no] = [within(of(counts.yes), ends), within(of(counts.no), ends)];
  const joined = join(yes, no, counts, settings.trend, settings);
  const cuts = [...joined.ends].map((end) => ends[end - 1]!);
  const bound = (end: number) => (end <= 0 || end >= n ? null : cutPoint(values[end - 1]!, values[end]!));
  const ranges = cuts.map((end, b): Draft => {
    const start = cuts[b - 1] ?? 0;
    return { kind: "range", low: bound(start), high: bound(end), codes: between(start, end) };
  });
  const specials = special.map(({ value, code }): Draft => {
    return {
      kind: "special",
      low: null,
      high: null,
      value,
      codes: code < 0 ? new Int32Array() : Int32Array.of(code),
    };
  });
  return { drafts: [...ranges, ...specials], trend: joined.trend };
}

function levelsOf({ levels }: CategoryColumn, counts: Counts, settings: BinningSettings): Drafted {
  const { kept, pooled } = orderLevels(counts, settings.rare);
  const of = (all: Float64Array) => Float64Array.from(kept, (code) => all[code + 1]!);
  const drafts: Draft[] = [];
  if (kept.length > 0) {
    const ends =
      kept.length > MOST_LEVELS
        ? prebinEnds(of(counts.rows), MOST_LEVELS, settings.rare)
        : Int32Array.from(kept, (_, i) => i + 1);
    const [yes, no] = [within(of(counts.yes), ends), within(of(counts.no), ends)];
    const joined = join(yes, no, counts, "increasing", settings);
    [...joined.ends].forEach((end, b) => {
      const start = b === 0 ? 0 : ends[joined.ends[b - 1]! - 1]!;
      drafts.push(draft("levels", kept.subarray(start, ends[end - 1]!)));
    });
  }
  return { drafts: [...drafts, draft("other", pooled)], trend: "levels" };

  function draft(kind: "levels" | "other", codes: Int32Array): Draft {
    const names = [...codes].sort((a, b) => a - b).map((code) => levels[code]!);
    return { kind, low: null, high: null, levels: names, codes };
  }
}

function join(
  yes: Float64Array,
  no: Float64Array,
  counts: Counts,
  trend: Trend,
  { join: joining, ...options }: BinningSettings,
): Pick<OptimalBinning, "ends" | "trend"> {
  if (!joining) return { ends: Int32Array.from(yes, (_, b) => b + 1), trend: "free" };
  return optimalBinning(yes, no, {
    ...options,
    trend,
    whole: { yes: total(counts.yes), no: total(counts.no) },
  });
}

function informationOf(yes: Float64Array, no: Float64Array, empty: number): Information | undefined {
  return total(yes) > 0 && total(no) > 0 ? informationValue(yes, no, empty) : undefined;
}

function why({ rows }: Counts, bins: readonly Bin[]): Unusable {
  const seen = rows.subarray(1).filter((one) => one > 0).length;
  if (seen === 0) return "missing";
  if (seen === 1 && rows[0] === 0) return "constant";
  const kinds = bins.map(({ kind }) => kind);
  if (kinds.includes("other") && !kinds.includes("levels")) return "rare";
  return "no_split";
}

/** Sums by bin. */
function added(values: Float64Array, binOf: Int16Array, bins: number): Float64Array {
  const sums = new Float64Array(bins);
  for (let slot = 0; slot < values.length; slot++)
    if (binOf[slot]! >= 0) sums[binOf[slot]!]! += values[slot]!;
  return sums;
}

/** Sums from end to end. */
function within(values: Float64Array, ends: Int32Array): Float64Array {
  return Float64Array.from(ends, (end, b) => total(values.subarray(b === 0 ? 0 : ends[b - 1]!, end)));
}

const between = (start: number, end: number) => new Int32Array(end - start).map((_, i) => start + i);

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
